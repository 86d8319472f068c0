"""A room writes its own tables and no other's; models hide no moves."""

import pytest

from tests.architecture.guards import habits, layout, tables
from tests.architecture.guards.tree import crafted, product

ROOMS = frozenset({"units", "audit", "vault"})


def test_no_room_writes_another_room_s_tables() -> None:
    assert tables.foreign_writes(product(), frozenset(layout.rooms_with_tables(product()))) == []


@pytest.mark.parametrize(
    "text",
    [
        "from chengxin.units.models import Unit\nUnit.objects.create(name='x')\n",
        "from chengxin.units.models import Unit\nUnit.objects.filter(id=1).update(name='x')\n",
        "from chengxin.units.models import Unit\nUnit.objects.filter(id=1).exclude(id=2).delete()\n",
        "from chengxin.units.models import Unit as Body\nBody(name='x').save()\n",
        "from chengxin.units import models\nmodels.Unit.objects.get_or_create(name='x')\n",
        "from chengxin.units import models\nrow = models.Unit(name='x')\n",
        "from django_otp.plugins.otp_totp.models import TOTPDevice\nTOTPDevice.objects.all().delete()\n",
        "SQL = 'INSERT INTO units_unit (name) VALUES (1)'\n",
        "SQL = 'update \"units_unit\" set name = 1'\n",
        "SQL = 'TRUNCATE TABLE audit_entry'\n",
    ],
)
def test_a_write_into_another_room_is_found(text: str) -> None:
    assert len(tables.foreign_writes([crafted("chengxin.vault.services", text)], ROOMS)) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "from chengxin.units.models import Unit\nUnit.objects.filter(id=1).first()\n",
        "from chengxin.vault.models import File\nFile.objects.create(name='x')\n",
        "SQL = 'INSERT INTO vault_file (name) VALUES (1)'\n",
        "SQL = 'SELECT * FROM units_unit FOR UPDATE OF units_unit'\n",
    ],
)
def test_reading_another_room_and_writing_the_own_is_allowed(text: str) -> None:
    assert tables.foreign_writes([crafted("chengxin.vault.services", text)], ROOMS) == []


def test_rows_are_saved_field_by_field() -> None:
    assert tables.unlocked_saves(product()) == []


def test_a_whole_row_saved_is_found() -> None:
    assert tables.unlocked_saves([crafted("chengxin.units.services", "def end(row):\n    row.save()\n")])


def test_models_hide_no_moves() -> None:
    assert habits.hidden_moves(product()) == []


@pytest.mark.parametrize(
    "text",
    [
        "class Unit:\n    def save(self, *args, **kwargs): ...\n",
        "class Unit:\n    class Meta:\n        ordering = ['name']\n",
        "class Unit:\n    class Meta:\n        ordering: list[str] = ['name']\n",
        "from django.db.models.signals import post_save\n",
        "from django.dispatch import receiver\n",
    ],
)
def test_a_hidden_move_is_found(text: str) -> None:
    assert habits.hidden_moves([crafted("chengxin.units.models", text)])
