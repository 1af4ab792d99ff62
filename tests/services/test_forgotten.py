"""Recovery: of a passphrase, of a key, and on another device."""

import json
import secrets
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mvs_central.devices import recovery_parts
from mvs_desktop.domain.errors import (
    CodeOfAnother,
    KeyringEmpty,
    KeyringUnsupported,
    RecoveryAnswerUnusable,
    RecoveryKeyRefused,
    RecoveryOnly,
    RecoveryUnavailable,
    ServerUnreachable,
    WeakPassphrase,
    WrongPassphrase,
)
from mvs_desktop.domain.recovery import Answer, RecoveryKey, Request
from mvs_desktop.services import keys as keys_module
from mvs_desktop.services.session import KEY_FILE, Session
from mvs_desktop.services.workspace import Workspace
from mvs_desktop.storage.audit.log import Act
from mvs_desktop.storage.base.engine import writing
from mvs_desktop.storage.base.meta import Name, put
from mvs_desktop.storage.keys import key_file
from mvs_desktop.storage.keys.recovery import trusted
from tests.services.keys import (
    NEW,
    Parts,
    acts,
    answer_to,
    content,
    files,
    keeper,
    parts,
    session,
    spoil,
    whole,
)
from tests.support.keepers import MemoryKeeper
from tests.support.workspaces import CHEAP, PASSPHRASE, enrolment, make_store

__all__ = ["files", "keeper", "parts", "session"]


# Recovery


def test_a_forgotten_passphrase_and_an_empty_keyring(
    session: Session, keeper: MemoryKeeper, parts: Parts
) -> None:
    answer = answer_to(session, parts)
    assert whole(session.recover(answer, NEW))
    assert not [name for name in keeper.secrets if "request" in name or "tries" in name]
    keeper.secrets.clear()
    with pytest.raises(KeyringEmpty):
        session.unlock(NEW)
    workspace = session.recover(answer_to(session, parts), PASSPHRASE)
    assert acts(workspace).count(Act.RECOVER) == 2
    assert whole(workspace)
    assert whole(session.unlock(PASSPHRASE))


def test_after_ten_wrong_passphrases_only_recovery_opens(
    tmp_path: Path, session: Session, files: Path, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mvs_desktop.storage.keys.tries.FIRST_WAIT", 0)
    for _ in range(9):
        with pytest.raises(WrongPassphrase):
            session.unlock("iets anders dan het was")
    with pytest.raises(RecoveryOnly):
        session.unlock("iets anders dan het was")
    (files / "case.tries").unlink()
    with pytest.raises(RecoveryOnly):
        session.unlock(PASSPHRASE)
    assert whole(session.recover(answer_to(session, parts), NEW))
    assert whole(session.unlock(NEW))


def test_without_a_recovery_key_nobody_is_locked_out_for_good(
    tmp_path: Path, keeper: MemoryKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_store(tmp_path / "data", keeper, enrolment())
    session = Session(tmp_path / "data", keeper, cost=CHEAP)
    monkeypatch.setattr("mvs_desktop.storage.keys.tries.FIRST_WAIT", 0)
    for _ in range(12):
        with pytest.raises(WrongPassphrase):
            session.unlock("iets anders dan het was")
    session.unlock(PASSPHRASE).close()
    with pytest.raises(RecoveryUnavailable):
        session.recovery_request()


def test_a_weak_passphrase_is_refused_before_anything(
    session: Session, keeper: MemoryKeeper, parts: Parts
) -> None:
    answer = answer_to(session, parts)
    before = dict(keeper.secrets)
    with pytest.raises(WeakPassphrase):
        session.recover(answer, "kort")
    assert keeper.secrets == before
    assert whole(session.recover(answer, NEW))


def test_answers_that_are_not_for_this_request(
    tmp_path: Path, session: Session, keeper: MemoryKeeper, parts: Parts, files: Path
) -> None:
    enrolled = replace(enrolment(), recovery_key=recovery_parts.public_key(parts, 1))
    make_store(tmp_path / "other", keeper, enrolled)
    other = Session(tmp_path / "other", keeper, cost=CHEAP)
    other.unlock(PASSPHRASE).close()
    mine, others = answer_to(session, parts), answer_to(other, parts)
    request = Request.from_bytes(session.recovery_request().content)
    foreign = Answer.from_bytes(others)
    tampered = bytearray(mine)
    place = mine.index(b'"wrapped"') + 40
    tampered[place] ^= 1
    before = (content(files), dict(keeper.secrets))
    for hostile in (
        others,
        # The other laptop's key, put in a cover with this laptop's name on it.
        Answer(request.store_id, request.request_id, foreign.wrapped).to_bytes(),
        bytes(tampered),
        mine[:-40],
        b"",
        b"[" * 60_000,
        session.recovery_request().content,
    ):
        with pytest.raises(RecoveryAnswerUnusable):
            session.recover(hostile, NEW)
    assert (content(files), dict(keeper.secrets)) == before
    assert whole(session.recover(mine, NEW))
    with pytest.raises(RecoveryAnswerUnusable):
        session.recover(mine, NEW)  # a replay


def test_an_answer_with_a_key_that_opens_nothing(session: Session, parts: Parts) -> None:
    """Whoever sees the request can wrap something for it, and gains nothing."""
    request = Request.from_bytes(session.recovery_request().content)
    wrapped = recovery_parts.SUITE.encrypt(
        bytes(32), recovery_parts._reply_key(request.reply_key), request.answer_binding()
    )
    forged = Answer(request.store_id, request.request_id, (wrapped,)).to_bytes()
    with pytest.raises(RecoveryAnswerUnusable):
        session.recover(forged, NEW)
    assert whole(session.unlock(PASSPHRASE))


def test_a_request_of_another_on_the_way_has_another_check_code(session: Session) -> None:
    asked = session.recovery_request()
    request = Request.from_bytes(asked.content)
    forged = replace(request, reply_key=secrets.token_bytes(len(request.reply_key)))
    assert forged.check() != asked.check == request.check()
    assert len(asked.check.replace(" ", "")) == 15


def test_a_slot_b_that_was_replaced_is_put_right_at_the_next_unlock(
    tmp_path: Path, session: Session, keeper: MemoryKeeper, parts: Parts, files: Path
) -> None:
    enrolled = replace(enrolment(), recovery_key=recovery_parts.public_key(parts, 1))
    make_store(tmp_path / "other", keeper, enrolled)
    Session(tmp_path / "other", keeper, cost=CHEAP).unlock(PASSPHRASE).close()
    strange = content(tmp_path / "other" / "store")["slot_b"]
    mine = content(files)["slot_b"]
    for slot in (strange, mine | {"wrapped": strange["wrapped"]}, mine | {"key_id": "0" * 32}):
        spoil(files, slot_b=slot)
        request = Request.from_bytes(session.recovery_request().content)
        with pytest.raises(recovery_parts.SlotUnopened):
            recovery_parts.answered(parts, request)
        assert whole(session.unlock(PASSPHRASE))
        assert content(files)["slot_b"]["key_id"] == mine["key_id"]
        assert whole(session.recover(answer_to(session, parts), PASSPHRASE))


def test_a_keyring_that_does_not_keep_is_told_before_the_old_way_in_goes(
    session: Session, keeper: MemoryKeeper, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = answer_to(session, parts)
    with monkeypatch.context() as context:
        context.setattr(keeper, "read", _forgetful(keeper.read))
        with pytest.raises(KeyringUnsupported):
            session.recover(answer, NEW)
    assert whole(session.unlock(PASSPHRASE))
    assert whole(session.recover(answer, NEW))


def _forgetful(read: Any) -> Any:
    def found(name: str) -> bytes:
        if name.startswith("canary"):
            raise KeyringEmpty
        content: bytes = read(name)
        return content

    return found


# The organisation's recovery key


def test_a_recovery_key_counts_only_under_the_root_that_was_pinned(parts: Parts) -> None:
    first = recovery_parts.public_key(parts, 1)
    later = recovery_parts.rotated(parts, ("Ans", "Bert"))
    second = recovery_parts.public_key(later, 2)
    stranger = recovery_parts.public_key(
        recovery_parts.new_parts("Stichting Proef", ("Mallory", "Trudy")), 1
    )
    assert trusted(first, None) == first
    assert trusted(second, first) == second
    assert recovery_parts.public_key(later, 1) == first
    for refused, pinned in (
        (stranger, first),
        (first, second),  # an older one comes back
        (replace(stranger, root=first.root), first),
        (replace(second, public_key=stranger.public_key), first),
        (replace(second, number=3), first),
        (replace(second, organisation="Anders"), first),
        (replace(second, signature=b""), first),
        (replace(first, public_key=b"kort"), None),
        (replace(first, root=b""), None),
    ):
        with pytest.raises(RecoveryKeyRefused):
            trusted(refused, pinned)


class Contact:
    """In the place of the service: a recovery key that came to light in a sync."""

    def __init__(self, key: RecoveryKey | None) -> None:
        self.key = key
        self.refused = False

    def recovery_key(self, known: str) -> RecoveryKey | None:
        return self.key if self.key is not None and self.key.id != known else None


def contact(workspace: Workspace, key: RecoveryKey | None) -> None:
    workspace.keys._sending = Contact(key)  # type: ignore[assignment]
    workspace.keys.contacted()


def test_a_new_recovery_key_is_taken_at_a_contact(
    session: Session, parts: Parts, files: Path
) -> None:
    later = recovery_parts.rotated(parts, ("Ans", "Cor"))
    workspace = session.unlock(PASSPHRASE)
    contact(workspace, recovery_parts.public_key(later, 2))
    assert Act.RECOVERY_KEY in acts(workspace)
    workspace.close()
    request = Request.from_bytes(session.recovery_request().content)
    with pytest.raises(recovery_parts.SlotUnopened):
        recovery_parts.answered(parts, request)  # the old parts do not know it
    assert whole(session.recover(answer_to(session, later), NEW))


def test_a_recovery_key_of_another_root_is_refused_once(
    session: Session, parts: Parts, files: Path
) -> None:
    before = content(files)
    workspace = session.unlock(PASSPHRASE)
    stranger = recovery_parts.new_parts("Stichting Proef", ("Mallory", "Trudy"))
    for _ in range(3):
        contact(workspace, recovery_parts.public_key(stranger, 1))
    assert acts(workspace).count(Act.RECOVERY_KEY_REFUSED) == 1
    workspace.close()
    assert content(files) == before
    assert whole(session.recover(answer_to(session, parts), NEW))


def test_a_key_file_of_the_first_format_opens_and_gets_a_slot_b(
    tmp_path: Path, keeper: MemoryKeeper, parts: Parts
) -> None:
    make_store(tmp_path / "data", keeper, enrolment())
    files = tmp_path / "data" / "store"
    as_the_first_version_wrote_it(files, keeper)
    session = Session(tmp_path / "data", keeper, cost=CHEAP)
    workspace = session.unlock(PASSPHRASE)
    assert content(files)["format"] == 1
    contact(workspace, recovery_parts.public_key(parts, 1))
    workspace.close()
    assert content(files)["format"] == 2
    session.recover(answer_to(session, parts), NEW).close()
    session.unlock(NEW).close()


def as_the_first_version_wrote_it(files: Path, keeper: MemoryKeeper) -> None:
    """Format 1: no name of the device secret, bound to the header without it."""
    path = files / KEY_FILE
    file = key_file.read(path)
    wrapping_key = file.wrapping_key(PASSPHRASE, keeper.read(file.secret))
    keys = file.keys(wrapping_key)
    old = replace(file, format=1)
    nonce = secrets.token_bytes(12)
    slot = nonce + AESGCM(wrapping_key).encrypt(nonce, keys[0], old._header(1))
    replace(old, slots_a=(slot,)).write(path)
    found = content(files)
    del found["secret"]
    path.write_text(json.dumps(found))


# Another device


def needs_code(workspace: Workspace) -> bool:
    return workspace.keys.device_needs_code


def test_another_device_keeps_what_was_not_sent(
    session: Session, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = session.unlock(PASSPHRASE)
    store = workspace._store
    mine = store.identity.enrolment()
    seen: list[Any] = []

    def lost(*_: object, **named: Any) -> None:
        seen.append(named)
        raise ServerUnreachable

    def enrolled(*_: object, **named: Any) -> Any:
        seen.append(named)
        who = named["identity"]
        return replace(
            mine, device_id=who.device_id, private_key=who.key.to_pem(), recovery_key=None
        ), "another epoch"

    monkeypatch.setattr(keys_module, "enrol", lost)
    with pytest.raises(ServerUnreachable):
        workspace.keys.re_enrol("http://127.0.0.1:9", "CODE")
    assert store.identity.enrolment() == mine
    monkeypatch.setattr(keys_module, "enrol", enrolled)
    with writing(store._engine) as connection:
        put(connection, Name.DEVICE_COPIED, "1")  # as a backup that is put back says
    assert needs_code(workspace)
    workspace.keys.re_enrol("http://127.0.0.1:9", "CODE")
    # The answer was lost once: the service has to know the same device again.
    assert seen[0]["identity"].device_id == seen[1]["identity"].device_id
    assert seen[1]["replaces"] == mine.device_id
    assert not needs_code(workspace)
    now = store.identity.enrolment()
    assert (now.device_id, now.worker_id) == (seen[1]["identity"].device_id, mine.worker_id)
    assert now.recovery_key == mine.recovery_key
    assert store.replica.epoch() == "epoch-1"  # whether it changed shows at the next sync
    assert Act.RE_ENROL in acts(workspace)
    workspace.close()
    request = Request.from_bytes(session.recovery_request().content)
    assert request.slots[0].device_id == now.device_id
    assert whole(session.recover(answer_to(session, parts), NEW))


def test_a_code_of_a_colleague_changes_nothing(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = session.unlock(PASSPHRASE)
    mine = workspace._store.identity.enrolment()
    used: list[UUID] = []

    def enrolled(*_: object, **named: Any) -> Any:
        used.append(named["identity"].device_id)
        return replace(mine, worker_id=uuid4()), "epoch-1"

    monkeypatch.setattr(keys_module, "enrol", enrolled)
    for _ in range(2):
        with pytest.raises(CodeOfAnother):
            workspace.keys.re_enrol("http://127.0.0.1:9", "CODE")
    assert used[0] != used[1]  # the first is that colleague's now
    assert workspace._store.identity.enrolment() == mine
    assert whole(workspace)
