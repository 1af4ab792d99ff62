"""A laptop that is wiped: by whom, what goes, what was sent before, and killed on the way."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from mvs_central.access import directory
from mvs_central.access.service_keys import service_keys
from mvs_central.base.central import Central
from mvs_central.base.database import Database
from mvs_central.devices import wiping as orders
from mvs_central.devices.enrolment import new_code
from mvs_desktop.demo.service import CentralProcess
from mvs_desktop.domain.cases import CaseFile
from mvs_desktop.domain.errors import DiskFull, FolderUnusable
from mvs_desktop.services import wiping
from mvs_desktop.services.session import Session, StoreState
from mvs_desktop.services.wiping import Stage
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.base.files import write_durably
from mvs_desktop.storage.keys.vault import status_name
from mvs_desktop.sync import protocol
from mvs_desktop.sync.attachments import ContentTravel
from mvs_desktop.sync.refusals import TooLarge
from mvs_desktop.sync.status import Contact, ask_status, order_in
from tests.support.keepers import MemoryKeeper
from tests.support.pictures import photo
from tests.support.workspaces import CHEAP, PASSPHRASE
from tests.sync.http_service import HttpService, Reply, Request, message, serving


class Laptop:
    """A laptop of one worker, with a real store and a keyring in memory."""

    def __init__(self, folder: Path, service: CentralProcess, worker: UUID) -> None:
        self.folder = folder
        self.service = service
        self.keeper = MemoryKeeper()
        self.central = Central(Database(str(service.database)))
        self.session = self.start()
        code, _ = new_code(self.central, worker)
        self.workspace = self.session.enrol(service.url, code, PASSPHRASE, "laptop")

    def start(self) -> Session:
        self.session = Session(self.folder, self.keeper, cost=CHEAP)
        return self.session

    @property
    def contact(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / wiping.CONTACT_FILE).read_text())
        return found

    @property
    def device(self) -> str:
        return str(self.contact["device_id"])

    def wipe(self, *, at_once: bool = False) -> None:
        """As the administrator orders it."""
        orders.order(self.central, service_keys(self.central), UUID(self.device), at_once=at_once)

    def begin(self) -> None:
        """As a locked laptop does when it hears of an order."""
        order = self.session.wiping.ask()
        assert order is not None
        self.session.wiping.begin(order)

    def families(self) -> set[UUID]:
        """What the centre has."""
        return {row.case_id for row in directory.cases(self.central)}

    def left(self) -> list[str]:
        """Files that are not about the wipe itself."""
        own = {wiping.CONTACT_FILE, wiping.ORDER_FILE}
        return [file.name for file in self.folder.rglob("*") if file.is_file()
                and file.name not in own]  # fmt: skip


@pytest.fixture
def laptop(tmp_path: Path, service: CentralProcess, worker: UUID) -> Iterator[Laptop]:
    made = Laptop(tmp_path / "data", service, worker)
    yield made
    made.workspace.close()
    made.central.database.close()


def family(workspace: Workspace, name: str) -> UUID:
    id_ = workspace.new_id()
    workspace.create_case(CaseFile(id=id_, case_id=id_, name=name))
    return id_


def test_a_lost_laptop_is_wiped_without_its_passphrase(laptop: Laptop) -> None:
    workspace = laptop.workspace
    kept = family(workspace, "Familie Bewaard")
    workspace.synchronise()
    workspace.backups.run()
    lost = family(workspace, "Familie Kwijt")
    workspace.close()
    assert laptop.session.wiping.ask() is None
    said = laptop.service.command("device", "wipe", laptop.device, "--at-once")
    assert "Er gaat niets uit" in said
    assert "\twordt gewist\t" in laptop.service.command("device", "list")

    session = laptop.start()
    order = session.wiping.ask()
    assert order is not None
    assert order.at_once
    session.wiping.begin(order)
    assert session.wiping.stage() is Stage.BEGUN
    outcome = session.wiping.finish()
    assert (outcome.whole, outcome.told, outcome.sent_first) == (True, True, False)
    assert not laptop.left()
    assert not laptop.keeper.secrets
    assert session.state() is StoreState.NONE
    assert session.wiping.stage() is Stage.DONE
    assert laptop.service.command("device", "list").count("gewist op") == 1
    assert kept in laptop.families()
    assert lost not in laptop.families()


def test_what_was_not_sent_goes_first(laptop: Laptop, worker: UUID) -> None:
    workspace = laptop.workspace
    kept = family(workspace, "Familie Eerder")
    workspace.synchronise()
    unsent = family(workspace, "Familie Onderweg")
    laptop.wipe()

    result = workspace.synchronise()
    assert result.wipe
    assert result.state.pending == 0
    later = family(workspace, "Familie Nog Net")  # typed while the first exchange ran
    assert laptop.session.wiping.stage() is Stage.NONE
    workspace.give_way()
    workspace.close()
    session = laptop.start()
    assert session.wiping.stage() is Stage.BEGUN
    outcome = session.wiping.finish()
    assert (outcome.whole, outcome.told, outcome.sent_first) == (True, True, True)
    assert not laptop.left()
    assert {kept, unsent, later} <= laptop.families()

    code, _ = new_code(laptop.central, worker)
    laptop.workspace = session.enrol(laptop.service.url, code, PASSPHRASE)
    assert session.wiping.stage() is Stage.NONE
    laptop.workspace.synchronise()
    assert laptop.workspace.open_case(kept).case.name == "Familie Eerder"
    assert session.wiping.ask() is None


def test_what_the_centre_does_not_take_yet_keeps_the_laptop(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = laptop.workspace
    case_id = family(workspace, "Familie Met Foto")
    workspace.synchronise()
    added = workspace.attachments.add(case_id, photo(), "Tekening")
    assert added is not None
    laptop.wipe()
    with monkeypatch.context() as full:
        full.setattr(ContentTravel, "_send", refusing)
        result = workspace.synchronise()
        assert (result.wipe, result.state.pending) == (False, 1)
        workspace.give_way()
    assert laptop.session.wiping.stage() is Stage.NONE
    assert workspace.attachments.open(added.attachment.id).data
    result = workspace.synchronise()
    assert (result.wipe, result.state.pending) == (True, 0)


def refusing(*_: object) -> None:
    raise TooLarge


def test_a_question_that_waits_does_not_keep_an_order_away(laptop: Laptop) -> None:
    workspace = laptop.workspace
    workspace.synchronise()
    laptop.service.stop()
    try:
        workspace.team.ask_child(workspace.new_id(), "Elsenaar", date(2018, 3, 4))
    finally:
        laptop.service.start()
    laptop.wipe(at_once=True)
    assert workspace.synchronise().wipe


def test_a_locked_laptop_only_says_that_it_will_be_wiped(laptop: Laptop) -> None:
    laptop.wipe()
    order = laptop.session.wiping.ask()
    assert order is not None
    assert not order.at_once
    assert laptop.session.wiping.stage() is Stage.NONE
    laptop.service.command("device", "wipe", laptop.device, "--cancel")
    assert laptop.session.wiping.ask() is None


def test_without_contact_nothing_is_wiped(laptop: Laptop) -> None:
    """What is here and was not sent stays until it can go."""
    laptop.wipe()
    assert laptop.workspace.synchronise().wipe
    case_id = family(laptop.workspace, "Familie Zonder Net")
    laptop.service.stop()
    try:
        laptop.workspace.give_way()
        assert laptop.session.wiping.stage() is Stage.NONE
        assert laptop.session.wiping.ask() is None
        assert laptop.workspace.open_case(case_id).case.name == "Familie Zonder Net"
    finally:
        laptop.service.start()


def test_an_open_laptop_that_is_lost_is_told_too(laptop: Laptop) -> None:
    workspace = laptop.workspace
    workspace.synchronise()
    lost = family(workspace, "Familie Kwijt")
    laptop.wipe(at_once=True)
    assert workspace.synchronise().wipe
    workspace.give_way()
    workspace.close()
    outcome = laptop.start().wiping.finish()
    assert (outcome.whole, outcome.sent_first) == (True, False)
    assert lost not in laptop.families()


def test_a_revoked_laptop_is_not_wiped_by_that(laptop: Laptop) -> None:
    directory.revoke_device(laptop.central, UUID(laptop.device))
    assert not laptop.workspace.synchronise().wipe
    assert laptop.workspace.keys.device_needs_code
    laptop.wipe()
    order = laptop.session.wiping.ask()
    assert order is not None
    assert order.at_once


def test_a_laptop_under_a_new_device_id_can_still_be_wiped(laptop: Laptop, worker: UUID) -> None:
    former = laptop.device
    code, _ = new_code(laptop.central, worker)
    laptop.workspace.keys.re_enrol(laptop.service.url, code)
    laptop.workspace.close()
    assert laptop.device != former
    laptop.wipe(at_once=True)
    laptop.begin()
    assert laptop.session.wiping.finish().whole


# Who may have a laptop wiped


@pytest.fixture
def proxy() -> Iterator[HttpService]:
    with serving() as running:
        yield running


Bend = Callable[[dict[str, Any]], dict[str, Any]]
ASKED = "what this laptop asked"


@pytest.mark.parametrize(
    "bend",
    [
        lambda claims: claims | {"device": str(uuid4())},
        lambda claims: claims | {"store": str(uuid4())},
        lambda claims: claims | {"at_once": "yes"},
        lambda claims: claims | {"challenge": "of another question"},
        lambda claims: {name: claims[name] for name in claims if name != "challenge"},
        lambda claims: {name: claims[name] for name in ("device", "store")},
    ],
)
def test_an_order_for_another_laptop_does_not_count(bend: Bend) -> None:
    service = ECKey.generate_key("P-256")
    contact = contact_of(service)
    claims = claims_for(contact)
    header = {"alg": "ES256", "typ": protocol.WIPE_TYPE}
    assert order_in(jwt.encode(header, claims, service), contact, ASKED) is not None
    assert order_in(jwt.encode(header, bend(claims), service), contact, ASKED) is None


def test_an_order_of_a_stranger_does_not_count() -> None:
    service = ECKey.generate_key("P-256")
    contact = contact_of(service)
    claims = claims_for(contact)
    header = {"alg": "ES256", "typ": protocol.WIPE_TYPE}
    stranger = jwt.encode(header, claims, ECKey.generate_key("P-256"))
    token = jwt.encode({"alg": "ES256", "typ": "at+jwt"}, claims, service)  # no order
    for text in (stranger, token, "", "a.b.c", "é", "x" * 10_000, stranger[:-10]):
        assert order_in(text, contact, ASKED) is None
    unpinned = Contact(contact.service_url, contact.device_id, contact.store_id, "")
    assert order_in(jwt.encode(header, claims, service), unpinned, ASKED) is None


def contact_of(service: ECKey) -> Contact:
    return Contact(
        "http://127.0.0.1:9", uuid4(), uuid4(), json.dumps(service.as_dict(private=False))
    )


def claims_for(contact: Contact) -> dict[str, Any]:
    return {
        "jti": str(uuid4()),
        "device": str(contact.device_id),
        "store": str(contact.store_id),
        "at_once": True,
        "challenge": ASKED,
        "iat": 0,
    }


def test_a_proxy_on_the_way_cannot_wipe(laptop: Laptop, proxy: HttpService) -> None:
    """Somebody with a certificate that the system trusts says: wipe."""
    contact = laptop.contact | {"service_url": proxy.url}
    (laptop.folder / wiping.CONTACT_FILE).write_text(json.dumps(contact))
    known = Contact(**(contact | {"device_id": UUID(laptop.device),
                                  "store_id": UUID(str(contact["store_id"]))}))  # fmt: skip
    forged = jwt.encode(
        {"alg": "ES256", "typ": protocol.WIPE_TYPE},
        claims_for(known),
        ECKey.generate_key("P-256"),
    )

    def answer(request: Request) -> Reply:
        asked = request.path == "/v1/device-status"
        return message(
            protocol.DeviceStatusReply(protocol.DeviceState.WIPE, "", forged) if asked
            else protocol.Manifest("epoch", False, [], "2026-11-21T10:00:00+00:00", forged)
        )  # fmt: skip

    proxy.answer = answer
    assert laptop.session.wiping.ask() is None
    assert proxy.paths() == ["/v1/device-status"]
    assert laptop.session.wiping.stage() is Stage.NONE


def test_an_order_that_was_taken_back_is_worth_nothing_to_who_kept_it(
    laptop: Laptop, proxy: HttpService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whichever way it comes: from a proxy, or from a service that was taken over."""
    laptop.workspace.synchronise()
    kept: list[protocol.DeviceStatusReply] = []

    def told(*asked: Any, **more: Any) -> protocol.DeviceStatusReply:
        kept.append(ask_status(*asked, **more))
        return kept[-1]

    laptop.wipe(at_once=True)
    with monkeypatch.context() as listening:
        listening.setattr(wiping, "ask_status", told)
        assert laptop.session.wiping.ask() is not None
    laptop.service.command("device", "wipe", laptop.device, "--cancel")
    contact = laptop.contact | {"service_url": proxy.url}
    (laptop.folder / wiping.CONTACT_FILE).write_text(json.dumps(contact))
    proxy.answer = lambda _: message(kept[0])
    assert kept[0].state is protocol.DeviceState.WIPE
    assert laptop.session.wiping.ask() is None
    laptop.workspace._sending.wipe = kept[0].wipe  # as a manifest told it
    laptop.workspace._sending.refused = False
    assert laptop.workspace._wipe_order() is None
    assert laptop.session.wiping.stage() is Stage.NONE


def test_what_is_readable_beside_the_store_names_nobody(laptop: Laptop) -> None:
    assert set(laptop.contact) == {"service_url", "device_id", "store_id", "service_key"}
    assert "d" not in json.loads(laptop.contact["service_key"])
    assert "Noor" not in (laptop.folder / wiping.CONTACT_FILE).read_text()
    if os.name == "posix":
        assert (laptop.folder / wiping.CONTACT_FILE).stat().st_mode & 0o077 == 0


# Cut short


class Ended(BaseException):
    """The process ends here."""


@dataclass
class Steps:
    """Lets `left` deletions and writings happen, and then ends the process."""

    left: int

    def ending(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def act(*args: Any, **options: Any) -> Any:
            if not self.left:
                raise Ended
            self.left -= 1
            return real(*args, **options)

        return act


def test_a_wipe_that_was_cut_short_anywhere_goes_on(
    laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.workspace.backups.run()
    laptop.workspace.close()
    laptop.wipe(at_once=True)
    laptop.begin()
    whole, ended = False, 0
    while not whole:
        copy, keeper = tmp_path / f"copy-{ended}", MemoryKeeper()
        shutil.copytree(laptop.folder, copy)
        keeper.secrets = dict(laptop.keeper.secrets)
        steps = Steps(ended)
        with monkeypatch.context() as cut:
            cut.setattr(keeper, "forget", steps.ending(keeper.forget))
            cut.setattr("mvs_desktop.services.session.shutil.rmtree", steps.ending(shutil.rmtree))
            cut.setattr(wiping, "write_durably", steps.ending(write_durably))
            cut.setattr(wiping, "ask_status", steps.ending(ask_status))
            try:
                Session(copy, keeper, cost=CHEAP).wiping.finish()
                whole = True
            except Ended:
                ended += 1
        session = Session(copy, keeper, cost=CHEAP)
        assert session.wiping.stage() is not Stage.NONE
        outcome = session.wiping.finish()
        assert (outcome.whole, outcome.told) == (True, True)
        assert not keeper.secrets
        assert [file.name for file in copy.iterdir()] == [wiping.ORDER_FILE]
    assert ended > 12


@pytest.mark.parametrize("error", [DiskFull(), PermissionError()])
def test_an_order_that_cannot_be_written_down_is_carried_out(
    laptop: Laptop, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    laptop.workspace.close()
    laptop.wipe(at_once=True)
    with monkeypatch.context() as full:
        full.setattr(wiping, "write_durably", fail)
        laptop.begin()
        assert laptop.session.wiping.stage() is Stage.BEGUN
        outcome = laptop.session.wiping.finish()
        assert (outcome.whole, outcome.told) == (True, True)
    assert not laptop.left()


def test_without_its_contact_file_the_rest_goes_all_the_same(laptop: Laptop) -> None:
    laptop.workspace.close()
    laptop.wipe(at_once=True)
    laptop.begin()
    (laptop.folder / wiping.CONTACT_FILE).unlink()
    outcome = laptop.start().wiping.finish()
    assert (outcome.whole, outcome.told) == (True, False)
    assert not laptop.left()


def test_a_new_store_is_never_taken_for_the_one_that_was_wiped(
    laptop: Laptop, worker: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However enrolling anew is cut short, or when the former order cannot be put away."""
    laptop.workspace.close()
    laptop.wipe(at_once=True)
    laptop.begin()
    assert laptop.session.wiping.finish().told
    code, _ = new_code(laptop.central, worker)

    unlink = Path.unlink

    def fail(path: Path, **options: Any) -> None:
        if path.name == wiping.ORDER_FILE:
            raise PermissionError
        unlink(path, **options)

    with monkeypatch.context() as held:
        held.setattr("mvs_desktop.services.wiping.Path.unlink", fail)
        with pytest.raises(FolderUnusable):
            laptop.session.enrol(laptop.service.url, code, PASSPHRASE)
    assert laptop.session.state() is StoreState.NONE
    laptop.workspace = laptop.session.enrol(laptop.service.url, code, PASSPHRASE)
    assert laptop.start().wiping.stage() is Stage.NONE


def test_what_opens_the_store_goes_first(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop.workspace.close()
    laptop.wipe(at_once=True)
    laptop.begin()
    removed: list[bool] = []

    def look(*args: Any, **options: Any) -> None:
        secrets_left = [name for name in laptop.keeper.secrets if not name.endswith(".status")]
        removed.append(bool(secrets_left) or (laptop.folder / "store" / "case.keys").exists())

    with monkeypatch.context() as held:
        held.setattr("mvs_desktop.services.session.shutil.rmtree", look)
        outcome = laptop.session.wiping.finish()
    assert removed
    assert not any(removed)
    assert not outcome.whole  # the system held the files
    assert laptop.session.wiping.stage() is Stage.BEGUN
    assert laptop.start().wiping.finish().whole


def test_a_laptop_without_a_network_tells_it_later(laptop: Laptop) -> None:
    laptop.workspace.close()
    laptop.wipe(at_once=True)
    laptop.begin()
    laptop.service.stop()
    try:
        outcome = laptop.session.wiping.finish()
        assert (outcome.whole, outcome.told) == (True, False)
    finally:
        laptop.service.start()
    store_id = UUID(str(laptop.contact["store_id"]))
    assert set(laptop.keeper.secrets) == {status_name(store_id)}
    assert laptop.start().wiping.finish().told
    assert not laptop.keeper.secrets


KILLED = """
import os, sys
from pathlib import Path
from mvs_desktop.services import session
from tests.support.keepers import MemoryKeeper
from tests.support.pictures import photo
session.shutil.rmtree = lambda *a, **o: os._exit(9)
session.Session(Path(sys.argv[1]), MemoryKeeper()).wiping.finish()
"""


def test_a_killed_process_leaves_no_way_in(laptop: Laptop) -> None:
    laptop.workspace.close()
    laptop.wipe(at_once=True)
    laptop.begin()
    done = subprocess.run([sys.executable, "-c", KILLED, str(laptop.folder)], check=False)
    assert done.returncode == 9
    assert not (laptop.folder / "store" / "case.keys").exists()
    assert (laptop.folder / "store" / "case.store").exists()
    session = laptop.start()
    assert session.wiping.stage() is Stage.BEGUN
    assert session.wiping.finish().whole
    assert not laptop.left()
