"""Orders to wipe a laptop, and the audit that it tells."""

from uuid import UUID, uuid4

import pytest

from tests.second_client.conftest import MakeLaptop, Office
from tests.second_client.keys import Key
from tests.second_client.laptop import Laptop
from tests.second_client.line import Refused
from tests.second_client.orders import CANCELLED, ORDER, Orders
from tests.second_client.sharing import Shared


def test_a_laptop_asks_with_its_status_key_how_it_stands(
    office: Office, laptop_of: MakeLaptop
) -> None:
    noor = laptop_of(office.worker("Noor Testers"))
    assert noor.orders.state() == ("active", None)
    office.run("device", "revoke", noor.line.device_id)
    assert noor.orders.state() == ("revoked", None)
    with pytest.raises(Refused, match="401 device-refused"):
        noor.synchronise()
    stranger = Orders(noor.line, Key(), noor.store_id, noor.orders.service_key)
    with pytest.raises(Refused, match="401 device-refused"):
        stranger.state()


def test_what_is_unsent_goes_before_the_laptop_is_wiped(office: Office, shared: Shared) -> None:
    noor = shared.noor
    op = noor.outbox.create(shared.case_id, "basis", "person", {"given_name": "Lotte"})
    office.run("device", "wipe", noor.line.device_id)
    assert not noor.wipe_if_ordered()
    visit = noor.synchronise()
    assert visit.wipe
    assert op.outcome == "applied"
    assert not noor.mirror.scopes
    assert not noor.outbox.groups
    with pytest.raises(Refused, match="401 device-refused"):
        noor.synchronise()
    assert noor.orders.state()[0] == "wipe"  # for whoever made a copy of the store
    shared.bram.sync()
    assert shared.bram.names(UUID(shared.case_id)) == ["Lotte"]


def test_a_lost_laptop_is_wiped_at_once(office: Office, shared: Shared) -> None:
    noor = shared.noor
    op = noor.outbox.create(shared.case_id, "basis", "person", {"given_name": "Lotte"})
    office.run("device", "wipe", "--at-once", noor.line.device_id)
    with pytest.raises(Refused, match="403 wipe-ordered"):
        noor.line.ask("/v1/pull", {"epoch": noor.epoch, "cursors_digest": ""})
    assert noor.wipe_if_ordered()
    assert not op.outcome
    assert not noor.mirror.scopes


def test_an_order_is_for_one_laptop_one_store_and_one_question(
    office: Office, shared: Shared
) -> None:
    orders = shared.noor.orders
    office.run("device", "wipe", shared.noor.line.device_id)
    told = shared.noor.line.proven(
        "/v1/device-status", {"challenge": "ours"}, shared.noor.status_key
    )
    order = told["wipe"]
    assert orders.claims(order, ORDER, "ours") is not None
    assert orders.claims(order, CANCELLED, "ours") is None
    assert orders.claims(order, ORDER, "another") is None
    assert orders.claims(order[:-8] + "AAAAAAAA", ORDER, "ours") is None
    others = [
        Orders(orders.line, orders.status_key, str(uuid4()), orders.service_key),
        Orders(orders.line, orders.status_key, orders.store_id, Key().public),
        Orders(Laptop(office.address).line, Key(), orders.store_id, orders.service_key),
    ]
    assert [one.claims(order, ORDER, "ours") for one in others] == [None, None, None]
    others[2].line.close()


def test_an_order_that_was_taken_back_wipes_nothing(office: Office, shared: Shared) -> None:
    noor = shared.noor
    office.run("device", "wipe", noor.line.device_id)
    state, order = noor.orders.state()
    assert state == "wipe"
    assert order is not None
    office.run("device", "wipe", "--cancel", noor.line.device_id)
    assert noor.orders.state() == ("active", None)
    assert noor.orders.cancelled
    assert noor.orders.taken_back == [order["jti"]]
    office.run("device", "wipe", noor.line.device_id)  # another order, with another id
    _, another = noor.orders.state()
    assert another is not None
    noor.orders.taken_back = [another["jti"]]
    assert noor.orders.state() == ("wipe", None)
    office.run("device", "wipe", "--cancel", noor.line.device_id)
    noor.synchronise()
    assert noor.mirror.scopes


def test_a_visit_ends_with_a_receipt_for_what_was_done(office: Office, shared: Shared) -> None:
    """What became of each operation, and the service's signature under the laptop's audit."""
    noor = shared.noor
    op = noor.outbox.create(shared.case_id, "basis", "person", {"given_name": "Lotte"})
    noor.acts.add("write", shared.case_id, record_id=op.record_id)
    visit = noor.synchronise()
    assert visit.outcomes == {"applied": 1}
    noor.acts.add("send", operations=1)
    receipt = noor.acts.tell(noor.line)
    assert (receipt["number"], receipt["fault"]) == (2, "")
    assert receipt["hash"] == noor.acts.hashes[-1]
    noor.acts.add("lock")
    assert noor.acts.tell(noor.line)["number"] == 3
    # Another line than the one that was told: a store that was written to from outside.
    noor.acts.lines[1]["detail"] = {"operations": 2}
    noor.acts.chain_anew()
    noor.acts.told = 1
    assert noor.acts.tell(noor.line)["fault"] == "fork"


def test_under_a_new_epoch_an_order_is_on_hold(office: Office, shared: Shared) -> None:
    """The service may have lost that it was taken back."""
    noor = shared.noor
    office.run("device", "wipe", noor.line.device_id)
    assert noor.orders.state()[0] == "wipe"
    office.run("new-epoch")
    assert noor.orders.state() == ("revoked", None)
    visit = noor.synchronise()
    assert visit.wipe
    assert noor.mirror.scopes
    with pytest.raises(Refused, match="403 wipe-ordered"):
        noor.line.ask("/v1/waiting", {})
    office.run("device", "wipe", "--cancel", noor.line.device_id)
    assert noor.synchronise().received
    assert noor.orders.state() == ("active", None)
