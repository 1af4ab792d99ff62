"""Enrolling a laptop by signing in with an account of work, instead of with a code.

The provider says who signed in; which worker that is, an administrator has said before.
Nobody becomes a worker by signing in.
"""

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, insert, select

from mvs_central.access import audit
from mvs_central.access.audit import ADMINISTRATION, Action
from mvs_central.access.members import UnknownWorker
from mvs_central.base.central import Central, Refused
from mvs_central.cases.intake import UNREADABLE
from mvs_central.devices import oidc
from mvs_central.devices.oidc import Grant, ProviderUnreachable, SignInRefused
from mvs_central.tables import sign_in_provider, worker, worker_subject
from mvs_desktop.domain.errors import ExpectedError
from mvs_desktop.sync.protocol import SignedIn, SignInProvider, SignInReply

REFUSED, NOT_LINKED, UNAVAILABLE = "sign-in-refused", "sign-in-not-linked", "sign-in-unavailable"

MOST_TEXT = 4_096  # characters of what a laptop brings
LOOPBACK = re.compile(r"http://127\.0\.0\.1:[0-9]{1,5}/[a-z]*")  # where its browser came back


class ProviderUnknown(ExpectedError):
    """No provider is set."""

    code = "provider-unknown"


class SubjectTaken(ExpectedError):
    """The account belongs to another worker already."""

    code = "subject-taken"


@dataclass(frozen=True, slots=True)
class Provider:
    """`claim` names the member of the ID token that says who somebody is."""

    issuer: str
    client_id: str
    claim: str = "sub"
    scope: str = "openid"


# What an administrator does


def set_provider(central: Central, provider: Provider) -> None:
    """The one provider of this service, once it has answered. Raises ProviderUnreachable."""
    if not oidc.is_private(provider.issuer):
        raise ProviderUnreachable
    oidc.discover(provider.issuer)
    with central.database.write() as connection:
        connection.execute(delete(sign_in_provider))
        connection.execute(
            insert(sign_in_provider).values(
                id=1,
                issuer=provider.issuer,
                client_id=provider.client_id,
                claim=provider.claim,
                scope=provider.scope,
            )
        )
        _log(central, connection, "set")


def remove_provider(central: Central) -> None:
    """From now on only codes enrol. Raises ProviderUnknown."""
    with central.database.write() as connection:
        if connection.execute(delete(sign_in_provider)).rowcount == 0:
            raise ProviderUnknown
        _log(central, connection, "removed")


def provider_of(connection: Connection) -> Provider | None:
    row = connection.execute(select(sign_in_provider)).one_or_none()
    if row is None:
        return None
    return Provider(row.issuer, row.client_id, row.claim, row.scope)


def link(central: Central, worker_id: UUID, subject: str) -> None:
    """The account `subject` at the provider is this worker's; it takes the place of an earlier
    one. Raises UnknownWorker, ProviderUnknown and SubjectTaken."""
    with central.database.write() as connection:
        if connection.execute(select(worker.c.id).where(worker.c.id == worker_id)).first() is None:
            raise UnknownWorker
        provider = provider_of(connection)
        if provider is None:
            raise ProviderUnknown
        holder = _linked(connection, provider.issuer, subject)
        if holder is not None and holder.worker_id != worker_id:
            raise SubjectTaken
        mine = (worker_subject.c.issuer == provider.issuer) & (
            worker_subject.c.worker_id == worker_id
        )
        connection.execute(delete(worker_subject).where(mine))
        connection.execute(
            insert(worker_subject).values(
                issuer=provider.issuer,
                subject=subject,
                worker_id=worker_id,
                linked_at=central.now(),
            )
        )
        _log(central, connection, f"linked {worker_id}")


def unlink(central: Central, worker_id: UUID) -> None:
    """This worker enrols by code only. Raises UnknownWorker."""
    with central.database.write() as connection:
        gone = delete(worker_subject).where(worker_subject.c.worker_id == worker_id)
        if connection.execute(gone).rowcount == 0:
            raise UnknownWorker
        _log(central, connection, f"unlinked {worker_id}")


# What a laptop asks


def offered(central: Central) -> SignInReply:
    """Where to sign in, if one can. Raises Refused."""
    with central.database.read() as connection:
        provider = provider_of(connection)
    if provider is None:
        return SignInReply(None)
    try:
        found = oidc.discovered(provider.issuer, central.now())
    except ProviderUnreachable:
        raise Refused(503, UNAVAILABLE) from None
    return SignInReply(
        SignInProvider(
            provider.issuer,
            provider.client_id,
            found.authorization_endpoint,
            provider.scope,
            found.authorization_response_iss_parameter_supported,
        )
    )


def worker_who_signed_in(central: Central, signed_in: SignedIn, thumbprint: str) -> UUID:
    """The worker of whom the laptop with this key brings a sign-in. Raises Refused."""
    _check_form(signed_in)
    with central.database.read() as connection:
        provider = provider_of(connection)
    if provider is None:
        raise Refused(403, REFUSED)
    grant = Grant(
        signed_in.code,
        signed_in.code_verifier,
        signed_in.redirect_uri,
        bound_nonce(thumbprint, signed_in.salt),
    )
    try:
        discovery = oidc.discovered(provider.issuer, central.now())
        claims = oidc.redeem(discovery, provider.client_id, grant, central.now())
    except ProviderUnreachable:
        raise Refused(503, UNAVAILABLE) from None
    except SignInRefused:
        raise Refused(403, REFUSED) from None
    subject = claims.get(provider.claim)
    if not isinstance(subject, str) or not 0 < len(subject) <= oidc.MOST_CLAIM:
        raise Refused(403, NOT_LINKED)
    with central.database.read() as connection:
        row = _linked(connection, provider.issuer, subject)
    if row is None:
        raise Refused(403, NOT_LINKED)
    worker_id: UUID = row.worker_id
    return worker_id


def bound_nonce(thumbprint: str, salt: str) -> str:
    """The nonce of a sign-in, which is for the device with this key alone."""
    digest = sha256(f"{thumbprint}.{salt}".encode("utf-8", "surrogatepass")).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def _check_form(signed_in: SignedIn) -> None:
    """Raises Refused for what no laptop sends."""
    texts = (signed_in.code, signed_in.code_verifier, signed_in.redirect_uri, signed_in.salt)
    if not all(0 < len(text) <= MOST_TEXT for text in texts):
        raise Refused(400, UNREADABLE)
    if not LOOPBACK.fullmatch(signed_in.redirect_uri):
        raise Refused(400, UNREADABLE)


def _linked(connection: Connection, issuer: str, subject: str) -> Row[Any] | None:
    return connection.execute(
        select(worker_subject).where(
            worker_subject.c.issuer == issuer, worker_subject.c.subject == subject
        )
    ).one_or_none()


def _log(central: Central, connection: Connection, outcome: str) -> None:
    line = audit.rows(central.now(), Action.PROVIDER, outcome, purpose=ADMINISTRATION)
    audit.write(connection, line)
