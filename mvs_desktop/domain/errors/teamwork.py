"""Working together."""

from mvs_desktop.domain.errors.expected import ExpectedError


class NotAllowed(ExpectedError):
    """The centre does not do this for this worker: not allowed, or nothing such is there."""

    code = "not-allowed"


class AccessPresent(ExpectedError):
    """Emergency access to what the worker may read already."""

    code = "access-present"


class OfferGone(ExpectedError):
    """Whoever offered the case leads it no more."""

    code = "offer-gone"


class TooManyEndings(ExpectedError):
    """More laptops than one worker ends in a day."""

    code = "too-many-endings"


class TooManySearches(ExpectedError):
    """So many questions of one worker within an hour whether a child is known, or who a
    colleague is, that no more are answered for now."""

    code = "too-many-searches"
