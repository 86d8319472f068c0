"""Putting an item in force: the draft becomes a version for good, from a day on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from chengxin.audit.services import use_case
from chengxin.catalog import queries, rules
from chengxin.catalog.models import AmendmentPaper, ItemVersion
from chengxin.catalog.rules import Item
from chengxin.catalog.rules.editions import Paper
from chengxin.catalog.services.checking import ChangedMeanwhile
from chengxin.catalog.services.drafts import held_draft
from chengxin.catalog.services.paper_facts import (
    PaperFacts,
    StepsLacking,
    keep_paper,
    require_facts,
    require_steps,
)
from chengxin.catalog.services.trail import note_item, told
from chengxin.catalog.services.versions import add_version
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Conflict, Invalid
from chengxin.units.queries import day_of, units_for
from chengxin.vault.services import Upload


class HasFaults(Invalid):
    """What the item says keeps it from being put in force."""

    code = "catalog.has-faults"
    says = "还有{n}处要改，不能生效：{faults}"


class PastDay(Invalid):
    """A definition does not judge what was reported before it."""

    code = "catalog.past-day"
    says = "生效的日子不能早于今天，也不能早于上一版生效的日子（{earliest:%Y年%-m月%-d日}）"
    field = "on"


class SameAsBefore(Conflict):
    """The draft says what the newest version says."""

    code = "catalog.same-as-before"
    says = "草稿和最近一版完全一样，不用再生效"


class UnknownUnit(Invalid):
    """A unit that is to report is not in the directory."""

    code = "catalog.unknown-unit"
    says = "名录里没有这些单位：{units}。请改报送单位"


class InEdition(Conflict):
    """The draft is part of an edition under way and comes in force with it."""

    code = "catalog.in-edition"
    says = "这份草稿在《{title}》里，随那一版目录施行。要单独生效，先从那一版里拿出来"


class NeedsEdition(Invalid):
    """What an edition decides is changed between editions only with the papers of an edition."""

    code = "catalog.needs-edition"
    says = "这些改动由目录版本决定（{changes}），单独生效要有同样的办理材料，否则放进下一版目录。{lacking}"


@dataclass(frozen=True)
class GivenPaper:
    """A paper of an amendment: what is said of its step, and its file if it has one."""

    facts: PaperFacts
    upload: Upload | None = None


@use_case
def put_in_force(
    *, actor: Actor, now: datetime, key: str, seen: int, after: int, on: date, papers: Mapping[str, GivenPaper]
) -> ItemVersion:
    """Put the draft of an item in force from a day on, between editions; the draft is done with.

    ``seen`` is the number of the draft, ``after`` that of the newest version (0: none) as they were looked at.
    ``papers`` are by step. What an edition decides (``rules.decided_by_edition``) needs those that the law of the day
    asks of an edition, and is an amendment of the one in force; another change needs none, and none is kept of it.

    Raises:
        NotPermitted: the actor does not keep the whole catalogue.
        NotFound: nobody works on the item.
        ChangedMeanwhile: the draft was changed, or another version was added.
        PastDay: the day lies before today or before the newest version's.
        HasFaults: something keeps it from being put in force, first of all that it rests on nothing.
        UnknownUnit: one of its providers is not in the directory of units.
        SameAsBefore: nothing changed.
        InEdition: an edition under way takes the draft up.
        NeedsEdition: it changes what an edition decides, and a paper of the law of that day is missing.
        PaperFromTomorrow, WrongPeriod, BadText, FileRefused: of a paper.
    """
    actor.require_everywhere(rules.KEEP_CATALOG)
    draft = held_draft(actor, key, seen)
    if draft.newest != after:
        raise ChangedMeanwhile(by="标准目录")
    row = draft.row
    edition = queries.edition_taking(actor, row)
    if edition is not None:
        raise InEdition(title=edition.title)
    newest = row.versions.order_by("-number").first()
    earliest = max(day_of(now), newest.in_force_from) if newest else day_of(now)
    if on < earliest:
        raise PastDay(earliest=earliest)
    item = draft.item if newest else replace(draft.item, valid_from=on)
    require_no_faults(item, on)
    require_units(actor, item, on)
    if newest and newest.hash == rules.hash_of(item):
        raise SameAsBefore
    before = queries.newest_item(actor, row)
    decided = rules.decided_by_edition(before, item)
    if decided:
        _require_papers(decided, papers, on, day_of(now))
    version = add_version(row, item, in_force_from=on, now=now, by=actor.name)
    if decided:
        _keep_papers(actor, now, version, papers)
    row.draft, row.draft_number, row.discarded = None, row.draft_number + 1, None
    row.save(update_fields=["draft", "draft_number", "discarded"])
    changes = told(difference.words for difference in rules.differences(before, item)) if before else []
    note_item(
        actor,
        now,
        rules.PUT_IN_FORCE,
        item,
        version=version.number,
        in_force_from=on,
        hash=version.hash,
        changes=changes,
        amends=told(decided),
        papers=told(f"{step} {paper.facts.number}".strip() for step, paper in papers.items()) if decided else [],
    )
    return version


def _require_papers(decided: Sequence[str], papers: Mapping[str, GivenPaper], on: date, today: date) -> None:
    for paper in papers.values():
        require_facts(paper.facts, today)
    facts = {step: Paper(**vars(paper.facts), has_file=paper.upload is not None) for step, paper in papers.items()}
    try:
        require_steps(facts, on)
    except StepsLacking as lacking:
        raise NeedsEdition(changes="、".join(told(decided)), lacking=lacking.sentence()) from lacking


def _keep_papers(actor: Actor, now: datetime, version: ItemVersion, papers: Mapping[str, GivenPaper]) -> None:
    for step in queries.catalogue_law(version.in_force_from).steps:
        paper = papers[step.step]
        file = keep_paper(actor, now, paper.upload, kind="amendment-paper") if paper.upload else None
        AmendmentPaper.objects.create(
            version=version, step=step.step, file=file, recorded_at=now, recorded_by=actor.name, **vars(paper.facts)
        )


def require_no_faults(item: Item, on: date) -> None:
    """Do nothing if nothing keeps the item from being put in force on a day.

    Raises:
        HasFaults: something does.
    """
    faults = queries.faults_on(item, on)
    if faults:
        raise HasFaults(n=len(faults), faults="；".join(fault.message for fault in faults))


def require_units(actor: Actor, item: Item, on: date) -> None:
    """Do nothing if the units that are to report the item are in the directory on a day.

    Raises:
        UnknownUnit: one is not.
    """
    known = set(units_for(actor, on=on).filter(code__in=item.providers).values_list("code", flat=True))
    unknown = sorted(item.providers - known)
    if unknown:
        raise UnknownUnit(units="、".join(unknown))
