"""The commands and questions of a worker, as this device asks the service them."""

from typing import TypeVar

from mvs_desktop.domain.errors import NotAllowed
from mvs_desktop.sync import protocol as wire
from mvs_desktop.sync.client import CentralClient
from mvs_desktop.sync.protocol import OwnDeviceEnd, OwnDeviceKeep, OwnDevicesRequest, Struct
from mvs_desktop.sync.refusals import CaseAbsent

Reply = TypeVar("Reply", bound=Struct)

PATHS: dict[type[Struct], str] = {
    wire.ColleagueRequest: "/v1/colleagues",
    wire.MemberGrant: "/v1/members/grant",
    wire.MemberEnd: "/v1/members/end",
    wire.HandoverOffer: "/v1/handover/offer",
    wire.HandoverAnswer: "/v1/handover/answer",
    wire.HandoverTakeBack: "/v1/handover/take-back",
    wire.KnownChildRequest: "/v1/known-child",
    wire.EmergencyAccess: "/v1/emergency",
    wire.WaitingRequest: "/v1/waiting",
    wire.ApartRequest: "/v1/apart",
    wire.ApartSettle: "/v1/apart/settle",
    OwnDevicesRequest: "/v1/devices",
    OwnDeviceEnd: "/v1/devices/end",
    OwnDeviceKeep: "/v1/devices/keep",
}


def ask(client: CentralClient, request: Struct, reply: type[Reply]) -> Reply:
    """Ask, or command; a command that was sent before gets its answer again.

    Raises NotAllowed when policy refuses it, or when there is nothing such to do it with: the
    two look the same. Raises AccessPresent, OfferGone, TooManySearches, TooManyEndings and what
    every method of the client raises.
    """
    try:
        return client.ask(PATHS[type(request)], request, reply)
    except CaseAbsent as error:
        raise NotAllowed from error
