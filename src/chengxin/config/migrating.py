"""Bringing the schema up to date and giving the roles their rights."""

import io
from contextlib import closing
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connections

from chengxin.config.embedded import DatabaseFault, Roles
from chengxin.config.embedded.waiting import Announce
from chengxin.config.grants import apply_grants, declared_tables

OLDEST = 150000
"""PostgreSQL's number of its version 15.0."""

LOCK = 5_241_903_000
"""Number of the advisory lock of a migration: a second one waits until the first is done."""

NOT_SEPARATE = (
    "注意：DATABASE_OWNER_URL 与 DATABASE_URL 是同一个数据库用户，"
    "只增不改的表只受触发器保护，不受权限保护。正式环境请分开设置（见 docs/operations.md）。"
)


def configured_roles() -> Roles:
    """Return the names of the roles as the settings have them."""
    names = {alias: str(settings.DATABASES[alias]["USER"]) for alias in ("owner", "default", "public")}
    return Roles(owner=names["owner"], app=names["default"], public=names["public"])


def migrate_database(announce: Announce) -> None:
    """Migrate as the owner, give rights, install the standard catalogue. Safe to run twice, and two at once take turns.

    Raises:
        DatabaseFault: the server is too old, not in UTF-8 or can not be reached.
    """
    wrapper = connections["owner"]
    try:
        with closing(psycopg.connect(**connection_parameters(), autocommit=True)) as guard:
            check_server(guard)
            guard.execute("SET lock_timeout = 0")
            guard.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            guard.execute("RESET lock_timeout")
            roles = configured_roles()
            if roles.owner == roles.app:
                announce(NOT_SEPARATE)
            call_command("migrate", database="owner", interactive=False, verbosity=0)
            apply_grants(guard, roles, declared_tables())
            call_command("install_standard_catalogue", stdout=io.StringIO())
    except (psycopg.OperationalError, OperationalError) as problem:
        raise DatabaseFault(f"数据库无法连接，或迁移没有完成：{problem}") from problem
    finally:
        wrapper.close()


def connection_parameters() -> dict[str, Any]:
    """Return what psycopg needs to connect as the owner."""
    wanted = dict(connections["owner"].get_connection_params())
    for django_s_own in ("context", "cursor_factory"):
        wanted.pop(django_s_own, None)
    return wanted


def check_server(connection: psycopg.Connection[Any]) -> None:
    """Refuse a server that the platform can not run on."""
    if connection.info.server_version < OLDEST:
        raise DatabaseFault(
            f"需要 PostgreSQL 15 以上，服务器的版本是 {connection.info.parameter_status('server_version')}"
        )
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise DatabaseFault("数据库的编码应为 UTF8，请用 CREATE DATABASE … ENCODING 'UTF8' 新建")
