"""The central service: reaching it, and becoming known to it."""

from mvs_desktop.domain.errors.expected import ExpectedError


class ServerUnreachable(ExpectedError):
    """`after`: the service was asked too much, and takes more after so many seconds."""

    code = "server-unreachable"

    def __init__(self, after: int = 0) -> None:
        super().__init__()
        self.after = after


class ServerRefused(ExpectedError):
    """The service does not accept this device (any more)."""

    code = "server-refused"


class WipeOrdered(ServerRefused):
    """This laptop is to destroy what it holds; the service takes and gives nothing more."""

    code = "wipe-ordered"


class ServerAnswerUnreadable(ExpectedError):
    """What came back is not our service, or not a version we understand."""

    code = "server-answer-unreadable"


class HeldUpUnderway(ServerAnswerUnreadable):
    """Something between us and the service does not let through as much as we sent: the service
    never saw it, and nobody judged it."""

    code = "held-up-underway"


class ContentWaits(ExpectedError):
    """The service has no room now for the content of attachments: it stays on this laptop."""

    code = "content-waits"


class VersionTooOld(ExpectedError):
    """The service asks for a newer program."""

    code = "version-too-old"


class ServiceTooOld(ExpectedError):
    """The service speaks none of the protocols that this program does: it comes later."""

    code = "service-too-old"


class EnrolmentCodeRefused(ExpectedError):
    """The enrolment code is wrong, used, or past its time; the service does not say which."""

    code = "enrolment-code-refused"


class TooManyAttempts(ExpectedError):
    """So many enrolments failed from this network that the service hears no more of them for a
    while; it did not look at what was brought."""

    code = "too-many-attempts"


class SignInUnavailable(ExpectedError):
    """Signing in is not possible here, or not now; a code still works."""

    code = "sign-in-unavailable"


class SignInRefused(ExpectedError):
    """Signing in did not succeed: it was stopped in the browser, took too long, or what came back
    was not for us."""

    code = "sign-in-refused"


class SignInCancelled(ExpectedError):
    """The worker stopped waiting for the browser."""

    code = "sign-in-cancelled"


class SignInNotLinked(ExpectedError):
    """Somebody signed in whom the service does not know as a worker."""

    code = "sign-in-not-linked"


class CodeOfAnother(ExpectedError):
    """The enrolment code was made for another worker than the one whose store this is."""

    code = "code-of-another"


class ServiceAddressUnusable(ExpectedError):
    """Not an https address (http is for this computer itself alone); nothing was sent."""

    code = "service-address-unusable"
