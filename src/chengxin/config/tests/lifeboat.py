"""A small platform with everything a backup must hold, and an empty place beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import connection

from chengxin.audit.queries.ledger import current_head
from chengxin.audit.services import seal_ledger
from chengxin.config.backup import restoring, taking
from chengxin.config.backup.keyfile import write_key_file
from chengxin.config.backup.restoring import Restored, Wish
from chengxin.config.backup.taking import Taken
from chengxin.config.embedded.provision import provide_database
from chengxin.config.embedded.waiting import quiet
from chengxin.config.grants import database_statements
from chengxin.foundation.actor import system_actor
from chengxin.foundation.roles import Role
from chengxin.register.tests.scenes import Fact, organisation, shown
from chengxin.units.models import Unit, User
from chengxin.units.tests.factories import PASSWORD
from chengxin.vault import services as vault
from chengxin.vault.models import StoredFile
from chengxin.vault.tests import samples
from chengxin.vault.tests.people import NOW, Person, bureau, person
from tests.database.plugin import CommittedDatabase, enter

CONSOLE = system_actor("console:test")
READER = system_actor("exchange.read-changes")
LETTER = samples.pdf(b"letter")


@dataclass(frozen=True)
class Boat:
    """The platform: an officer who can sign in, a file in the vault, three records that show."""

    officer: Person
    file: StoredFile

    @property
    def unit(self) -> Unit:
        return self.file.unit

    @property
    def user(self) -> User:
        return self.officer.user


def keep(officer: Person, content: bytes = LETTER) -> StoredFile:
    assert officer.actor.unit is not None
    return vault.keep_file(
        actor=officer.actor,
        now=NOW,
        purpose=samples.PURPOSE,
        upload=vault.Upload(BytesIO(content), "回证.pdf", "application/pdf"),
        unit=officer.actor.unit,
        owner=vault.Owner("test", "case", "1"),
    )


def read(officer: Person, file: StoredFile) -> bytes:
    opened = vault.read_file(actor=officer.actor, now=NOW, file_id=file.public_id, reason="核对", basis="测试规定")
    return b"".join(opened.pieces())


def built() -> Boat:
    """Make the platform in the test's own database and data folder."""
    unit = bureau()
    officer = person(unit, Role.CASE_OFFICER, Role.REVIEWER)
    officer.user.set_password(PASSWORD)
    officer.user.save(update_fields=["password"])
    file = keep(officer)
    firm = organisation()
    shown(unit, *[Fact(firm, number=f"第{number}号") for number in range(3)])
    overlay = Path(settings.DATA) / "law" / "log" / "附加规则"
    overlay.parent.mkdir(parents=True)
    overlay.write_text("不是规则，只是一个文件", encoding="utf-8")
    seal_ledger(now=NOW)
    assert current_head() is not None
    return Boat(officer, file)


def backed_up(path: Path) -> Taken:
    """Back up, with the keys beside the archive."""
    taken = taking.take_backup(path, actor=CONSOLE, now=NOW)
    write_key_file(keys_beside(path), taken.keys)
    return taken


def keys_beside(path: Path) -> Path:
    return path.with_suffix(".keys")


def restored(path: Path, *, keys: Path | None = None, without_keys: bool = False, again: bool = False) -> Restored:
    """Restore with the keys beside the archive, unless told otherwise."""
    given = None if without_keys else keys or keys_beside(path)
    return restoring.restore(Wish(path, given, without_keys, again), actor=CONSOLE, now=NOW, announce=quiet)


@contextmanager
def elsewhere(committed_db: CommittedDatabase, data: Path, label: str = "empty") -> Iterator[str]:
    """Lead everything to an empty database and an empty data folder within the block; give the database's name."""
    server, before = committed_db.server, Path(settings.DATA)
    name = f"{committed_db.name}_{label}"
    with server.administrate() as admin:
        provide_database(admin, name, server.roles.owner)
        for statement in database_statements(name, server.roles):
            admin.execute(statement)
    data.mkdir(mode=0o700)
    settings.DATA = data
    enter(server, name)
    try:
        yield name
    finally:
        settings.DATA = before
        enter(server, committed_db.name)
        server.drop(name)


def everything() -> dict[str, list[str]]:
    """Return all rows of all tables as text, in the order of the text."""
    with connection.cursor() as cursor:
        cursor.execute(taking.TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')  # noqa: S608  names of the catalogue
            found[table] = [text for (text,) in cursor.fetchall()]
    return found
