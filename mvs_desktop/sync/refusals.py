"""What the central service refuses, where that is an answer to some requests alone."""

from mvs_desktop.domain.errors import ServerAnswerUnreadable


class OutOfPlace(ServerAnswerUnreadable):
    """What is an answer to some requests alone. To any other it is one that our service does
    not give."""


class EpochChanged(OutOfPlace):
    """The service was restored: what we know of its history is about another one."""


class CaseAbsent(OutOfPlace):
    """There is no such case for this worker: gone, never there, or no longer granted."""


class TooLarge(OutOfPlace):
    """More in one request than the service takes."""


class ContentRefused(OutOfPlace):
    """The service does not take this content, now or ever: no room, or it has other content."""


class ContentDiffers(ContentRefused):
    """The service has other content under this record, or got other content than was offered."""


class TokenRefused(Exception):
    """The token or its proof was not accepted; a new one may be."""


class NonceWanted(TokenRefused):
    """The proof named no nonce of the service, or an old one; the answer brings a new one."""
