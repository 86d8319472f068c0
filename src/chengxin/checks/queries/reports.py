"""What a report says, read as it is now: the public part through the portal's views, the other with a permission."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q, QuerySet

from chengxin.catalog import public as catalog
from chengxin.catalog.queries.items import judging_item
from chengxin.catalog.rules import Disclosure, Item
from chengxin.checks.models import Report, ReportBatch
from chengxin.checks.rules.answers import Ground, may_see, seen_columns, seen_values
from chengxin.checks.rules.reports import (
    IN_REPORTS,
    MOST_RECORDS,
    SEE_REPORTS,
    FrozenField,
    FrozenRecord,
    section_of,
)
from chengxin.foundation.actor import Actor, Permission
from chengxin.foundation.refusals import Conflict, NotFound
from chengxin.foundation.scoping import within
from chengxin.register import public as register
from chengxin.register.public import RecordView
from chengxin.register.queries.known import KnownFact, known_now
from chengxin.register.rules import words_of
from chengxin.subjects.public import OrganisationFacts
from chengxin.subjects.queries.identifying import organisations_by_codes
from chengxin.units import public as units

LONGEST_TITLE = 40
TITLES = ("offence", "listed-for", "facts", "certificate-name", "document-name", "summary")


class TooManyRecords(Conflict):
    """A paper of so many records is no paper."""

    code = "checks.too-many-records"
    says = "公示的信息超过{most}条，不能制成一份报告，请在页面上查看"


def reports_for(actor: Actor, text: str = "") -> QuerySet[Report]:
    """Return the authorised reports that units in the actor's reach made, the newest first.

    ``text`` narrows them to a part of the name or of the number, or to a whole code.
    """
    reach = within(actor.scope(SEE_REPORTS), unit="unit", district="unit__district")
    found = Report.objects.filter(reach, unit__isnull=False).select_related("unit", "subject").order_by("-id")
    sought = text.strip()
    if not sought:
        return found
    about = Q(subject_name__contains=sought) | Q(subject__unified_code=sought.upper()) | Q(number__icontains=sought)
    return found.filter(about)


def batches_for(actor: Actor, *, permission: Permission = SEE_REPORTS) -> QuerySet[ReportBatch]:
    """Return the batches of reports that units in the actor's reach ordered, the newest first."""
    reach = within(actor.scope(permission), unit="unit", district="unit__district")
    found = ReportBatch.objects.filter(reach).select_related("unit")
    return found.annotate(made=Count("reports")).order_by("-id")


def batch_for(actor: Actor, public_id: str, *, permission: Permission = SEE_REPORTS) -> ReportBatch:
    """Return a batch of reports in reach, with ``made``, the number of its reports.

    Raises:
        NotFound: there is none, or not in reach.
    """
    row = batches_for(actor, permission=permission).filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def reports_of(batch: ReportBatch) -> QuerySet[Report]:
    """Return the reports of a batch that a scoped query found, by line."""
    return batch.reports.select_related("file", "subject").order_by("line")


def report_of_number(number: str) -> Report | None:
    """Return the report with this number; None if there is none."""
    return Report.objects.filter(number=number).first()


def report_of_hash(pdf_hash: str) -> Report | None:
    """Return the report whose file has this SHA-256; None if there is none."""
    return Report.objects.filter(pdf_hash=pdf_hash).first()


def registered_of(facts: OrganisationFacts, on: date) -> tuple[FrozenField, ...]:
    """Return the registered facts that are known, as the subject's page shows them."""
    district = units.district_names(on, also=[facts.district])[facts.district]
    said = (
        ("名称", facts.name),
        ("统一社会信用代码", facts.code),
        *facts.old_numbers,
        ("登记状态", facts.status_label),
        ("类别", facts.kind_label),
        ("所在区域", district),
        ("成立日期", str(facts.registered_on or "")),
        ("终止日期", str(facts.closed_on or "")),
        ("登记机关", facts.registering_body),
        ("住所", facts.address),
        ("曾用名", "；".join(facts.former_names)),
        ("经营范围", facts.business_scope),
    )
    return tuple(FrozenField(name, value) for name, value in said if value)


def public_records_of(subject: str, on: date) -> tuple[FrozenRecord, ...]:
    """Return the records that the page of a subject (public id) shows now.

    Raises:
        TooManyRecords: there are more than a report holds.
    """
    items = {key: item for key, item in catalog.items_in_force(on).items() if item.family in IN_REPORTS}
    found: list[RecordView] = []
    after = ""
    while True:
        page = register.records_of(subject, items, after=after, limit=100)
        found += page.records
        if len(found) > MOST_RECORDS:
            raise TooManyRecords(most=MOST_RECORDS)
        if not page.position:
            return tuple(_of_view(one, items[one.item]) for one in found)
        after = page.position


def authorised_records_of(
    actor: Actor, code: str, ground: Ground, on: date, *, permission: Permission
) -> tuple[FrozenRecord, ...]:
    """Return the records about an organisation that the public does not see and this ground opens.

    Only records of items that are shared with the government or on authorisation; what is ended or taken down is gone
    here as everywhere, and what the law keeps from the public of a public item is not told either.

    Raises:
        NotPermitted: the actor may not.
    """
    known = organisations_by_codes(actor, {code}, permission=permission).get(code)
    if known is None:
        return ()
    _moment, facts = known_now(actor, known.family, on=on, permission=permission)
    judged = ((fact, judging_item(fact.item_version)) for fact in facts)
    return tuple(
        _of_fact(fact, item, ground)
        for fact, item in judged
        if item.disclosure is not Disclosure.PUBLIC and item.family in IN_REPORTS and may_see(item, ground)
    )


def _of_view(view: RecordView, item: Item) -> FrozenRecord:
    title = next(filter(None, (view.said(means) for means in TITLES)), view.item_name)
    return FrozenRecord(
        record=view.public_id,
        section=section_of(item).value,
        item=view.item,
        item_name=view.item_name,
        title=title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…",
        adverse=view.adverse,
        disclosure=Disclosure.PUBLIC.value,
        document_number=view.document_number,
        decided_by=view.decided_by,
        basis=view.basis,
        decided_on=str(view.decided_on or ""),
        ends_on=str(view.until.ends_on or ""),
        severity=view.severity,
        disputed=view.disputed,
        fields=tuple(FrozenField(field.name, field.value) for field in view.fields if field.means not in TOLD_ALREADY),
    )


TOLD_ALREADY = frozenset(
    {
        "subject-name",
        "subject-code",
        "subject-category",
        "document-number",
        "decided-on",
        "deciding-body",
        "basis",
        "severity",
    }
)


def _of_fact(fact: KnownFact, item: Item, ground: Ground) -> FrozenRecord:
    return FrozenRecord(
        record=fact.record,
        section=section_of(item).value,
        item=fact.item,
        item_name=item.name,
        title=item.name,
        adverse=item.adverse,
        disclosure=item.disclosure.value,
        document_number=fact.document_number,
        decided_by=fact.deciding_body,
        basis="；".join(f"{one.text}{one.article}" for one in item.basis),
        decided_on=str(fact.decided_on or ""),
        ends_on=str(fact.ends_on or ""),
        severity="",
        disputed=fact.disputed,
        fields=tuple(_fields(fact, item, ground)),
    )


def _fields(fact: KnownFact, item: Item, ground: Ground) -> Iterator[FrozenField]:
    seen = seen_values(seen_columns(item, ground), fact.said)
    for field in item.fields:
        if field.code in seen and (field.means is None or field.means.value not in TOLD_ALREADY):
            yield FrozenField(field.name, words_of(field, seen[field.code]))
