"""Roles, passwords and the database inside a cluster, for the embedded server and for the one of the tests."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from chengxin.config.embedded.faults import DatabaseFault

ADMINISTRATOR = "postgres"
DATABASE = "chengxin"

Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Roles:
    """Names of the three roles of one database.

    ``owner`` migrates; ``app`` is web, worker and command line; ``public`` is the portal, which reads public views.
    """

    owner: str = "chengxin_owner"
    app: str = "chengxin_app"
    public: str = "chengxin_public"


ROLES = Roles()
NAMES = (ADMINISTRATOR, ROLES.owner, ROLES.app, ROLES.public)


def keep_passwords(passfile: Path) -> None:
    """Write a password file with a generated password for each role, unless there is one already.

    It is complete from the first moment: two processes at once end with the same file.
    """
    if passfile.exists():
        return
    mine = passfile.with_name(f".{passfile.name}.{secrets.token_hex(4)}")
    mine.touch(mode=0o600)
    mine.write_text("".join(f"*:*:*:{name}:{secrets.token_urlsafe(32)}\n" for name in NAMES), encoding="ascii")
    with suppress(FileExistsError):
        os.link(mine, passfile)
    mine.unlink()


def passwords(passfile: Path) -> dict[str, str]:
    """Return the password of each role in the file.

    Raises:
        DatabaseFault: the file is gone although the cluster is there.
    """
    try:
        lines = passfile.read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        raise DatabaseFault(f"数据库的密码文件不见了：{passfile}。请从备份中恢复这个文件。") from None
    return {fields[-2]: fields[-1] for fields in (line.split(":") for line in lines)}


def provide_roles(connection: Connection, roles: Roles, words: Mapping[str, str]) -> None:
    """Make the roles that are missing, without any right over the cluster."""
    for name in (roles.owner, roles.app, roles.public):
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
        if known is None:
            connection.execute(
                sql.SQL(
                    "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD {}"
                ).format(sql.Identifier(name), sql.Literal(words[name]))
            )


def provide_database(connection: Connection, name: str, owner: str) -> None:
    """Make the database if it is missing. Nobody but its owner may connect until rights are granted."""
    known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if known is None:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                sql.Identifier(name), sql.Identifier(owner)
            )
        )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))


def close_the_rest(connection: Connection) -> None:
    """Shut the cluster's own databases to everybody but the administrator."""
    for name in ("postgres", "template1"):
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
