"""The keyring: one that we trust, or none at all; never a file."""

import sys
from collections.abc import Callable
from types import ModuleType
from uuid import uuid4

import keyring.core
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import null
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError

from mvs_desktop.domain.errors import KeyringEmpty, KeyringUnsupported
from mvs_desktop.storage.keys import keychain
from mvs_desktop.storage.keys.keychain import SECRET_BYTES, SERVICE, Keychain, prove


class DictBackend:
    """What a keyring does, in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


class PlaintextKeyring(DictBackend, KeyringBackend):
    """Like keyrings.alt's: it wins the keyring library's own choice."""

    priority = 99


Allow = Callable[[object], None]


@pytest.fixture
def allow(monkeypatch: pytest.MonkeyPatch) -> Allow:
    """Puts one backend in the place of the system's own, as `allow(backend)`."""

    def put(backend: object) -> None:
        module = ModuleType("only_backend")

        class Backend:
            viable = True

            def __new__(cls) -> object:  # type: ignore[misc]
                return backend

        module.Keyring = Backend  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "only_backend", module)
        monkeypatch.setitem(keychain._ALLOWED, sys.platform, ("only_backend.Keyring",))

    return put


def test_a_secret_is_kept_read_and_forgotten(allow: Allow) -> None:
    backend = DictBackend()
    allow(backend)
    name = str(uuid4())
    secret = Keychain().create(name)
    assert len(secret) == SECRET_BYTES
    assert Keychain().create(str(uuid4())) != secret
    assert Keychain().read(name) == secret
    Keychain().forget(name)
    Keychain().forget(name)
    with pytest.raises(KeyringEmpty):
        Keychain().read(name)


def test_a_plugin_that_calls_itself_best_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is installed or configured: the list of backends is ours."""
    plaintext = PlaintextKeyring()
    monkeypatch.setitem(keychain._ALLOWED, sys.platform, ())
    monkeypatch.setattr(keyring.core, "_keyring_backend", plaintext)
    keyring.set_password("a", "b", "c")
    assert plaintext.kept  # the library would
    plaintext.kept.clear()
    with pytest.raises(KeyringUnsupported):
        Keychain().create(str(uuid4()))
    assert not plaintext.kept


@pytest.mark.parametrize("platform", ["freebsd14", "cygwin", ""])
def test_a_system_whose_keyring_we_do_not_know_is_refused(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    with pytest.raises(KeyringUnsupported):
        Keychain().create(str(uuid4()))


def test_every_backend_that_we_trust_exists_in_the_library_and_keeps_no_file() -> None:
    names = {name for names in keychain._ALLOWED.values() for name in names}
    assert names == {
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
    }
    for name in keychain._ALLOWED["linux"]:
        module, _, cls = name.rpartition(".")
        assert hasattr(__import__(module, fromlist=[cls]), cls)


def test_a_keyring_that_keeps_nothing_is_refused_before_it_is_relied_on(allow: Allow) -> None:
    allow(null.Keyring())  # type: ignore[no-untyped-call]
    with pytest.raises(KeyringUnsupported):
        Keychain().create(str(uuid4()))


def test_a_keyring_that_changes_what_it_keeps_is_refused_and_left_clean(allow: Allow) -> None:
    class Cutting(DictBackend):
        def set_password(self, service: str, username: str, password: str) -> None:
            super().set_password(service, username, password[:20])

    backend = Cutting()
    allow(backend)
    with pytest.raises(KeyringUnsupported):
        Keychain().create(str(uuid4()))
    assert not backend.kept


def test_a_canary_is_sung_and_let_go(allow: Allow) -> None:
    backend = DictBackend()
    allow(backend)
    prove(Keychain())
    assert not backend.kept


def test_a_keyring_that_loses_the_canary_at_once_is_refused(allow: Allow) -> None:
    class Forgetting(DictBackend):
        """Gives back only what was put in last, and once."""

        def get_password(self, service: str, username: str) -> str | None:
            return self.kept.pop((service, username), None)

    allow(Forgetting())
    with pytest.raises(KeyringUnsupported):
        prove(Keychain())


@pytest.mark.parametrize("kept", ["", "zz", "00" * 31, "é"])
def test_a_secret_that_is_not_ours_counts_as_gone(allow: Allow, kept: str) -> None:
    backend = DictBackend()
    allow(backend)
    backend.set_password(SERVICE, "store", kept)
    with pytest.raises(KeyringEmpty):
        Keychain().read("store")


@pytest.mark.parametrize(
    "problem", [KeyringLocked("dismissed"), InitError("x"), OSError("bus"), RuntimeError("other")]
)
def test_a_keyring_that_fails_is_told_as_one(allow: Allow, problem: Exception) -> None:
    class Failing(DictBackend):
        def get_password(self, *_: str) -> str | None:
            raise problem

        def delete_password(self, *_: str) -> None:
            raise problem

    allow(Failing())
    for use in (Keychain().read, Keychain().create, Keychain().forget):
        with pytest.raises(KeyringUnsupported):
            use("store")


def test_the_keyring_of_the_system_keeps_a_secret(secret_service: None) -> None:
    name = str(uuid4())
    secret = Keychain().create(name)
    assert Keychain().read(name) == secret
    Keychain().forget(name)
    with pytest.raises(KeyringEmpty):
        Keychain().read(name)
