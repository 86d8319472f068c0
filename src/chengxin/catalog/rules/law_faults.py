"""What the law of a day and place holds against an item: excluded kinds, supplements without rank."""

import unicodedata
from collections.abc import Iterable, Iterator

from chengxin.catalog.rules.faults import Fault
from chengxin.catalog.rules.item import Item, Origin
from chengxin.law.catalogues import CatalogueRules, Excluded
from chengxin.law.rows import LEVELS


def law_faults(item: Item, law: CatalogueRules) -> list[Fault]:
    """Return what the law holds against the item and why; names of fields are looked at like the item's own."""
    return [*_of_kinds(item, law.excluded), *_of_origin(item, law)]


def _of_kinds(item: Item, excluded: Iterable[Excluded]) -> Iterator[Fault]:
    for kind in excluded:
        if kind.unless_grave and item.grave_ground.strip():
            continue
        for code, name in (("", item.name), *((field.code, field.name) for field in item.fields)):
            if any(word in _plain(name) for word in kind.words):
                yield Fault("excluded-kind", code, _words(kind, name))


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _words(kind: Excluded, name: str) -> str:
    words = f"“{name}”属于“{kind.title}”一类，不得作为信用信息归集：{kind.reason}"
    if kind.unless_grave:
        words += "。只收情节严重或恶意的，请在“基本情况”里写明是什么情节"
    return words


def _of_origin(item: Item, law: CatalogueRules) -> Iterator[Fault]:
    """A local supplement rests on an instrument of a rank the law names, which the law's own list has to know."""
    if item.origin is not Origin.LOCAL_SUPPLEMENT or not law.supplement_levels or not item.basis:
        return
    if not any(law.levels.get(basis.instrument) in law.supplement_levels for basis in item.basis):
        ranks = "、".join(LEVELS[level] for level in law.supplement_levels)
        yield Fault(
            "supplement-rank",
            "",
            f"地方补充目录的依据里要有一件{ranks}，从法规库里选：{law.supplement_reason}",
        )
