"""The addresses of working together: what each reads, and who answers it."""

from collections.abc import Callable
from typing import Any

from mvs_central.base.central import Caller, Central
from mvs_central.teamwork import apart, colleagues, emergency, known_child, team, waiting
from mvs_desktop.sync import protocol as wire
from mvs_desktop.sync.protocol import Struct

Work = Callable[[Central, Caller, Any], Struct]

ROUTES: tuple[tuple[str, type[Struct], Work], ...] = (
    ("/v1/colleagues", wire.ColleagueRequest, colleagues.find),
    ("/v1/members/grant", wire.MemberGrant, team.grant),
    ("/v1/members/end", wire.MemberEnd, team.end),
    ("/v1/handover/offer", wire.HandoverOffer, team.offer),
    ("/v1/handover/answer", wire.HandoverAnswer, team.answer),
    ("/v1/handover/take-back", wire.HandoverTakeBack, team.take_back),
    ("/v1/known-child", wire.KnownChildRequest, known_child.ask),
    ("/v1/emergency", wire.EmergencyAccess, emergency.take),
    ("/v1/waiting", wire.WaitingRequest, waiting.tell),
    ("/v1/apart", wire.ApartRequest, apart.tell),
    ("/v1/apart/settle", wire.ApartSettle, apart.settle),
)
