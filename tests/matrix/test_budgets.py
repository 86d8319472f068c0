"""Pages that list things ask the database as often for many things as for few."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chengxin.catalog.services import put_in_force
from chengxin.catalog.services.sector_plans import ask_for_plan
from chengxin.catalog.tests import making
from chengxin.codes.rules.kinds import FaultKind
from chengxin.codes.services import set_registrar
from chengxin.codes.tests.scenes import opened, suspicion, waiting
from chengxin.foundation.opaque import new_opaque_id
from chengxin.foundation.roles import Role
from chengxin.intake.models import UnidentifiedRow
from chengxin.intake.queries import rows_to_identify
from chengxin.intake.services import add_alias, save_draft, start_draft
from chengxin.oversight.rules.board import PlanState
from chengxin.oversight.rules.plan import Named
from chengxin.oversight.services import LetterText, add_task, assign_item, begin_letter, give_evidence
from chengxin.oversight.tests.scenes import TEXT, scan
from chengxin.units import queries, services
from chengxin.units.services import add_written_name
from chengxin.units.tests import factories
from tests.architecture.guards.doors import doors_of
from tests.matrix import objects
from tests.matrix.cast import DISTRICTS, House, Place, actor_at
from tests.matrix.checks import check_of
from tests.matrix.joint import joint_of
from tests.matrix.relief import objections_of
from tests.matrix.test_matrix import ALL

MORE = 7
Grow = Callable[[House], None]


def more_units(house: House) -> None:
    """Enter units into the directory, in several districts."""
    for number in range(MORE):
        factories.unit(house.platform, house.now, f"grown-{number}", (factories.COUNTY, factories.CITY)[number % 2])


def more_staff(house: House) -> None:
    """Make logins with two roles each."""
    for number in range(MORE):
        roles = (Role.REPORTER, Role.EDITOR)
        factories.person(house.platform, house.now, f"grown-{number}", house.units[Place.COUNTY], *roles)


def more_delegations(house: House) -> None:
    """Let a unit delegate to new units."""
    more_units(house)
    day = queries.day_of(house.now)
    for number in range(MORE):
        services.delegate(
            actor=actor_at(house, Place.CITY, Role.CREDIT_OFFICE),
            now=house.now,
            principal=house.units[Place.COUNTY].id,
            deputy=queries.units_for(house.platform.system).get(code=f"grown-{number}").id,
            roles=[Role.EDITOR],
            basis="委托书〔2018〕3号",
            valid_from=day,
            valid_until=day.replace(year=day.year + 1),
        )


def more_clients(house: House) -> None:
    """Register clients with a key each."""
    for number in range(MORE):
        made = factories.client(house.platform, house.now, f"grown-{number}", house.units[Place.COUNTY])
        factories.key(house.platform, house.now, made)


def more_aliases(house: House) -> None:
    """Let headers mean a field in the files of a unit."""
    for number in range(MORE):
        add_alias(
            actor=actor_at(house, Place.CITY, Role.CREDIT_OFFICE),
            now=house.now,
            item=objects.CATALOG_ITEM,
            header=f"根据条款{number}",
            field="CF_YJ",
            unit=house.units[Place.COUNTY].id,
        )


def more_groups(house: House) -> None:
    """Make groups with a member each."""
    for number in range(MORE):
        group = services.create_group(
            actor=house.platform.system, now=house.now, key=f"grown-{number}", name=f"测试分组{number}"
        )
        for place in (Place.COUNTY, Place.OTHER):
            services.join_group(
                actor=house.platform.system,
                now=house.now,
                group=group.id,
                unit=house.units[place].id,
                valid_from=factories.BEGINNING,
            )


def more_items(house: House) -> None:
    """Put items in force, each with its own fields."""
    office = actor_at(house, Place.CITY, Role.CREDIT_OFFICE)
    day = queries.day_of(house.now)
    for number in range(MORE):
        key = f"grown-{number}"
        making.made(office, house.now, key=key)
        seen, papers = making.seen(office, key), making.amending(house.now)
        put_in_force(actor=office, now=house.now, key=key, seen=seen, after=0, on=day, papers=papers)


def more_plans(house: House) -> None:
    """Want plans of new units."""
    more_units(house)
    office = actor_at(house, Place.CITY, Role.CREDIT_OFFICE)
    for number in range(MORE):
        ask_for_plan(actor=office, now=house.now, unit=f"grown-{number}", due_on=None, paper="测试文件")


def more_messages(house: House) -> None:
    """Send messages and papers."""
    for _number in range(MORE):
        objects.papers_of(house, Place.CITY)


def more_entries(house: House) -> None:
    """Leave entries in the trail."""
    more_clients(house)


def more_submissions(house: House) -> None:
    """Send files of one unit."""
    for number in range(MORE):
        objects.submission_of(house, Place.CITY, document=f"示市监处罚〔2026〕{100 + number}号")


def more_drafts(house: House) -> None:
    """Begin drafts, each with something in it."""
    for number in range(MORE):
        reporter = actor_at(house, Place.CITY, Role.REPORTER)
        draft = start_draft(actor=reporter, now=house.now, unit=house.units[Place.CITY].id, item="penalty-organisation")
        save_draft(actor=reporter, now=house.now, draft=draft.public_id, values={"CF_WSH": f"{number}号"})


def more_tasks(house: House) -> None:
    """Add tasks to the plan, each near its day, and hand in evidence for them."""
    year = queries.day_of(house.now).year
    office = actor_at(house, Place.CITY, Role.CREDIT_OFFICE)
    due = queries.day_of(house.now) + timedelta(days=3)
    for number in range(MORE):
        add_task(
            actor=office,
            now=house.now,
            year=year,
            state=PlanState.PUBLISHED,
            text=replace(TEXT, title=f"任务{number}", units=(Named(house.units[Place.CITY].name),), due_on=due),
            reason="增加",
        )
        no = number + 2
        reporter = actor_at(house, Place.CITY, Role.REPORTER)
        give_evidence(actor=reporter, now=house.now, year=year, no=no, upload=scan(), words="测试")


def more_reporting(house: House) -> None:
    """Have new units declare an item, and send each a letter."""
    more_units(house)
    office, day = actor_at(house, Place.CITY, Role.CREDIT_OFFICE), queries.day_of(house.now)
    for number in range(MORE):
        unit = queries.units_for(house.platform.system).get(code=f"grown-{number}")
        assign_item(
            actor=office,
            now=house.now,
            unit=unit.id,
            item=objects.CATALOG_ITEM,
            valid_from=day - timedelta(days=62),
            valid_until=None,
            basis="测试依据",
        )
        text = LetterText(day.replace(day=1), "测试通报", "测试正文。", frozenset({unit.id}))
        begin_letter(actor=office, now=house.now, text=text)


def more_codes(house: House) -> None:
    """Let units answer for codes, with faults and old registrations."""
    more_units(house)
    for number in range(MORE):
        unit = queries.units_for(house.platform.system).get(code=f"grown-{number}")
        opened(suspicion(unit, f"91990100{number}", FaultKind.LENGTH))
        set_registrar(
            actor=actor_at(house, Place.CITY, Role.CREDIT_OFFICE),
            now=house.now,
            department="12345678"[number],
            district="",
            unit=unit.id,
        )
        waiting(unit, f"99G{number}")


def more_unidentified(house: House) -> None:
    """Let rows of a unit wait for their subject."""
    first = UnidentifiedRow.objects.filter(unit=house.units[Place.COUNTY]).get()
    for number in range(MORE):
        first.pk, first.public_id, first.row = None, new_opaque_id(), 100 + number
        first.save(force_insert=True)


def more_written_names(house: House) -> None:
    """Say of more ways of writing that they mean a unit."""
    for number in range(MORE):
        add_written_name(
            actor=actor_at(house, Place.CITY, Role.CREDIT_OFFICE),
            now=house.now,
            name=f"又一写法{number}",
            unit=house.units[Place.COUNTY].id,
        )


def more_list_entries(house: House) -> None:
    """Propose organisations for a list."""
    for _number in range(MORE):
        objects.list_entry_of(house, Place.CITY)


def more_objections(house: House) -> None:
    """File objections at the city's unit and accept some."""
    for _ in range(3):
        objections_of(house, Place.CITY)


def more_joint_actions(house: House) -> None:
    """Open joint actions that ask the city's unit, and let entries stand without one."""
    for _number in range(MORE):
        joint_of(house, Place.CITY)


def more_checks(house: House) -> None:
    """Register matters of the city's unit, and check in them."""
    for number in range(MORE):
        check_of(house, Place.CITY, f"又一事项{number}")


LISTS: dict[str, tuple[str, Grow]] = {
    "checks:batches": ("credit-office@city", more_checks),
    "checks:checks": ("credit-office@city", more_checks),
    "checks:consents": ("credit-office@city", more_checks),
    "checks:reports": ("credit-office@city", more_checks),
    "checks:report-batches": ("credit-office@city", more_checks),
    "checks:matters": ("credit-office@city", more_checks),
    "checks:shares": ("credit-office@city", more_checks),
    "measures:board": ("credit-office@city", more_joint_actions),
    "measures:actions": ("credit-office@city", more_joint_actions),
    "measures:entries": ("credit-office@city", more_joint_actions),
    "measures:statistics": ("credit-office@city", more_joint_actions),
    "codes:overview": ("credit-office@city", more_codes),
    "codes:faults": ("credit-office@city", more_codes),
    "codes:rates": ("credit-office@city", more_codes),
    "codes:rates-behind": ("credit-office@city", more_codes),
    "codes:registrars": ("credit-office@city", more_codes),
    "codes:waiting": ("credit-office@city", more_codes),
    "units:units": ("credit-office@city", more_units),
    "units:groups": ("credit-office@city", more_groups),
    "units:staff": ("credit-office@city", more_staff),
    "units:delegations": ("credit-office@city", more_delegations),
    "units:clients": ("credit-office@city", more_clients),
    "audit:trail": ("audit-administrator@office", more_entries),
    "intake:submissions": ("reporter@city", more_submissions),
    "intake:upload": ("reporter@city", more_submissions),
    "catalog:items": ("credit-office@city", more_items),
    "catalog:lists": ("credit-office@city", more_items),
    "catalog:sector-plans": ("credit-office@city", more_plans),
    "notices:inbox": ("case-officer@city", more_messages),
    "notices:papers": ("credit-office@city", more_messages),
    "intake:drafts": ("reporter@city", more_drafts),
    "intake:aliases": ("credit-office@city", more_aliases),
    "intake:unidentified": ("credit-office@city", more_unidentified),
    "intake:authorities": ("credit-office@city", more_written_names),
    "lists:entries": ("credit-office@city", more_list_entries),
    "relief:cases": ("credit-office@city", more_objections),
    "lists:announcement": ("credit-office@city", more_list_entries),
    "oversight:plan": ("credit-office@city", more_tasks),
    "oversight:declarations-overview": ("credit-office@city", more_reporting),
    "oversight:assignments": ("credit-office@city", more_reporting),
    "oversight:letters": ("credit-office@city", more_reporting),
}
"""Pages that list things: who looks, and what makes the list longer."""

NO_LISTS = {
    "checks:checks-file": "streams rows",
    "checks:shares-file": "the shares as a file",
    "checks:new": "a form",
    "checks:consents-file": "streams rows",
    "checks:consent-new": "a form",
    "checks:reports-file": "streams rows",
    "checks:report-new": "a form",
    "checks:report-batch-new": "a form",
    "checks:batch-new": "a form",
    "checks:batch-template": "an empty workbook",
    "checks:matter-new": "a form",
    "measures:board-file": "streams rows",
    "measures:statistics-file": "the numbers as a file",
    "measures:feedback-csv": "streams rows",
    "measures:feedback-xlsx": "streams rows",
    "desk:todo": "joins a few counts",
    "desk:help": "text",
    "desk:reporting": "one line an item of the catalogue, counted by one query for all",
    "desk:alive": "answers the session's clock",
    "desk:subjects": "lists nothing before something is searched; a page of hits is one answer of the search",
    "register:persons": "lists nothing before something is searched, and then one person's records",
    "intake:typing": "lists the catalogue's items, read in one go",
    "units:units-file": "streams rows",
    "intake:unidentified-file": "the list as a file",
    "intake:add-authority": "a form",
    "units:staff-file": "streams rows",
    "units:register": "a form",
    "units:create-group": "a form",
    "units:create-login": "a form",
    "units:delegate": "a form",
    "units:register-client": "a form",
    "audit:export": "a form, then a stream",
    "catalog:create-item": "a form",
    "catalog:editions": "an edition a year; how all of them stand is asked in one go",
    "catalog:list-kinds": "kinds with their versions, read in two queries for all",
    "catalog:measures": "measures with their versions, read in two queries for all",
    "catalog:ask-for-plan": "a form",
    "catalog:make-list-kind": "a form",
    "catalog:make-measure": "a form",
    "catalog:begin-edition": "a form",
    "catalog:import-item": "a form",
    "catalog:create-list": "a form",
    "oversight:import": "a form",
    "oversight:copy": "a form",
    "oversight:declarations": "a form of the own unit's items, read in one go",
    "oversight:difference": "a form",
    "oversight:declarations-file": "the overview as a file",
    "oversight:assign": "a form",
    "oversight:sequences": "the own unit's sequences, read in one go",
    "oversight:answer-gap": "a form",
    "oversight:sequences-overview": "sums over all units, read in one go",
    "oversight:rates": "sums over all units, read in one go",
    "oversight:rates-csv": "the rates as a file",
    "oversight:rates-xlsx": "the rates as a file",
    "oversight:rates-behind": "submissions that are done; the matrix has none",
    "oversight:policies": "what was set, read in one go",
    "oversight:set-policy": "a form",
    "oversight:new-letter": "a form",
    "lists:entries-file": "streams rows",
    "relief:cases-file": "streams rows",
    "relief:file": "a form",
    "relief:file-repair": "a form",
    "relief:repairs": "lists nothing before something is searched, and then one organisation's records",
    "lists:coverage": "one line a field of the law",
    "lists:coverage-file": "one line a field of the law",
    "lists:propose": "a form",
    "lists:batch": "a form",
    "lists:batch-template": "an empty workbook",
    "codes:converted": "as the old subjects that wait, read the same way",
    "codes:look-up": "one number",
    "codes:set-registrar": "a form",
    "codes:overview-file": "the overview as a file",
    "codes:faults-file": "streams rows",
    "codes:rates-file": "the rates as a file",
    "codes:rates-behind-file": "streams rows",
    "codes:waiting-file": "streams rows",
    "codes:converted-file": "streams rows",
}
"""Staff pages without an argument that list nothing."""


def test_of_every_staff_page_it_is_known_whether_it_lists_things() -> None:
    pages = {
        address.name
        for address in ALL
        if not address.arguments and (door := doors_of(address).get("*")) and door.kind == "staff"
    }
    unknown = pages - set(LISTS) - set(NO_LISTS)
    assert unknown == set(), (
        "tests/matrix/test_budgets.py: say in LISTS what makes the page longer, or in NO_LISTS why not"
    )


def asked(things: objects.Things, name: str, who: str) -> list[str]:
    """Return the statements a page sends, after it was shown once."""
    caller = things.house.callers[who]
    client = caller.client()
    caller.sign_in(client)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(name)).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.service
@pytest.mark.parametrize("name", LISTS)
def test_a_longer_list_asks_no_more_often(things: objects.Things, name: str) -> None:
    who, grow = LISTS[name]
    few = asked(things, name, who)
    with transaction.atomic():
        grow(things.house)
        many = asked(things, name, who)
        transaction.set_rollback(True)
    assert len(many) <= len(few), "\n".join(["asked more often:", *sorted(set(many) - set(few))])


@pytest.mark.service
def test_rows_of_other_units_cost_a_registering_unit_no_more_questions(things: objects.Things) -> None:
    house = things.house
    for place in (Place.COUNTY, Place.CITY):
        district = DISTRICTS[place] if place is Place.COUNTY else ""
        city = actor_at(house, Place.CITY, Role.CREDIT_OFFICE)
        set_registrar(actor=city, now=house.now, department="9", district=district, unit=house.units[place].id)
    theirs = UnidentifiedRow.objects.filter(unit=house.units[Place.OTHER])
    theirs.update(departments="159", district=DISTRICTS[Place.OTHER])
    few = asked(things, "intake:unidentified", "reviewer@city")
    first = theirs.get()
    for number in range(MORE):
        first.pk, first.public_id, first.row = None, new_opaque_id(), 100 + number
        first.save(force_insert=True)
    assert len(asked(things, "intake:unidentified", "reviewer@city")) <= len(few)
    assert rows_to_identify(actor_at(house, Place.CITY, Role.REVIEWER)).filter(departments="159").count() == MORE + 1


@pytest.mark.service
def test_a_page_that_asks_row_by_row_is_found(things: objects.Things, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = queries.clients_for
    monkeypatch.setattr(
        queries, "clients_for", lambda actor, **more: whole(actor, **more).select_related(None).prefetch_related(None)
    )
    few = asked(things, "units:clients", "credit-office@city")
    more_clients(things.house)
    assert len(asked(things, "units:clients", "credit-office@city")) > len(few)
