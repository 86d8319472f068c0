"""Names of authorities as files write them: only what the office has said is taken for a unit's."""

import pytest

from chengxin.foundation.refusals import NotPermitted
from chengxin.foundation.roles import Role
from chengxin.intake import queries
from chengxin.intake.tests.rows import COMPANY
from chengxin.intake.tests.scenes import NOW, causes, loaded, recent, shown
from chengxin.register.models import RecordVersion
from chengxin.register.tests.scenes import OFFICE, bureau, officer
from chengxin.subjects.rules.matching.authorities import likely_units
from chengxin.units.models import Unit
from chengxin.units.services import add_written_name, end_written_name
from chengxin.units.services.written_names import BadWrittenName, WrittenNameEnded, WrittenNameTaken

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("db")]


@pytest.fixture
def unit(db: None) -> Unit:  # noqa: ARG001  the unit stands in that database
    return bureau()


def report(unit: Unit, number: int, body: str) -> None:
    row = loaded(unit, recent(CX_SXCD="一般", CF_WSH=f"示市监处罚〔2026〕{number}号", CF_CFJG=body))
    assert row.accepted == 1


def bodies() -> set[str]:
    return set(RecordVersion.objects.values_list("deciding_body", flat=True))


def test_what_was_said_is_taken_for_the_unit_and_the_text_stays(unit: Unit) -> None:
    add_written_name(actor=OFFICE, now=NOW, name="测一（局）", unit=unit.id)
    row = loaded(unit, recent(CX_SXCD="一般", CF_CFJG=" 测一(局)"))
    assert (0, "authority-written") in causes(row)
    assert bodies() == {unit.name}
    (record,) = shown(COMPANY)
    assert "测一(局)" in {str(field.value) for field in record.fields}


def test_what_is_only_alike_is_listed_and_never_taken(unit: Unit) -> None:
    report(unit, 1, unit.name[:-1])
    assert bodies() == {unit.name[:-1]}
    (unknown,) = queries.unknown_authorities(OFFICE, now=NOW)
    assert unknown.name == unit.name[:-1]
    assert (unit.id, unit.name) in unknown.likely


def test_an_ended_one_means_nothing_and_can_be_said_of_another(unit: Unit) -> None:
    written = add_written_name(actor=OFFICE, now=NOW, name="老局", unit=unit.id)
    other = bureau()
    with pytest.raises(WrittenNameTaken):
        add_written_name(actor=OFFICE, now=NOW, name="老 局", unit=other.id)
    end_written_name(actor=OFFICE, now=NOW, written=written.public_id)
    with pytest.raises(WrittenNameEnded):
        end_written_name(actor=OFFICE, now=NOW, written=written.public_id)
    report(unit, 1, "老局")
    assert bodies() == {"老局"}
    add_written_name(actor=OFFICE, now=NOW, name="老局", unit=other.id)
    report(unit, 2, "老局")
    assert bodies() == {"老局", other.name}


def test_what_can_not_be_said(unit: Unit) -> None:
    with pytest.raises(WrittenNameTaken):
        add_written_name(actor=OFFICE, now=NOW, name=f"（{unit.name}）", unit=unit.id)
    for name in ("（）", "局" * 201):
        with pytest.raises(BadWrittenName):
            add_written_name(actor=OFFICE, now=NOW, name=name, unit=unit.id)
    with pytest.raises(NotPermitted):
        add_written_name(actor=officer(unit, Role.REVIEWER), now=NOW, name="局", unit=unit.id)
    assert queries.unknown_authorities(officer(unit, Role.REVIEWER), now=NOW) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市发改委", "海棠市发展和改革委员会"),
        ("云汐区城乡建设局", "海棠市云汐区城乡建设局"),
    ],
)
def test_an_abbreviation_leads_to_the_unit(text: str, name: str) -> None:
    names = ["海棠市发展和改革委员会", "海棠市云汐区城乡建设局", "海棠市财政局", "海棠市改革办"]
    assert name in likely_units(text, names)
