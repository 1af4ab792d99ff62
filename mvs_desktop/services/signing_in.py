"""Signing in with an account of work (werkaccount) in the browser, to have a laptop enrolled."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from mvs_desktop.domain.errors import ExpectedError, SignInUnavailable
from mvs_desktop.sync.protocol import SignedIn, SignInProvider
from mvs_desktop.sync.sign_in import Page, provider_at, sign_in


@dataclass(frozen=True, slots=True)
class Browser:
    """The system's browser, for signing in. `browse` opens an address; `came_back` is called
    when the worker has signed in, and `cancelled` asked until then. All in another thread."""

    browse: Callable[[str], None]
    cancelled: Callable[[], bool]
    came_back: Callable[[], None]
    page: Page


def can_sign_in(service_url: str) -> bool:
    """Whether a laptop can be enrolled here by signing in. Whatever goes wrong is no."""
    with suppress(ExpectedError):
        return provider_at(service_url) is not None
    return False


def provider_of(service_url: str) -> SignInProvider:
    """Where to sign in. Raises SignInUnavailable, also when the service knows codes only."""
    provider = provider_at(service_url)
    if provider is None:
        raise SignInUnavailable
    return provider


def signed_in(provider: SignInProvider, thumbprint: str, browser: Browser) -> SignedIn:
    """What signing in gives, for the device with this key alone; waits for the worker.

    Raises SignInRefused, SignInCancelled and SignInUnavailable.
    """
    given = sign_in(provider, thumbprint, browser.browse, browser.cancelled, browser.page)
    browser.came_back()
    return given
