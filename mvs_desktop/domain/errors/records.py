"""Reading and changing records."""

from mvs_desktop.domain.errors.expected import ExpectedError


class UnreadableRecord(ExpectedError):
    """A record of a newer version, or a damaged one: kept as it came, never dropped."""

    code = "unreadable-record"

    def __init__(self, type_name: str, member: str) -> None:
        super().__init__(f"{type_name}.{member}")


class RecordMissing(ExpectedError):
    """The record is not, or no longer, on this device."""

    code = "record-missing"


class ChoiceMade(ExpectedError):
    """A colleague chose between these texts before; nothing was written."""

    code = "choice-made"


class ChoiceOutdated(ExpectedError):
    """What was chosen between is no longer as it was shown; nothing was written."""

    code = "choice-outdated"


class RecordSealed(ExpectedError):
    """A signed record cannot change; correct it with a new version."""

    code = "record-sealed"


class NothingToUndo(ExpectedError):
    """There is nothing of the last day to take back, or to do again."""

    code = "nothing-to-undo"


class UndoRefused(ExpectedError):
    """What would be taken back was changed or used since, or is not to be taken back.

    `who` is the name of the colleague who did, empty when it was oneself; `stays` says that
    this kind of change is not taken back at all.
    """

    code = "undo-refused"

    def __init__(self, who: str = "", *, stays: bool = False) -> None:
        super().__init__()
        self.who = who
        self.stays = stays
