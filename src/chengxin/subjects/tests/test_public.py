"""What the portal's role sees, and what it can not see."""

from dataclasses import fields
from datetime import date
from typing import Any

import psycopg
import pytest

from chengxin.foundation.actor import system_actor
from chengxin.subjects import public, queries
from chengxin.subjects.models import OldNumber, Organisation
from chengxin.subjects.public import OrganisationFacts, OrganisationHit
from chengxin.subjects.tests.cast import code, load

pytestmark = pytest.mark.service

STAFF = system_actor("test")
HOME = "海棠市云溪区某某路1号住宅"


@pytest.fixture
def traders(committed_db: object) -> None:  # noqa: ARG001  the organisations stand in the database
    found = load([(code(1), "海棠盛隆贸易有限公司"), (code(2, "92"), "海棠王伟小吃店"), (code(3, "92"), "王小伟")])
    Organisation.objects.update(address=HOME, business_scope="小吃", registered_on=date(2018, 1, 2), status="active")
    for organisation in found["organisation_id"]:
        OldNumber.objects.create(organisation_id=organisation, kind="tax-number", number=f"T{organisation}99010119")
        OldNumber.objects.create(organisation_id=organisation, kind="registration-number", number=f"R{organisation}")


def test_a_company_shows_its_facts(traders: None) -> None:  # noqa: ARG001  stands in the database
    facts = public.organisation_facts(code(1).lower())
    assert facts is not None
    assert (facts.name, facts.kind_label, facts.status_label, facts.address) == (
        "海棠盛隆贸易有限公司",
        "企业",
        "存续",
        HOME,
    )
    assert [kind for kind, _ in facts.old_numbers] == ["工商注册号", "税务登记号"]
    assert not facts.protected
    assert public.organisation_facts(facts.public_id) == facts


def test_a_sole_trader_shows_neither_home_nor_operator_s_number(traders: None) -> None:  # noqa: ARG001  stands in the database
    facts = public.organisation_facts(code(2, "92"))
    assert facts is not None
    assert (facts.name, facts.address, facts.protected) == ("海棠王伟小吃店", "", True)
    assert [kind for kind, _ in facts.old_numbers] == ["工商注册号"]
    number = OldNumber.objects.get(kind="tax-number", organisation__unified_code=code(2, "92")).number
    assert public.search_organisations(number).hits == ()


def test_a_sole_trader_called_like_a_person_is_masked_and_not_found_by_name(traders: None) -> None:  # noqa: ARG001  stands in the database
    for typed in ("王小伟", "王小", "小伟"):
        assert code(3, "92") not in {hit.code for hit in public.search_organisations(typed).hits}
        assert public.count_organisations(typed).number == 0
    (hit,) = public.search_organisations(code(3, "92")).hits
    assert hit.name == "王**"
    facts = public.organisation_facts(code(3, "92"))
    assert facts is not None
    assert (facts.name, facts.former_names) == ("王**", ())
    assert "王小伟" not in repr(facts)


@pytest.mark.parametrize("key", ["", "91", "甲" * 500, "\x00", "0" * 26, "'; DROP TABLE subjects_person; --"])
def test_what_is_no_key_finds_nothing(traders: None, key: str) -> None:  # noqa: ARG001  stands in the database
    assert public.organisation_facts(key) is None


@pytest.mark.parametrize(
    "table",
    ["organisation", "nameperiod", "oldnumber", "person", "representation", "confirmedcode"],
)
def test_the_portal_s_role_reads_no_table(
    traders: None,  # noqa: ARG001  stands in the database
    public_connection: psycopg.Connection[Any],
    table: str,
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        public_connection.execute(f"SELECT * FROM subjects_{table}")  # noqa: S608  names of the line above
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        public_connection.execute("SELECT subjects_settle_names()")


def test_no_public_view_has_a_person_in_it(public_connection: psycopg.Connection[Any]) -> None:
    columns = public_connection.execute(
        "SELECT attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid"
        " WHERE c.relname LIKE 'public\\_subjects\\_%' AND attnum > 0"
    ).fetchall()
    names = {name for (name,) in columns} | {
        field.name for kind in (OrganisationHit, OrganisationFacts) for field in fields(kind)
    }
    assert {"name", "unified_code", "tokens"} <= names
    assert not [
        name
        for name in names
        for word in ("person", "phone", "sealed", "number_index", "operator", "key")
        if word in name and name != "name_is_personal"
    ]


def test_staff_see_the_whole(traders: None) -> None:  # noqa: ARG001  stands in the database
    from_desk = queries.dossier_for(STAFF, code(3, "92"))
    assert (from_desk.name, from_desk.address) == ("王小伟", HOME)
    assert len(from_desk.old_numbers) == 2


def test_it_is_known_whether_there_is_anybody(committed_db: object) -> None:  # noqa: ARG001  commits are real
    assert not public.has_organisations()
    load([(code(1), "海棠盛隆贸易有限公司")])
    assert public.has_organisations()
