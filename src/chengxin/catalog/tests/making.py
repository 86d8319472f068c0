"""What tests of the catalogue stand on: an item of the city's own, made by services field by field."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from chengxin.catalog import queries, services
from chengxin.catalog.models import ListKindRow
from chengxin.catalog.rules import Basis, CodeValue, Family, Field, FieldType, Item, Means, Need
from chengxin.catalog.rules.kind_definitions import hash_of_plain, plain
from chengxin.catalog.rules.list_kinds import ListKind
from chengxin.foundation.actor import Actor
from chengxin.units.queries import day_of
from chengxin.vault.services import Upload
from chengxin.vault.tests.samples import pdf

PUBLISHED = datetime(2021, 1, 1, tzinfo=UTC)
KEY, LIST = "honour-organisation", "honour-level"
LAW = Basis(text="《广西壮族自治区社会信用条例》", article="第八条", instrument="gx-credit-2023")


def field(code: str, name: str, means: Means | None = None, kind: FieldType = FieldType.TEXT) -> Field:
    """Return a field that must be filled."""
    return Field(code=code, name=name, type=kind, length=100, required=Need.ALWAYS, means=means)


FIELDS = (
    field("RY_MC", "主体名称", Means.SUBJECT_NAME),
    field("RY_DM", "统一社会信用代码", Means.SUBJECT_CODE, FieldType.UNIFIED_CODE),
    field("RY_WH", "表彰文件文号", Means.DOCUMENT_NUMBER),
)


def amending(now: datetime) -> dict[str, services.GivenPaper]:
    """Return the papers with which a single item may change what an edition decides."""
    today = day_of(now)
    facts = services.PaperFacts("海政函〔2026〕1号", today, today - timedelta(days=30), today, "收到意见0条")
    return {
        step.step: services.GivenPaper(facts, Upload(BytesIO(pdf()), "件.pdf", "application/pdf"))
        for step in queries.catalogue_law(today).steps
    }


def typed_papers(now: datetime) -> dict[str, Any]:
    """Return the same papers as the page asks for them."""
    return {
        f"{step}-{name}": value
        for step, paper in amending(now).items()
        for name, value in {
            **vars(paper.facts),
            "file": SimpleUploadedFile("件.pdf", pdf(), content_type="application/pdf"),
        }.items()
    }


def seen(actor: Actor, key: str = KEY) -> int:
    """Return the number of the draft as it stands."""
    return queries.draft_for(actor, key).number


def made(actor: Actor, now: datetime, *, key: str = KEY, name: str = "表彰奖励") -> Item:
    """Make an item as a draft that has no fault, with a code list of two values, and return it."""
    services.create_item(actor=actor, now=now, key=key, name=name, family=Family.OTHER)
    with_list(actor, now)
    entry = queries.code_lists(actor)[LIST]
    level = Field("RY_JB", "级别", FieldType.CHOICE, 20, Need.ALWAYS, list=entry)
    for one in (*FIELDS, level):
        services.put_field(actor=actor, now=now, key=key, seen=seen(actor, key), code="", field=one)
    services.set_key(actor=actor, now=now, key=key, seen=seen(actor, key), codes=["RY_WH", "RY_DM"])
    return services.put_basis(actor=actor, now=now, key=key, seen=seen(actor, key), place=None, basis=LAW)


def with_list(actor: Actor, now: datetime) -> None:
    """Make the code list, unless it is there."""
    if LIST in queries.code_lists(actor):
        return
    services.create_list(actor=actor, now=now, key=LIST, name="表彰级别")
    for number, (code, label) in enumerate((("city", "市级"), ("county", "县级"))):
        value = CodeValue(code=code, label=label)
        services.put_value(actor=actor, now=now, key=LIST, seen=number, code="", value=value)


def with_list_kind(kind: ListKind) -> None:
    """Publish a kind of list as it is, without asking what it rests on; from its own first day on."""
    row, _made = ListKindRow.objects.get_or_create(key=kind.key, defaults={"created_at": PUBLISHED})
    definition = plain(kind)
    row.versions.create(
        number=row.versions.count() + 1,
        definition=definition,
        hash=hash_of_plain(definition),
        in_force_from=kind.in_force_from,
        published_at=PUBLISHED,
        published_by="测试",
    )
