"""What the desk says of a kind of list and of a measure: heads and cells of the tables, facts of one."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from chengxin.catalog.queries.kept import Shelf
from chengxin.catalog.rules import basis_words, labels
from chengxin.catalog.rules.kind_differences import NOTHING, Names
from chengxin.catalog.rules.kind_words import (
    ENTRY_FIELD_LABELS,
    FORCE_LABELS,
    LEVEL_LABELS,
    LIST_TYPE_LABELS,
    MEASURE_KIND_LABELS,
    ORDERED_BY_LABELS,
    months_words,
    term_words,
)
from chengxin.catalog.rules.list_kinds import EntryField, ListKind
from chengxin.catalog.rules.measures import Measure
from chengxin.catalog.views.parts import Fact, day_words


def heads_of(shelf: Shelf) -> tuple[str, ...]:
    """Return the heads of the columns between the name and the state."""
    if shelf.is_measures:
        return (_("种类"), _("由谁决定"), _("依据"), _("期限"))
    return (_("种类"), _("列入机关"), _("依据"), _("期限"))


def line_cells(entry: ListKind | Measure) -> tuple[str, ...]:
    """Return what stands under the heads."""
    if isinstance(entry, Measure):
        return (
            MEASURE_KIND_LABELS[entry.kind],
            ORDERED_BY_LABELS[entry.ordered_by],
            basis_words(entry.basis),
            entry.term.words,
        )
    bases = "；".join(basis_words(one) for one in entry.basis)
    return (LIST_TYPE_LABELS[entry.type], "、".join(entry.listing_bodies), bases, term_words(entry.term))


def facts_of_kept(entry: ListKind | Measure, names: Names) -> tuple[Fact, ...]:
    """Return what a kind or a measure says of itself; ``names`` as ``names_kept`` gives them."""
    own = _measure_facts(entry, names) if isinstance(entry, Measure) else _kind_facts(entry, names)
    return (
        *own,
        Fact(_("本市的单位"), _named("units", entry.units, names) or _("没有")),
        Fact(_("从哪一天起"), day_words(entry.in_force_from)),
        *((Fact(_("最后一天"), day_words(entry.last_day)),) if entry.last_day else ()),
        *((Fact(_("说明"), entry.remark),) if entry.remark else ()),
    )


def _named(part: str, keys: Iterable[str], names: Names) -> str:
    called = names.get(part, NOTHING)
    return "、".join(called.get(key, key) for key in keys)


def _kind_facts(kind: ListKind, names: Names) -> tuple[Fact, ...]:
    standards = kind.standards
    told = _("没有登记")
    if standards:
        issued = day_words(standards.issued_on)
        told = f"《{standards.title}》（{standards.number}），{standards.issuer}，{issued}\n{standards.text}".strip()
    shown = (ENTRY_FIELD_LABELS[one] for one in EntryField if one in kind.public_fields)
    return (
        Fact(_("种类"), LIST_TYPE_LABELS[kind.type]),
        Fact(_("领域"), _named("field", [kind.field], names)),
        Fact(_("地区"), _named("region", [kind.region], names)),
        Fact(_("列入机关"), "、".join(kind.listing_bodies)),
        *((Fact(_("由外部机关决定"), _("是，本市平台只登记和公布")),) if kind.decided_elsewhere else ()),
        Fact(_("依据"), "；".join(basis_words(one) for one in kind.basis)),
        Fact(_("依据层级"), LEVEL_LABELS[kind.basis_level]),
        Fact(_("认定标准"), told),
        Fact(_("期限"), f"{term_words(kind.term)}，{_('依据')}{basis_words(kind.term.basis)}"),
        Fact(_("退出规则"), kind.exit_rule),
        Fact(_("公开的内容"), "、".join(shown)),
        Fact(_("自然人"), basis_words(kind.persons) if kind.persons else _("不公开")),
    )


def _measure_facts(measure: Measure, names: Names) -> tuple[Fact, ...]:
    most = f"，{_('最长')}{months_words(measure.term.months)}" if measure.term.months else ""
    return (
        Fact(_("种类"), MEASURE_KIND_LABELS[measure.kind]),
        Fact(_("内容"), measure.content),
        Fact(_("实施机关"), "、".join(measure.implementing)),
        Fact(_("由谁决定"), ORDERED_BY_LABELS[measure.ordered_by]),
        Fact(_("应当或者可以"), FORCE_LABELS[measure.force]),
        Fact(_("依据"), basis_words(measure.basis)),
        Fact(_("期限"), f"{measure.term.words}{most}，{_('依据')}{basis_words(measure.term.basis)}"),
        Fact(_("事项"), measure.matter),
        Fact(_("触发的名单"), _named("list_kinds", measure.list_kinds, names) or "—"),
        Fact(_("触发的目录项"), _named("items", measure.items, names) or "—"),
        Fact(_("对谁"), "、".join(labels.SUBJECT_KIND_LABELS[one] for one in measure.subjects)),
    )
