"""The second wall, in PostgreSQL itself: row-level security on everything that has a case.

`access/policy.py` decides first. A query that forgot to ask it, or asked for the wrong case, still
gets no row that the caller has no live grant for. What a transaction acts for is told in
settings that end with it (acting.py); without them no row of a case is seen or written.

The service works as SERVING, a role that owns nothing. The owner is under the policies too
(FORCE). Policies are no history: `init` puts up exactly what stands here, in the same
transaction as the migrations. Under policies PostgreSQL takes no COPY FROM.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import ProgrammingError

from mvs_central.base.acting import Acting, As
from mvs_central.tables import metadata
from mvs_desktop.domain.cases import CaseRole
from mvs_desktop.domain.errors import ExpectedError
from mvs_desktop.domain.teamwork import MAY_SETTLE_APART

SERVING = "mvs_service"

# Scalar subqueries: worked out once in a statement, not once in a row.
_ME = "(SELECT nullif(current_setting('mvs.worker', true), '')::uuid)"
_NOW = "(SELECT nullif(current_setting('mvs.now', true), '')::timestamptz)"
_TODAY = (
    "(SELECT (nullif(current_setting('mvs.now', true), '')::timestamptz"
    " AT TIME ZONE 'Europe/Amsterdam')::date)"
)
_WRITING_IN = "(SELECT nullif(current_setting('mvs.case', true), '')::uuid)"
_AS_SERVICE = "(SELECT coalesce(current_setting('mvs.acting', true) = 'service', false))"
_WRITES = f"g.role <> '{CaseRole.READER.value}'"
_OWN_DEVICE = (
    f"EXISTS (SELECT FROM device AS d WHERE d.id = {{table}}.device_id AND d.worker_id = {_ME})"
)


def _live(case_id: str) -> list[str]:
    """Conditions on a grant `g`: the worker's, of this case, and live, as policy.live_at."""
    return [
        f"g.worker_id = {_ME}",
        f"g.case_id = {case_id}",
        "g.revoked_at IS NULL",
        f"g.starts_on <= {_TODAY}",
        f"(g.ends_on IS NULL OR g.ends_on >= {_TODAY})",
        f"(g.expires_at IS NULL OR g.expires_at > {_NOW})",
    ]


def _granted(
    *, compartment: bool = False, to_write: bool = False, roles: Iterable[CaseRole] = ()
) -> str:
    """The condition that the worker has a live grant of the row's case."""
    terms = _live("{table}.case_id")
    if compartment:
        terms.append("g.compartment = {table}.compartment")
    if to_write:
        terms.append(_WRITES)
    if names := ", ".join(f"'{role.value}'" for role in sorted(roles)):
        terms.append(f"g.role IN ({names})")
    return f"EXISTS (SELECT FROM access_grant AS g WHERE {' AND '.join(terms)})"


@dataclass(frozen=True, slots=True)
class Wall:
    """Conditions for a worker, per command; what is missing is for the service alone.

    `update` says which rows may be changed (and locked), `becomes` what they may become.
    """

    select: str
    insert: str | None = None
    update: str | None = None
    becomes: str | None = None
    delete: str | None = None

    def policies(self, table: str) -> Iterator[str]:
        yield f"CREATE POLICY service ON {table} USING ({_AS_SERVICE}) WITH CHECK ({_AS_SERVICE})"
        rules = {
            "SELECT": f"USING ({self.select})",
            "INSERT": self.insert and f"WITH CHECK ({self.insert})",
            "UPDATE": self.update
            and f"USING ({self.update}) WITH CHECK ({self.becomes or self.update})",
            "DELETE": self.delete and f"USING ({self.delete})",
        }
        for command, rule in rules.items():
            if rule:
                name = f"worker_{command.lower()}"
                condition = rule.format(table=table)
                yield f"CREATE POLICY {name} ON {table} FOR {command} {condition}"


# What a push adds goes in by the thousand, all of one case: what the worker may write in it is
# worked out once in a statement, not once in a row.
_WRITABLE = " AND ".join([*_live(_WRITING_IN), _WRITES])
_ADDED_TO_SCOPE = (
    f"{{table}}.case_id = {_WRITING_IN} AND {{table}}.compartment IN"  # noqa: S608 - our own names
    f" (SELECT g.compartment FROM access_grant AS g WHERE {_WRITABLE})"
)
_ADDED_TO_CASE = (
    f"{{table}}.case_id = {_WRITING_IN}"  # noqa: S608
    f" AND (SELECT EXISTS (SELECT FROM access_grant AS g WHERE {_WRITABLE}))"
)
_BY_OWN_DEVICE = f"{{table}}.device_id IN (SELECT d.id FROM device AS d WHERE d.worker_id = {_ME})"  # noqa: S608

_SCOPE_WRITTEN = _granted(compartment=True, to_write=True)
_CASE_WRITTEN = _granted(to_write=True)
_SCOPE_READ = _granted(compartment=True)
_HERE = f"({{table}}.case_id = {_WRITING_IN} AND {_CASE_WRITTEN})"
_A_WORKER = f"{_ME} IS NOT NULL"
_HIS_OWN = f"{{table}}.worker_id = {_ME}"
_RECORD_READ = (
    "EXISTS (SELECT FROM record AS r"
    " WHERE r.case_id = {table}.case_id AND r.id = {table}.record_id)"
)

_SETTLED_BY_HIM = _granted(compartment=True, roles=MAY_SETTLE_APART)
_CONTENT_SEEN = (
    "EXISTS (SELECT FROM attachment_content AS a WHERE a.case_id = {table}.case_id"
    " AND a.attachment_id = {table}.attachment_id AND a.worker_id = {table}.worker_id)"
)

WALLS: Mapping[str, Wall] = {
    # A counter tells nothing but that a case exists. Everyone locks it before he asks whether
    # it is his; only who may write moves it.
    "case_head": Wall(_A_WORKER, f"{{table}}.created_by = {_ME}", _A_WORKER, becomes=_CASE_WRITTEN),
    # Nobody makes himself a member: only of a case that he starts.
    "access_grant": Wall(
        _HIS_OWN,
        f"{_HIS_OWN} AND EXISTS (SELECT FROM case_head AS h"
        f" WHERE h.case_id = {{table}}.case_id AND h.created_by = {_ME})",
    ),
    "scope": Wall(_SCOPE_READ, _SCOPE_WRITTEN, _SCOPE_WRITTEN),
    "record": Wall(f"{_SCOPE_READ} OR {_HERE}", _ADDED_TO_SCOPE, _SCOPE_WRITTEN),
    "change": Wall(_RECORD_READ, _ADDED_TO_CASE),  # a record that is seen shows its history
    # Codes and numbers only. An operation's id may be another's already, in any case.
    "op_outcome": Wall(f"{_OWN_DEVICE} OR {{table}}.case_id = {_WRITING_IN}", _BY_OWN_DEVICE),
    "quarantine": Wall(f"{_HIS_OWN} OR {_SETTLED_BY_HIM}", _HIS_OWN),
    # What a worker sent is his alone until a record names it.
    "attachment_content": Wall(
        f"{_HIS_OWN} OR ({{table}}.state = 'named' AND {_SCOPE_READ}) OR {_HERE}",
        _HIS_OWN,
        f"{_HIS_OWN} OR {_SCOPE_WRITTEN}",
        delete=_HIS_OWN,
    ),
    "attachment_chunk": Wall(f"{_HIS_OWN} OR {_CONTENT_SEEN}", _HIS_OWN, delete=_HIS_OWN),
    "known_identity": Wall(_CASE_WRITTEN, _CASE_WRITTEN, delete=_CASE_WRITTEN),
    "handover_offer": Wall(
        f"{_ME} IN ({{table}}.from_id, {{table}}.to_id) OR {_granted()}",
        f"{{table}}.from_id = {_ME} AND {_CASE_WRITTEN}",
    ),
    "device_act": Wall(_OWN_DEVICE, _OWN_DEVICE),
    # A refusal is written down before anybody is known.
    "audit": Wall(f"{_HIS_OWN} OR {_granted()}", "true"),
}

# For a table that is not in WALLS.
CLOSED = Wall("false")

# History is added to: who serves cannot change or take away what stands.
ADDED_TO = frozenset(
    {"audit", "audit_key", "audit_seal", "change", "device_act", "device_segment", "op_outcome"}
)


class ServingRoleMissing(ExpectedError):
    """There is no SERVING role, and this login may not make it."""

    code = "serving-role-missing"


class WallMissing(ExpectedError):
    """A table with cases is not under policies: `init` puts them up."""

    code = "wall-missing"


def case_tables() -> list[Table]:
    return [table for table in metadata.sorted_tables if "case_id" in table.c]


def act(connection: Connection, acting: Acting) -> None:
    """Tell this transaction whom it acts for; it is forgotten with the transaction."""
    administers = acting.kind is As.ADMINISTRATION
    settings = {
        "mvs.acting": As.SERVICE if administers else acting.kind,
        "mvs.worker": acting.worker_id or "",
        "mvs.now": acting.now.isoformat() if acting.now else "",
        "mvs.case": acting.case_id or "",
    }
    if not administers:
        settings["role"] = SERVING  # also when the login could do more
    calls = ", ".join(f"set_config('{name}', %s, true)" for name in settings)
    connection.exec_driver_sql(f"SELECT {calls}", tuple(map(str, settings.values())))


def build(connection: Connection) -> None:
    """Put up the policies, exactly as they stand here; a table without is the service's alone."""
    for table in case_tables():
        name = table.name
        connection.exec_driver_sql(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
        connection.exec_driver_sql(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
        standing = connection.scalars(
            text(
                "SELECT policyname FROM pg_policies WHERE tablename = :table"
                " AND schemaname = current_schema()"
            ),
            {"table": name},
        ).all()
        for policy in standing:
            connection.exec_driver_sql(f'DROP POLICY "{policy}" ON {name}')
        for statement in WALLS.get(name, CLOSED).policies(name):
            connection.exec_driver_sql(statement)


def admit(connection: Connection) -> None:
    """Give SERVING what the service needs. Raises ServingRoleMissing."""
    known = connection.scalar(text("SELECT true FROM pg_roles WHERE rolname = :n"), {"n": SERVING})
    try:
        with connection.begin_nested():
            if not known:
                connection.exec_driver_sql(f"CREATE ROLE {SERVING} NOLOGIN")
            if not connection.scalar(text(f"SELECT pg_has_role('{SERVING}', 'MEMBER')")):
                connection.exec_driver_sql(f"GRANT {SERVING} TO CURRENT_USER")
    except ProgrammingError as error:
        raise ServingRoleMissing from error
    schema = connection.scalar(text("SELECT current_schema()"))
    connection.exec_driver_sql(f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA "{schema}" TO {SERVING}')
    connection.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {SERVING}")
    for table in metadata.sorted_tables:
        rights = "SELECT, INSERT" if table.name in ADDED_TO else "SELECT, INSERT, UPDATE, DELETE"
        connection.exec_driver_sql(f"REVOKE ALL ON {table.name} FROM {SERVING}")
        connection.exec_driver_sql(f"GRANT {rights} ON {table.name} TO {SERVING}")


def check(connection: Connection) -> None:
    """Raises ServingRoleMissing or WallMissing when the service cannot work behind the wall."""
    member = connection.scalar(
        text("SELECT pg_has_role(oid, 'MEMBER') FROM pg_roles WHERE rolname = :n"), {"n": SERVING}
    )
    if not member:
        raise ServingRoleMissing
    forced = connection.scalars(
        text(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
            " AND relnamespace = current_schema()::regnamespace"
        )
    ).all()
    if not {table.name for table in case_tables()}.issubset(forced):
        raise WallMissing


def login_is_strong(connection: Connection) -> bool:
    """Whether the login of this connection could step over the wall: it owns tables, or rules."""
    return bool(
        connection.scalar(
            text(
                "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR EXISTS (SELECT FROM pg_class"
                " WHERE relname = 'record' AND pg_has_role(session_user, relowner, 'MEMBER'))"
                " FROM pg_roles WHERE rolname = session_user"
            )
        )
    )
