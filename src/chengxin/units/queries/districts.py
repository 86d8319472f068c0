"""The names of divisions, as the standard has them on a day; one with a local code is called as its head unit is."""

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache

from chengxin.law import book
from chengxin.units.models import Unit


def district_names(codes: Iterable[str], on: date) -> dict[str, str]:
    """Return a name for each code; the code itself where neither the standard nor the directory has one."""
    wanted = set(codes)
    standard = {code: standard_name(code, on) for code in sorted(wanted)}
    unnamed = [code for code, name in standard.items() if not name]
    heads = Unit.objects.filter(district__in=unnamed, parent__isnull=True).order_by("-id")
    local = dict(heads.values_list("district", "short_name"))
    return {code: name or local.get(code, code) for code, name in standard.items()}


def districts() -> list[str]:
    """Return the divisions in which there are units."""
    return list(Unit.objects.order_by("district").values_list("district", flat=True).distinct())


@lru_cache(maxsize=1024)
def standard_name(code: str, on: date) -> str:
    """Return the name that the standard has for a code on a day, empty where it has none."""
    place = _law().division(code, on=on)
    return place.name if place else ""


@cache
def _law() -> book.Law:
    return book.load(None)
