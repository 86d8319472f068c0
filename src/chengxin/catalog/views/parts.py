"""Parts that several pages show: the way to them, an item's facts, its basis and its fields in words."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from chengxin.catalog import rules
from chengxin.catalog.rules import Field, Item, labels, words
from chengxin.foundation.actor import Actor
from chengxin.ui.pieces import Crumb
from chengxin.units.queries import units_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Fact:
    """One line of an item's facts."""

    label: str
    words: str


@dataclass(frozen=True)
class FieldLine:
    """A field in a table; ``faults`` are what must be changed in it, ``address`` leads to the page that changes it."""

    code: str
    name: str
    kind: str
    length: int
    need: str
    entry: str
    entry_address: str
    disclosure: str
    means: str
    hint: str
    aliases: str
    ours: bool
    faults: tuple[str, ...] = ()
    address: str = ""
    remove: str = ""


def catalogue() -> Crumb:
    """Return the way to the list of items."""
    return Crumb(_("信用信息目录"), reverse("catalog:items"))


def way_to(key: str, name: str) -> tuple[Crumb, ...]:
    """Return the way to the pages below an item."""
    return (catalogue(), Crumb(name, reverse("catalog:item", args=[key])))


def way_to_draft(item: Item) -> tuple[Crumb, ...]:
    """Return the way to the pages below a draft."""
    return (*way_to(item.key, item.name), Crumb(_("草稿"), reverse("catalog:draft", args=[item.key])))


def facts_of(actor: Actor, item: Item) -> tuple[Fact, ...]:
    """Return what an item says of itself, in words."""
    kinds = (labels.SUBJECT_KIND_LABELS[kind] for kind in rules.SubjectKind if kind in item.subject_kinds)
    return (
        Fact(_("归集"), _collection(item)),
        Fact(_("类别"), labels.FAMILY_LABELS[item.family]),
        *_said_in_words(item),
        Fact(_("不利信息"), _("是") if item.adverse else _("不是")),
        Fact(_("来源"), labels.ORIGIN_LABELS[item.origin]),
        Fact(_("关于谁"), "、".join(kinds) or _("没有写")),
        Fact(_("公开属性"), labels.DISCLOSURE_LABELS[item.disclosure]),
        Fact(_("公示期限"), words.publicity_words(item)),
        Fact(_("更新周期"), labels.CYCLE_LABELS[item.cycle]),
        Fact(_("保存期限"), words.retention_words(item)),
        Fact(_("停止报送"), day_words(item.valid_until) if item.valid_until else _("没有写，长期报送")),
        *((Fact(_("只收的严重或恶意情节"), item.grave_ground),) if item.grave_ground else ()),
        Fact(_("记录键"), _key_words(item)),
        Fact(_("报送单位"), _provider_words(actor, item)),
    )


def _said_in_words(item: Item) -> tuple[Fact, ...]:
    """Return what only some items say: their domain, where they come from, a remark."""
    said = (
        (_("领域"), labels.AREA_LABELS[item.area] if item.area else ""),
        (_("信息来源"), item.source),
        (_("说明"), item.remark),
    )
    return tuple(Fact(label, words) for label, words in said if words)


def _key_words(item: Item) -> str:
    names = {field.code: field.name for field in item.fields}
    return "＋".join(names.get(code, code) for code in item.business_key) or _("没有写")


def _provider_words(actor: Actor, item: Item) -> str:
    if not item.providers:
        return _("所有单位")
    names = dict(units_for(actor).filter(code__in=item.providers).values_list("code", "name"))
    return "、".join(names.get(code, code) for code in sorted(item.providers))


def day_words(day: date) -> str:
    """Return a day as sentences write it."""
    return _("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)


def basis_lines(item: Item) -> tuple[str, ...]:
    """Return what an item rests on."""
    return tuple(words.basis_words(basis) for basis in item.basis)


def field_line(item: Item, field: Field, *, faults: tuple[str, ...] = (), draft: bool = False) -> FieldLine:
    """Return a field in words; of a draft with the ways to change it."""
    query = f"?code={field.code}"
    entry = field.list
    return FieldLine(
        code=field.code,
        name=field.name,
        kind=labels.TYPE_LABELS[field.type],
        length=field.length,
        need=words.need_words(item, field),
        entry=entry.name if entry else "",
        entry_address=reverse("catalog:list", args=[entry.key]) if entry else "",
        disclosure=labels.DISCLOSURE_LABELS[field.disclosure],
        means=labels.MEANS_LABELS[field.means] if field.means else "",
        hint=field.hint,
        aliases="、".join(field.aliases),
        ours=field.ours,
        faults=faults,
        address=reverse("catalog:field", args=[item.key]) + query if draft else "",
        remove=reverse("catalog:remove-field", args=[item.key]) + query if draft else "",
    )


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Return a file to be kept, not shown."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _collection(item: Item) -> str:
    if item.by_procedure:
        return _("由平台的认定程序产生，单位不报送")
    return _("已归集") if item.collected else _("尚未归集")
