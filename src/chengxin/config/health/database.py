"""The database: reachable through each of its three doors, roles as narrow as they must be, schema up to date."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
import psycopg
from django.apps import apps
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from chengxin.config import database, embedded
from chengxin.config.city import City
from chengxin.config.embedded import DatabaseFault
from chengxin.config.environment import Environment
from chengxin.config.health.line import Line, bad, good, look

OLDEST = 150000
LARGEST_DRIFT_SECONDS = 5.0
OPERATIONS = "见 docs/operations.md"

POWERS = """
SELECT r.rolsuper, r.rolcreaterole, r.rolbypassrls,
       EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace)
FROM pg_roles r WHERE r.rolname = current_user
"""
WRITABLE_THOUGH_APPEND_ONLY = """
SELECT c.relname FROM pg_class c JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgname = 'append_only'
WHERE c.relnamespace = 'public'::regnamespace
  AND has_table_privilege(current_user, c.oid, 'UPDATE, DELETE, TRUNCATE')
"""
READABLE_TABLES = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND has_table_privilege(current_user, c.oid, 'SELECT')
"""


def database_lines(environment: Environment, city: City) -> Iterator[Line]:
    """Examine the database; an embedded one that was never made is not made now."""
    if not database.is_external() and not embedded.status(embedded.places_for(environment.data)).exists:
        yield look("database", "数据库", "内置数据库还没有建立", "第一次 make run 会建立它")
        return
    try:
        with database.running(environment.data):
            yield from doors(environment.data)
            yield from schema(environment, city)
    except DatabaseFault as problem:
        yield bad("database", "数据库", str(problem), OPERATIONS)


def doors(data: Path) -> Iterator[Line]:
    """Go through each of the three doors once."""
    external = database.is_external()
    for door in database.doors():
        key, title = f"database-{door.alias}", f"数据库（{door.alias}）"
        try:
            with psycopg.connect(
                **{"connect_timeout": 10} | database.parameters(door, data), autocommit=True
            ) as connection:
                yield from examine(connection, door.alias, key, title)
        except psycopg.Error as problem:
            says = str(problem).strip().splitlines()[0]
            advice = f"检查 {door.variable}；{OPERATIONS}" if external else f"chengxin database status；{OPERATIONS}"
            yield bad(key, title, f"连不上：{says}", advice)


def examine(connection: psycopg.Connection[Any], alias: str, key: str, title: str) -> Iterator[Line]:
    """Say what is wrong with the server or with the rights of the role that came in by this door."""
    info = connection.info
    faults = [*server_faults(connection), *role_faults(connection, alias)]
    for says, advice in faults:
        yield bad(key, title, says, advice)
    if not faults:
        version = info.parameter_status("server_version")
        yield good(key, title, f"PostgreSQL {version}，用户 {info.user}，权限正确")


def server_faults(connection: psycopg.Connection[Any]) -> Iterator[tuple[str, str]]:
    """Give what is wrong with the server: too old, wrong encoding, another time than ours."""
    if connection.info.server_version < OLDEST:
        yield f"版本 {connection.info.parameter_status('server_version')} 太旧", "需要 PostgreSQL 15 以上"
    if connection.info.parameter_status("server_encoding") != "UTF8":
        yield "编码不是 UTF8", "用 CREATE DATABASE … ENCODING 'UTF8' 新建"
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    drift = abs((datetime.now(UTC) - row[0]).total_seconds()) if row else 0.0
    if drift > LARGEST_DRIFT_SECONDS:
        yield f"数据库与本机的时钟相差 {drift:.0f} 秒", "请校准两台机器的时间（chrony）"


def role_faults(connection: psycopg.Connection[Any], alias: str) -> Iterator[tuple[str, str]]:
    """Give what this role may do and should not."""
    row = connection.execute(POWERS).fetchone() or (False, False, False, False)
    superuser, creates_roles, bypasses, owns = row
    if superuser or creates_roles or bypasses:
        yield "用户是数据库超级用户或管理员", f"换成普通用户；{OPERATIONS}"
    if alias == "owner" or superuser:
        return
    if owns:
        yield "应用的用户同时拥有这些表，只增不改只靠触发器保护", f"分开设置 DATABASE_OWNER_URL；{OPERATIONS}"
        return
    query = WRITABLE_THOUGH_APPEND_ONLY if alias == "default" else READABLE_TABLES
    names = sorted(name for (name,) in connection.execute(query).fetchall())
    if names:
        yield f"权限过宽：{'、'.join(names[:5])}", "chengxin migrate 会重新授予正确的权限"


def schema(environment: Environment, city: City) -> Iterator[Line]:
    """Say whether all migrations are applied, and whether demonstration accounts are there."""
    django.setup()
    try:
        executor = MigrationExecutor(connections["default"])
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            says = f"有 {len(missing)} 个迁移没有执行"
            yield bad("schema", "数据表", says, "chengxin migrate")
            return
        yield good("schema", "数据表", "与程序一致")
        logins = apps.get_model("units", "User")._default_manager.filter(is_demonstration=True, is_active=True)  # noqa: SLF001  Django's documented name
        yield demonstration(logins.count(), environment, city)
    except Exception as problem:  # noqa: BLE001  the doctor tells what is broken, whatever it is
        yield bad("schema", "数据表", f"无法检查：{problem}", "chengxin migrate")


def demonstration(count: int, environment: Environment, city: City) -> Line:
    """Return the finding about demonstration accounts."""
    if count and environment.production:
        return bad("demo", "演示账号", f"生产环境里有 {count} 个演示账号", "请停用它们，并换用没有演示数据的数据库")
    if count:
        return good("demo", "演示账号", f"{count} 个（演示环境，密码见 make run 的输出）")
    if city.demonstration and not environment.production:
        return look("demo", "演示账号", "没有；演示城市还没有载入", "chengxin demo load")
    return good("demo", "演示账号", "没有")
