"""Which database this installation uses, and the three ways Django connects to it.

| variable | meaning |
|---|---|
| ``DATABASE_URL`` | ``postgresql://…`` of a real server, as the application's role; without it the embedded server |
| ``DATABASE_OWNER_URL`` | the same database as the role that owns the schema; needed to migrate |
| ``DATABASE_PUBLIC_URL`` | the same database (or a replica of it) as the portal's role, which reads public views |
| ``CHENGXIN_STATEMENT_SECONDS`` | longest statement of the application's role, default 30, 0 without limit |

Reading settings never starts a server and reads no password: the address of the embedded server follows from the data
folder, the passwords stand in libpq's password file, which is made when the server is.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from chengxin.config import embedded
from chengxin.config.embedded.waiting import Announce, quiet
from chengxin.config.environment import Misconfigured
from chengxin.config.lifeline import has_lost_parent

Settings = dict[str, Any]

URL = "DATABASE_URL"
STATEMENT_SECONDS = "CHENGXIN_STATEMENT_SECONDS"
KEPT_SECONDS = 600
DEFAULT_STATEMENT_SECONDS = 30
PUBLIC_STATEMENT_SECONDS = 10
SECONDS_A_PARENT_DIES = 3.0


@dataclass(frozen=True)
class Door:
    """One way in: the settings' alias, the variable of its address, the embedded role, the session's settings."""

    alias: str
    variable: str
    role: str
    session: dict[str, str]


def doors() -> tuple[Door, ...]:
    """Return the three ways in.

    Migrations wait at most four seconds for a lock, as everybody else would queue behind them; the portal can not
    write even by mistake.

    Raises:
        Misconfigured: the longest statement is not a number of seconds.
    """
    words = os.environ.get(STATEMENT_SECONDS) or str(DEFAULT_STATEMENT_SECONDS)
    if not words.isdecimal():
        raise Misconfigured(f"{STATEMENT_SECONDS} 应为秒数，例：30；0 表示不限")
    seconds = int(words)
    roles = embedded.ROLES
    return (
        Door("default", URL, roles.app, {"statement_timeout": f"{seconds}s", "lock_timeout": "10s"}),
        Door("owner", "DATABASE_OWNER_URL", roles.owner, {"lock_timeout": "4s"}),
        Door(
            "public",
            "DATABASE_PUBLIC_URL",
            roles.public,
            {"statement_timeout": f"{PUBLIC_STATEMENT_SECONDS}s", "default_transaction_read_only": "on"},
        ),
    )


def connections(data: Path) -> dict[str, Settings]:
    """Return Django's DATABASES: ``default`` (application), ``owner`` (migrations) and ``public`` (portal, read-only).

    Raises:
        Misconfigured: an address can not be understood.
    """
    return {door.alias: settings_of(door, parameters(door, data)) for door in doors()}


def parameters(door: Door, data: Path) -> dict[str, Any]:
    """Return libpq's parameters of the door: from its own address, else ``DATABASE_URL``, else the embedded server."""
    given = os.environ.get(door.variable) or os.environ.get(URL)
    if not given:
        return dict(embedded.Server(embedded.places_for(data)).address(door.role))
    if not given.startswith(("postgresql://", "postgres://")):
        raise Misconfigured(f"{door.variable} 应以 postgresql:// 开头；本平台只使用 PostgreSQL 15 以上")
    try:
        return dict(conninfo_to_dict(given))
    except psycopg.ProgrammingError as problem:
        # Without the cause: libpq quotes what it could not read, and that may be the password.
        kind = type(problem).__name__
        raise Misconfigured(
            f"{door.variable} 的地址无法识别（{kind}），例：postgresql://用户:密码@主机:5432/库名"
        ) from None


def settings_of(door: Door, given: dict[str, Any]) -> Settings:
    """Return Django's settings of one connection from libpq's parameters."""
    rest = dict(given)
    session = " ".join(f"-c {key}={value}" for key, value in door.session.items())
    options = {
        "application_name": f"chengxin-{door.alias}",
        "connect_timeout": 10,
        # A server-side prepared statement switches to a generic plan after five runs, which for a search over an array
        # of tokens is hundreds of times slower; poolers between us and the server lose prepared statements too.
        "prepare_threshold": None,
    }
    if not rest.get("password") and "passfile" in rest:
        # An empty password, said aloud, keeps libpq from taking PGPASSWORD before it looks into the password file.
        options["password"] = ""
    own_options = rest.pop("options", "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": rest.pop("dbname", ""),
        "USER": rest.pop("user", ""),
        "PASSWORD": rest.pop("password", ""),
        "HOST": rest.pop("host", ""),
        "PORT": str(rest.pop("port", "")),
        "CONN_MAX_AGE": KEPT_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options | rest | {"options": f"{session} {own_options}".strip()},
    }


def is_external() -> bool:
    """Say whether ``DATABASE_URL`` names a server; the embedded one is then never started."""
    return bool(os.environ.get(URL))


def patience() -> float:
    """Return for how long a killed parent may still be dying while we leave, in seconds."""
    return SECONDS_A_PARENT_DIES if has_lost_parent() else 0.0


@contextmanager
def running(data: Path, announce: Announce = quiet) -> Iterator[embedded.Server | None]:
    """Have the database within the block: the embedded server, held; or None where ``DATABASE_URL`` names another.

    Raises:
        DatabaseFault: the embedded server can not be started.
    """
    if is_external():
        yield None
        return
    with embedded.hold(embedded.places_for(data), announce, patience) as server:
        yield server
