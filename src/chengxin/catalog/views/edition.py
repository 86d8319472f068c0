"""An edition: what is in it, how far it is, what was said of it; and one of its items as the edition has it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chengxin.catalog import queries, rules
from chengxin.catalog.models import AmendmentPaper, Edition, EditionComment, EditionPaper
from chengxin.catalog.queries import Entry
from chengxin.catalog.rules import Difference, labels
from chengxin.catalog.rules.editions import (
    CHOICE_LABELS,
    OUTCOME_LABELS,
    PART_LABELS,
    STANDARD,
    Choice,
    EditionMove,
    EditionState,
    Outcome,
    Part,
    after,
    choices_for,
    lacking,
)
from chengxin.catalog.views.edition_parts import state_of, title_of, way_to_edition, way_to_editions
from chengxin.catalog.views.parts import Fact, FieldLine, basis_lines, day_words, facts_of, field_line
from chengxin.foundation.doors import staff
from chengxin.foundation.refusals import NotFound
from chengxin.foundation.requests import Request
from chengxin.ui.pieces import Figure
from chengxin.units.queries import day_of, unit_for

LOOKS = {Part.KEPT: "", Part.ADDED: "good", Part.CHANGED: "open", Part.REMOVED: "late"}
OUTCOME_LOOKS = {Outcome.ADOPTED: "good", Outcome.PARTLY: "near", Outcome.NOT_ADOPTED: "done"}


@dataclass(frozen=True)
class EntryLine:
    """An item of an edition; ``choices`` are the buttons of who keeps the catalogue while it may be changed."""

    name: str
    key: str
    part: str
    look: str
    disclosure: str
    own: bool
    address: str
    comments: int
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class StepLine:
    """A step of the procedure; ``lacks`` is what is not on record yet, ``file`` leads to the paper."""

    title: str
    look: str
    state: str
    words: str
    basis: str
    file: str
    record: str


@dataclass(frozen=True)
class CommentLine:
    """A comment with its answer; ``sender`` leads to the contact somebody of the public left."""

    who: str
    about: str
    words: str
    proposal: str
    at: datetime
    look: str
    outcome: str
    answer: str
    address: str
    sender: str


@dataclass(frozen=True)
class Amendment:
    """A version that came in force by itself while the edition was; ``papers`` as (words, address of the file)."""

    name: str
    number: int
    on: date
    address: str
    papers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class EditionPage:
    """Everything about an edition that the person may see, and what may be done with it."""

    key: str
    title: str
    remark: str
    number: int
    look: str
    state: str
    figures: tuple[Figure, ...]
    entries: tuple[EntryLine, ...]
    steps: tuple[StepLine, ...]
    comments: tuple[CommentLine, ...]
    amendments: tuple[Amendment, ...]
    may_keep: bool
    may_comment: bool
    has_before: bool
    moves: frozenset[str]


@require_safe
@staff(rules.SEE_CATALOG)
def edition(request: Request, edition: str) -> HttpResponse:
    """Show an edition: the items that concern the own unit first."""
    row = queries.edition_for(request.actor, edition)
    return render(request, "catalog/edition.html", {"page": _page(request, row), "steps": way_to_editions()})


def _page(request: Request, row: Edition) -> EditionPage:
    actor, today = request.actor, day_of(request.now)
    keeps = queries.keeps(actor)
    state = EditionState(row.state)
    look, words = state_of(actor, row, today)
    entries = queries.entries_of(actor, row)
    comments = list(queries.comments_for(actor, row))
    moves = frozenset(move.value for move in EditionMove if after(state, move) is not None) if keeps else frozenset()
    return EditionPage(
        key=row.key,
        title=title_of(actor, row, today),
        remark=row.remark,
        number=row.number,
        look=look,
        state=words,
        figures=_figures(entries, comments if keeps else []),
        entries=tuple(_entries(request, row, entries, comments)),
        steps=tuple(_steps(request, row, today)) if keeps or state is EditionState.ADOPTED else (),
        comments=tuple(_comments(entries, comments, changeable=keeps and state is EditionState.CONSULTATION)),
        amendments=tuple(_amendments(request, row)),
        may_keep=keeps,
        may_comment=_is_open(row, today) and actor.unit is not None and actor.may(rules.COMMENT_ON_EDITION),
        has_before=row.based_on_id is not None,
        moves=moves,
    )


def _is_open(row: Edition, today: date) -> bool:
    until = row.consultation_ends_on
    return row.state == EditionState.CONSULTATION and until is not None and today <= until


def _figures(entries: Iterable[Entry], comments: list[EditionComment]) -> tuple[Figure, ...]:
    parts = [entry.part for entry in entries]
    found = [Figure(_("目录项"), len(parts) - parts.count(Part.REMOVED), _("个"))]
    found += [
        Figure(_(PART_LABELS[part]), parts.count(part), _("个"))
        for part in Part
        if part is not Part.KEPT and part in parts
    ]
    if comments:
        open_ones = sum(not comment.outcome for comment in comments)
        found.append(Figure(_("没有答复的意见"), open_ones, _("条"), "#comments"))
    return tuple(found)


def _entries(
    request: Request, row: Edition, entries: list[Entry], comments: list[EditionComment]
) -> Iterable[EntryLine]:
    actor = request.actor
    code = unit_for(actor, actor.unit, permission=rules.SEE_CATALOG).code if actor.unit is not None else ""
    counted: dict[str, int] = {}
    for comment in comments:
        if comment.item is not None:
            counted[comment.item.key] = counted.get(comment.item.key, 0) + 1
    changeable = queries.keeps(actor) and after(EditionState(row.state), EditionMove.CHANGE_ITEMS) is not None
    rows = _choices(request, entries) if changeable else {}
    order = sorted(entries, key=lambda one: (code not in one.item.providers, one.part is Part.KEPT, one.item.name))
    for entry in order:
        yield EntryLine(
            name=entry.item.name,
            key=entry.key,
            part=_(PART_LABELS[entry.part]),
            look=LOOKS[entry.part],
            disclosure=_(labels.DISCLOSURE_LABELS[entry.item.disclosure]),
            own=code in entry.item.providers,
            address=reverse("catalog:edition-item", args=[row.key, entry.key]),
            comments=counted.get(entry.key, 0),
            choices=rows.get(entry.key, ()),
        )
    for key, name in _outside(request, entries) if changeable else ():
        yield EntryLine(
            name=name,
            key=key,
            part=_("不在这一版"),
            look="idle",
            disclosure="—",
            own=False,
            address=reverse("catalog:item", args=[key]),
            comments=0,
            choices=rows.get(key, ()),
        )


def _outside(request: Request, entries: list[Entry]) -> list[tuple[str, str]]:
    """Return the items that could be taken into an edition and are not, with their names."""
    inside = {entry.key for entry in entries}
    found = queries.summaries(request.actor, on=day_of(request.now))
    return [(one.key, one.name) for one in found if one.key not in inside and (one.draft or one.version)]


def _choices(request: Request, entries: list[Entry]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the buttons of each item: what may be chosen and is not."""
    now = {entry.key: entry.part for entry in entries}
    chosen = {
        Part.KEPT: Choice.KEEP,
        Part.CHANGED: Choice.TAKE_DRAFT,
        Part.ADDED: Choice.TAKE_DRAFT,
        Part.REMOVED: Choice.REMOVE,
    }
    in_force = queries.versions_in_force(request.actor, on=day_of(request.now))
    found = {}
    for row in queries.catalogue_rows(request.actor):
        offered = choices_for(in_force=row.key in in_force, drafted=row.draft is not None)
        there = chosen[now[row.key]] if row.key in now else Choice.LEAVE_OUT
        found[row.key] = tuple((one.value, _(CHOICE_LABELS[one])) for one in offered if one is not there)
    return found


def _steps(request: Request, row: Edition, today: date) -> Iterable[StepLine]:
    on = row.in_force_from or today
    papers = queries.papers_of(request.actor, row)
    facts = queries.paper_facts(papers)
    may_record = queries.keeps(request.actor) and after(EditionState(row.state), EditionMove.RECORD) is not None
    if row.made_by == STANDARD:
        return
    for step in queries.catalogue_law(on).steps:
        missing = lacking(step, facts.get(step.step))
        paper = papers.get(step.step)
        yield StepLine(
            title=_(step.title),
            look="near" if missing else "good",
            state=_("缺{what}").format(what="、".join(missing)) if missing else _("已登记"),
            words=_paper_words(paper) if paper else step.explanation,
            basis=step.basis,
            file=reverse("vault:file", args=[paper.file.public_id]) if paper and paper.file else "",
            record=f"{reverse('catalog:record-paper', args=[row.key])}?step={step.step}" if may_record else "",
        )


def _paper_words(paper: EditionPaper | AmendmentPaper) -> str:
    parts = [paper.number, day_words(paper.dated_on) if paper.dated_on else ""]
    if paper.begins_on and paper.ends_on:
        parts.append(f"{day_words(paper.begins_on)}—{day_words(paper.ends_on)}")
    return "，".join(part for part in (*parts, paper.result) if part)


def _comments(entries: list[Entry], comments: list[EditionComment], *, changeable: bool) -> Iterable[CommentLine]:
    names = {entry.key: entry.item.name for entry in entries}
    return (_comment(one, names, changeable=changeable) for one in comments)


def _comment(one: EditionComment, names: Mapping[str, str], *, changeable: bool) -> CommentLine:
    outcome = Outcome(one.outcome) if one.outcome else None
    return CommentLine(
        who=one.unit.name if one.unit else _("社会公众"),
        about=names.get(one.item.key, one.item.key) if one.item else _("整个目录"),
        words=one.words,
        proposal=one.proposal,
        at=one.given_at,
        look=OUTCOME_LOOKS[outcome] if outcome else "late",
        outcome=_(OUTCOME_LABELS[outcome]) if outcome else _("没有答复"),
        answer=one.answer,
        address=reverse("catalog:answer-comment", args=[one.public_id]) if changeable else "",
        sender=reverse("catalog:comment-sender", args=[one.public_id]) if one.sender_name or one.sender_contact else "",
    )


def _amendments(request: Request, row: Edition) -> Iterable[Amendment]:
    following = queries.next_after(request.actor, row)
    until = following.in_force_from if following else None
    for version in queries.amendments_of(request.actor, row, until=until):
        address = reverse("catalog:item", args=[version.item.key])
        papers = tuple(_amendment_paper(paper) for paper in version.papers.all())
        yield Amendment(version.definition["name"], version.number, version.in_force_from, address, papers)


def _amendment_paper(paper: AmendmentPaper) -> tuple[str, str]:
    return _paper_words(paper), reverse("vault:file", args=[paper.file.public_id]) if paper.file else ""


@dataclass(frozen=True)
class EntryPage:
    """One item as an edition has it, and what the edition changes of what is in force."""

    name: str
    title: str
    lead: str
    facts: tuple[Fact, ...]
    basis: tuple[str, ...]
    fields: tuple[FieldLine, ...]
    differences: tuple[Difference, ...]
    comment: str
    draft: str


@require_safe
@staff(rules.SEE_CATALOG)
def entry(request: Request, edition: str, key: str) -> HttpResponse:
    """Show one item as an edition has it."""
    row = queries.edition_for(request.actor, edition)
    found = next((one for one in queries.entries_of(request.actor, row) if one.key == key), None)
    if found is None:
        raise NotFound
    before = queries.content_of(request.actor, row.based_on).get(key) if row.based_on else None
    changed = rules.differences(before, found.item) if before and found.part is Part.CHANGED else ()
    today = day_of(request.now)
    may_comment = _is_open(row, today) and request.actor.unit is not None
    may_comment = may_comment and request.actor.may(rules.COMMENT_ON_EDITION)
    may_change = queries.keeps(request.actor) and found.part in {Part.ADDED, Part.CHANGED}
    under_way = row.state in {EditionState.DRAFT, EditionState.CONSULTATION, EditionState.SETTLING}
    page = EntryPage(
        name=found.item.name,
        title=_("“{name}”：{part}").format(name=found.item.name, part=_(PART_LABELS[found.part])),
        lead=title_of(request.actor, row, today),
        facts=facts_of(request.actor, found.item),
        basis=basis_lines(found.item),
        fields=tuple(field_line(found.item, field) for field in found.item.fields),
        differences=tuple(changed),
        comment=f"{reverse('catalog:comment-on-edition', args=[row.key])}?item={key}" if may_comment else "",
        draft=reverse("catalog:draft", args=[key]) if may_change and under_way else "",
    )
    return render(request, "catalog/edition_item.html", {"page": page, "steps": way_to_edition(row)})
