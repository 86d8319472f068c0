"""Nothing about a natural person stands in any public place, before or after its record is read, ended, withdrawn."""

from typing import Any

import psycopg
import pytest
from django.test import Client

from chengxin.foundation.roles import Role
from chengxin.register import services
from chengxin.register.models import PersonRecord
from chengxin.register.rules import TakedownReason
from chengxin.register.services import Sought, Why
from chengxin.register.tests import scenes
from chengxin.register.tests.people import NAME, NUMBER, Deed, kept
from chengxin.register.tests.scenes import OFFICE, Fact
from chengxin.subjects.rules import PaperKind
from chengxin.subjects.tests.cast import code, load
from chengxin.units.tests import factories
from tests.contracts.conftest import System

pytestmark = pytest.mark.service
DEED = Deed(document="示公罚决字〔2026〕77号", summary="罚款人民币柒佰元整")
FIRST_FAULT = 500
FIRM = "海棠盛隆食品有限公司"


@pytest.fixture
def record(system: System) -> str:
    """A person's sealed penalty, beside a public one of a company; the public id of the former."""
    load([(code(1), FIRM)])
    scenes.shown(
        system.unit, Fact(scenes.subject_of(code(1)), number="示市监处罚〔2026〕91号"), at=factories.real_now()
    )
    kept(system.unit, DEED, at=factories.real_now())
    return PersonRecord.objects.get().public_id


def places(system: System, record: str) -> dict[str, str]:
    """Return every public page and route, among them searches for the person by all there is."""
    nobody, program = Client(), system.browser()
    asked = (NAME, NAME[:2], NUMBER, DEED.document, record, FIRM[:4])
    pages = ["/", "/penalties/", "/licences/", "/penalties/?count=1", "/sitemap", "/sitemap.xml", "/ledger/", "/about"]
    pages += [f"/search?q={one}&count=1" for one in asked] + ["/ledger/export", "/law/", "/robots.txt"]
    pages += [f"/subjects/{one}" for one in (NUMBER, record)] + [f"/records/{record}", f"/subjects/{code(1)}"]
    routes = ["/api/v1/changes", f"/api/v1/subjects/{code(1)}/records", f"/api/v1/records/{record}"]
    routes += [f"/api/v1/subjects?q={one}&count=true" for one in asked]
    routes += [f"/api/v1/subjects/{NUMBER}", f"/api/v1/subjects/{NUMBER}/records", "/api/v1/ledger/head"]
    found = {address: nobody.get(address) for address in pages} | {address: program.get(address) for address in routes}
    assert not [address for address, answer in found.items() if answer.status_code >= FIRST_FAULT]
    return {address: answer.getvalue().decode() for address, answer in found.items()}


def telling(system: System, record: str) -> list[tuple[str, str]]:
    """Return where something of the person stands; what somebody asked for may be said back to them."""
    secrets = (NAME, NUMBER, NUMBER[6:14], DEED.document, DEED.summary, record)
    found = []
    for address, text in places(system, record).items():
        told = [one for one in secrets if one in text and one not in address]
        found += [(address, one) for one in told]
    return found


def test_there_is_something_to_see_in_these_places(system: System, record: str) -> None:
    texts = places(system, record)
    assert "示市监处罚〔2026〕91号" in texts["/penalties/"]
    assert code(1) in texts[f"/search?q={FIRM[:4]}&count=1"]


def test_a_person_s_record_is_nowhere(system: System, record: str) -> None:
    assert telling(system, record) == []
    for address in (f"/records/{record}", f"/api/v1/records/{record}"):
        client = system.browser() if address.startswith("/api") else Client()
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("way", ["read", "withdrawn", "ended"])
def test_nor_after_it_was_read_withdrawn_or_ended(system: System, record: str, way: str) -> None:
    reporter = scenes.officer(system.unit, Role.REPORTER)
    now, why = factories.real_now(), {"purpose": "核对测试案件", "basis": "测试规定"}
    if way == "read":
        services.find_person_records(actor=reporter, now=now, sought=Sought(PaperKind.ID_CARD, NUMBER), **why)
        services.open_person_record(actor=reporter, now=now, record_id=record, reveal=True, **why)
    if way == "withdrawn":
        load = PersonRecord.objects.get().versions.get().load_id
        services.withdraw_load(actor=reporter, now=now, load=load)
    if way == "ended":
        why_ended = Why(TakedownReason.REVOKED, "决定已撤销", "示复决字1号")
        services.end_person_record(actor=OFFICE, now=now, record_id=record, why=why_ended)
    assert telling(system, record) == []


@pytest.mark.parametrize("table", ["personrecord", "personrecordversion", "personrecordend"])
def test_the_portal_s_role_reads_no_table_of_persons(public_connection: psycopg.Connection[Any], table: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        public_connection.execute(f"SELECT 1 FROM register_{table}")  # noqa: S608  names of the line above
