"""The names of divisions, as the standard has them on a day; a zone is called as its own unit is."""

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache

from chengxin.law import book
from chengxin.units.models import Unit
from chengxin.units.rules import Level


def district_names(codes: Iterable[str], on: date) -> dict[str, str]:
    """Return a name for each code; the code itself where neither the standard nor the directory has one."""
    wanted = set(codes)
    zones = Unit.objects.filter(level=Level.ZONE, district__in=wanted).order_by("-id")
    local = dict(zones.values_list("district", "short_name"))
    return {code: local.get(code) or _standard_name(code, on) or code for code in sorted(wanted)}


def districts() -> list[str]:
    """Return the divisions in which there are units."""
    return list(Unit.objects.order_by("district").values_list("district", flat=True).distinct())


@lru_cache(maxsize=1024)
def _standard_name(code: str, on: date) -> str:
    place = _law().division(code, on=on)
    return place.name if place else ""


@cache
def _law() -> book.Law:
    return book.load(None)
