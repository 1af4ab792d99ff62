"""What can be wrong with the audit of the service, and with what laptops told of theirs."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """`where` of a fault is the id of a row, the number of a seal, the size of a head, or the
    number of a laptop's line."""

    ALTERED = "altered"  # a row is not what was sealed; also both of two that changed places
    DELETED = "deleted"  # a sealed row is gone
    INSERTED = "inserted"  # a row came in among rows that were sealed
    SEAL = "seal"  # a seal does not follow from the one before it
    SIGNATURE = "signature"  # a seal is not signed by a key of this service
    CUT = "cut"  # the log is shorter than a head that was exported
    FORK = "fork"  # the log is another one than that of a head that was exported
    HEAD = "head"  # an exported head is not signed, or does not follow
    ACT = "act"  # a laptop's line is not what it told, or one is gone
    SEGMENT = "segment"  # lines of a laptop are not countersigned, or gone with their segment


@dataclass(frozen=True, slots=True)
class Fault:
    kind: Kind
    where: int
    device: UUID | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """A segment that did not follow when a laptop told it: kept, and no fault of the service."""

    device: UUID
    number: int  # its last line
    code: str  # device_acts.Fault
