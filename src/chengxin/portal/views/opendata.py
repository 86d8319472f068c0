"""Open data that is about nobody: the labelled pairs of organisation names."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.foundation.doors import public
from chengxin.foundation.requests import Request
from chengxin.subjects import public as subjects

LABELS = {"same": _("同一名称"), "review": _("要由人看"), "different": _("不同名称")}


@dataclass(frozen=True)
class RuleLine:
    """A rule with its label, its number of pairs, and the first pair."""

    words: str
    label: str
    pairs: int
    left: str
    right: str


@dataclass(frozen=True)
class PairsPage:
    """What is said of the set."""

    pairs: int
    lines: tuple[RuleLine, ...]


@require_safe
@public
def name_pairs(request: Request) -> HttpResponse:
    """Show what the set is, its rules with an example each, and how to have it."""
    found = subjects.name_pairs()
    page = PairsPage(
        pairs=found.pairs,
        lines=tuple(
            RuleLine(one.words, LABELS[one.label], one.pairs, _visible(one.left), _visible(one.right))
            for one in found.rules
        ),
    )
    return render(request, "portal/name_pairs.html", {"page": page})


def _visible(name: str) -> str:
    """Return a name with what can not be seen in it made visible."""
    return "".join(one if one.isprintable() or one == "\u3000" else f"〔U+{ord(one):04X}〕" for one in name)


@require_safe
@public
def name_pairs_csv(request: Request) -> HttpResponse:  # noqa: ARG001  Django hands it over
    """Give the set as csv, as it stands in the repository."""
    return _file(subjects.name_pairs().csv, "text/csv; charset=utf-8", "name-pairs.csv")


@require_safe
@public
def name_pairs_jsonl(request: Request) -> HttpResponse:  # noqa: ARG001  Django hands it over
    """Give the set as lines of JSON."""
    return _file(subjects.name_pairs().jsonl, "application/x-ndjson; charset=utf-8", "name-pairs.jsonl")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
