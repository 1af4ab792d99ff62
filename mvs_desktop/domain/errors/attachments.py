"""Files that are added, and their content."""

from mvs_desktop.domain.errors.expected import ExpectedError


class AttachmentTooLarge(ExpectedError):
    """More bytes than we keep of one file."""

    code = "attachment-too-large"


class AttachmentTooManyPixels(ExpectedError):
    """A picture so large that showing it could bring the program down."""

    code = "attachment-too-many-pixels"


class AttachmentTooManyPages(ExpectedError):
    code = "attachment-too-many-pages"


class AttachmentEmpty(ExpectedError):
    code = "attachment-empty"


class AttachmentNotAllowed(ExpectedError):
    """Neither a photo, a scan nor a PDF, whatever its name says."""

    code = "attachment-not-allowed"


class AttachmentBroken(ExpectedError):
    """It begins like a photo or a PDF and cannot be read as one."""

    code = "attachment-broken"


class AttachmentHasPassword(ExpectedError):
    """A PDF that only opens with a password, which would be lost with whoever knows it."""

    code = "attachment-has-password"


class AttachmentUnreachable(ExpectedError):
    """The file that was to be added cannot be read where it stands."""

    code = "attachment-unreachable"


class AttachmentKnown(ExpectedError):
    """The same content is in this case already."""

    code = "attachment-known"


class AttachmentNotHere(ExpectedError):
    """The record is here, its content is not (yet) on this laptop."""

    code = "attachment-not-here"


class AttachmentNotSent(ExpectedError):
    """The content is on the laptop of whoever added it, and not at the centre yet."""

    code = "attachment-not-sent"


class AttachmentDamaged(ExpectedError):
    """A chunk of the content is gone or is not what was written."""

    code = "attachment-damaged"
