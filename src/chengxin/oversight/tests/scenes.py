"""What the tests of oversight stand on: an invented city, and plans of the year 2018 made of short rows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO

from chengxin.foundation.actor import Actor
from chengxin.foundation.roles import Role
from chengxin.oversight import services
from chengxin.oversight.models import Evidence, PlanTask, WorkPlan
from chengxin.oversight.rules.plan import GROUPS, Doubt, Group, Milestone, Named, Part, PlanDraft, TaskDraft
from chengxin.oversight.rules.wording import TaskText
from chengxin.units.models import Unit, UnitGroup
from chengxin.units.rules import Level
from chengxin.units.services import create_group, create_unit, join_group, succeed_unit
from chengxin.vault.services import Upload
from chengxin.vault.tests import samples
from chengxin.vault.tests.people import FOUNDER, NOW, Person, person

YEAR = 2018
TODAY = date(2018, 6, 30)
BEGINNING = date(2018, 1, 1)
PUBLISHED = NOW - timedelta(days=170)
"""Early in the plan's year: what was past before binds nobody."""
CITY_CODE, COUNTY_CODE = "990100", "990102"


@dataclass(frozen=True)
class City:
    """The credit office's unit and its person, two bureaus with a reporter each, and a county's bureau."""

    office: Unit
    clerk: Person
    statistics: Unit
    reporter: Person
    finance: Unit
    other_reporter: Person
    county: Unit
    county_reporter: Person
    auditor: Person


def settle() -> City:
    """Make the city."""
    office = unit("credit", "海棠市信用建设局", "市信用局")
    statistics = unit("statistics", "海棠市统计调查局", "市统计局")
    finance = unit("finance", "海棠市财政事务局", "市财政局")
    county = unit("county-office", "海棠市朱槿区信用办公室", "朱槿区信用办", COUNTY_CODE)
    for group, label in GROUPS.items():
        create_group(actor=FOUNDER, now=NOW, key=group.value, name=label)
    join(Group.MEETING, statistics)
    join(Group.COUNTIES, county)
    return City(
        office=office,
        clerk=person(office, Role.CREDIT_OFFICE),
        statistics=statistics,
        reporter=person(statistics, Role.REPORTER),
        finance=finance,
        other_reporter=person(finance, Role.REPORTER),
        county=county,
        county_reporter=person(county, Role.REPORTER),
        auditor=person(office, Role.AUDITOR),
    )


def unit(code: str, name: str, short_name: str, district: str = CITY_CODE) -> Unit:
    """Return a new unit."""
    return create_unit(
        actor=FOUNDER,
        now=NOW,
        code=code,
        name=name,
        short_name=short_name,
        level=Level.CITY if district == CITY_CODE else Level.COUNTY,
        district=district,
        valid_from=BEGINNING,
    )


def join(group: Group, member: Unit, since: date = BEGINNING) -> None:
    """Let a unit join a group."""
    row = UnitGroup.objects.get(key=group.value)
    join_group(actor=FOUNDER, now=NOW, group=row.id, unit=member.id, valid_from=since)


def succeed(old: Unit, new: Unit, since: date) -> None:
    """Let a unit take over from another, which ends."""
    succeed_unit(
        actor=FOUNDER,
        now=NOW,
        predecessor=old.id,
        successor=new.id,
        valid_from=since,
        duties="全部职责",
        basis="机构改革文件〔2018〕1号",
        ends=True,
    )


LEAD = Named("市统计局", Part.LEAD)
HELP = Named("市财政局", Part.JOINT)
MEETING = Named("联席会议各成员单位", group=Group.MEETING)
UNKNOWN = Named("市花木局", Part.JOINT)


def row(no: int = 1, units: tuple[Named, ...] = (LEAD,), **changes: object) -> TaskDraft:
    """Return a row of a table."""
    usual: dict[str, object] = {
        "no": no,
        "module_no": 1,
        "module": "基础建设",
        "heading_no": 1,
        "heading": "建好平台",
        "title": f"第{no}件事",
        "requirement": f"把第{no}件事办好。",
        "units": units,
        "due_on": date(2018, 12, 31),
        "place": f"第{no + 2}行",
    }
    return TaskDraft(**(usual | changes))  # type: ignore[arg-type]  # the fields of a row by name


def table(*rows: TaskDraft, doubts: tuple[Doubt, ...] = (), year: int | None = YEAR) -> PlanDraft:
    """Return a table that was read."""
    return PlanDraft(title="海棠市社会信用体系建设工作计划", year=year, tasks=rows or (row(),), doubts=doubts)


def csv(name: str = "分工表.csv") -> Upload:
    """Return the file of a table."""
    return Upload(BytesIO("序号,任务\n1,第1件事\n".encode()), name, "text/csv")


def scan(body: bytes = b"") -> Upload:
    """Return a file a unit hands in."""
    return Upload(BytesIO(samples.pdf(body)), "总结.pdf", "application/pdf")


def imported(city: City, *rows: TaskDraft, doubts: tuple[Doubt, ...] = (), year: int = YEAR) -> WorkPlan:
    """Return a draft plan."""
    return services.import_plan(
        actor=city.clerk.actor,
        now=NOW,
        year=year,
        draft=table(*rows, doubts=doubts, year=year),
        upload=csv(),
        unit=city.office.id,
    )


def published(city: City, *rows: TaskDraft, year: int = YEAR, now: datetime = PUBLISHED) -> WorkPlan:
    """Return a published plan; texts that match nothing stay."""
    imported(city, *rows, year=year)
    return services.publish_plan(actor=city.clerk.actor, now=now, year=year, keep_texts=True)


def task_of(plan: WorkPlan, no: int = 1) -> PlanTask:
    """Return a task as it stands in the database."""
    return PlanTask.objects.get(plan=plan, no=no)


def given(actor: Actor, no: int = 1, *, year: int = YEAR, now: datetime = NOW) -> Evidence:
    """Hand in a file for a task."""
    return services.give_evidence(actor=actor, now=now, year=year, no=no, upload=scan(), words="印发了方案，见第2页")


def accepted(city: City, evidence: Evidence, milestone: int | None = None) -> Evidence:
    """Let the credit office accept evidence."""
    return services.review_evidence(
        actor=city.clerk.actor, now=NOW, evidence=evidence.public_id, accept=True, reason="", milestone=milestone
    )


TEXT = TaskText(
    module="基础建设",
    heading="建好平台",
    title="改过的事",
    requirement="办得更好。\n每季度一次。",
    units=(LEAD, HELP),
    due_on=date(2018, 11, 30),
    milestones=(Milestone("公布名单", date(2018, 7, 15)), Milestone("每月25日前报送")),
)
