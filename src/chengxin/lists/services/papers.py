"""Papers of a procedure: numbered in the unit and year, set, kept, and on their way to the party."""

import io
from dataclasses import asdict
from datetime import date, datetime

from chengxin.foundation.actor import Actor
from chengxin.law.periods import chinese
from chengxin.lists.adapters.papers import PaperText, typeset
from chengxin.lists.models import Entry, Paper
from chengxin.lists.rules import doings
from chengxin.lists.rules.entries import PAPER_TITLES, paper_number
from chengxin.lists.rules.procedure import PaperKind
from chengxin.notices.models import Notice
from chengxin.notices.rules import Channel
from chengxin.notices.services import About, Recipient, Wish, send_notice
from chengxin.units.models import Unit
from chengxin.units.queries import day_of
from chengxin.vault.services import Owner, Upload, keep_file

MARK = "名单"
EVERYBODY = "社会公众"
_PUBLIC = frozenset({PaperKind.PUBLIC_NOTICE})


def make_paper(
    actor: Actor,
    now: datetime,
    entry: Entry,
    kind: PaperKind,
    *,
    paragraphs: tuple[str, ...],
    closing: tuple[str, ...],
    facts: tuple[tuple[str, str], ...] = (),
    signed_by: str = "",
    unsigned: str = "",
    day: date | None = None,
) -> Paper:
    """Make a paper of a procedure: its number, the file in the vault, the notice by which it is served; return it.

    A part of the caller's use case. The unit's row is locked, so that numbers of a year follow each other, while others
    may still write what names the unit. A public notice is posted and served on nobody.
    """
    on = day or day_of(now)
    unit = Unit.objects.select_for_update(no_key=True).get(id=entry.unit_id)
    last = Paper.objects.filter(unit=unit, year=on.year).order_by("-number").values_list("number", flat=True).first()
    number = (last or 0) + 1
    text = PaperText(
        title=PAPER_TITLES[kind],
        number=paper_number(f"{unit.short_name}{MARK}", on.year, number),
        unit=unit.name,
        addressee=EVERYBODY if kind in _PUBLIC else entry.subject_name,
        paragraphs=paragraphs,
        facts=(*facts_of(entry), *facts),
        closing=closing,
        signed_by=signed_by,
        day=chinese(on),
        receipt=kind not in _PUBLIC,
        unsigned=unsigned,
    )
    file = keep_file(
        actor=actor,
        now=now,
        purpose=doings.PAPER,
        upload=Upload(io.BytesIO(typeset(text)), f"{text.title}{text.number}.pdf", "application/pdf"),
        unit=unit.id,
        owner=Owner("lists", "entry", entry.public_id),
    )
    return Paper.objects.create(
        entry=entry,
        kind=kind.value,
        unit=unit,
        year=on.year,
        number=number,
        written_number=text.number,
        title=text.title,
        content=asdict(text),
        file=file,
        notice=None if kind in _PUBLIC else _served(actor, now, entry, text),
        made_at=now,
        made_by_name=actor.shown_name,
    )


def facts_of(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return the lines that every paper of an entry has."""
    return (
        ("名单", entry.kind_name),
        ("主体", entry.subject_name),
        ("统一社会信用代码", entry.subject_code or "没有"),
        ("列入事由", entry.reason),
        ("所依据的文书", f"{entry.ground_body}{entry.ground_number}，{chinese(entry.ground_on)}"),
        ("法定依据", entry.basis),
    )


def _served(actor: Actor, now: datetime, entry: Entry, text: PaperText) -> Notice:
    return send_notice(
        actor=actor,
        now=now,
        template=doings.SERVED_PAPER,
        values={
            "title": text.title,
            "number": text.number,
            "party": entry.subject_name,
            "kind": entry.kind_name,
        },
        recipient=Recipient(party=entry.subject_name[:200]),
        sender_unit=entry.unit_id,
        about=About("lists", "entry", entry.public_id),
        wish=Wish(channels=frozenset({Channel.PAPER})),
    )
