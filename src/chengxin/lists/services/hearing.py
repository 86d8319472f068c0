"""Notice and hearing: the party is told reasons, basis and rights, says what it has to say, and is answered."""

from datetime import date, datetime

from chengxin.audit.services import use_case
from chengxin.foundation.actor import Actor
from chengxin.foundation.refusals import Invalid
from chengxin.lists.models import Entry, Paper, Statement, StatementAnswer
from chengxin.lists.rules import doings
from chengxin.lists.rules.entries import MOST_DAYS, Manner, TimeToAnswer
from chengxin.lists.rules.procedure import Move, Need, PaperKind
from chengxin.lists.services.moving import checked_words, moved, require, taken_up
from chengxin.lists.services.papers import make_paper
from chengxin.units.queries import day_of
from chengxin.vault.models import StoredFile
from chengxin.vault.services import Owner, Upload, keep_file


class BadDays(Invalid):
    """The time to answer is no number of days, or nothing says where it stands."""

    code = "lists.bad-days"
    says = "请写明天数（1到{most}）和规定这个天数的文件、条款：没有写明的，不能告知"
    field = "days"


class BadSaidOn(Invalid):
    """A statement was made before the notice, or it is to be made yet."""

    code = "lists.bad-said-on"
    says = "陈述申辩（异议）的日期不能早于送达或者公示，也不能晚于今天"
    field = "said_on"


@use_case
def give_notice(*, actor: Actor, now: datetime, entry: str, seen: int, time: TimeToAnswer) -> Paper:
    """Make the notice of an intended listing, or the public notice of an intended honour; return the paper.

    The law data names no number of days: the unit writes it, with the article that gives it.

    Raises:
        NotPermitted, NotFound, EntryChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
        BadDays: no number of days, or no article.
    """
    actor.require(doings.DECIDE)
    row, step, standing = taken_up(actor, entry, seen, Move.NOTIFY, now, permission=doings.DECIDE)
    if not 1 <= time.days <= MOST_DAYS or not time.basis.strip():
        raise BadDays(most=MOST_DAYS)
    require(row, Move.NOTIFY, standing, {Need.TIME_TO_ANSWER: True})
    row.answer_days, row.answer_working = time.days, time.working
    row.answer_basis = checked_words(time.basis, what="依据", limit=300)
    kind = step.paper or PaperKind.NOTICE
    paper = make_paper(actor, now, row, kind, paragraphs=_intent(row, kind), closing=_rights(kind, time))
    moved(
        actor,
        now,
        row,
        Move.NOTIFY,
        to=step.to,
        action=doings.NOTIFIED,
        changed=("answer_days", "answer_working", "answer_basis"),
        facts={"paper": paper.written_number, "days": time.days, "working": time.working},
    )
    return paper


def _intent(entry: Entry, kind: PaperKind) -> tuple[str, ...]:
    if kind is PaperKind.PUBLIC_NOTICE:
        return (f"经审核和与失信名单交叉比对，拟将{entry.subject_name}列入{entry.kind_name}，现予公示。",)
    return (f"经审核，拟将你单位列入{entry.kind_name}。现将事由、依据和你单位的权利告知如下。",)


def _rights(kind: PaperKind, time: TimeToAnswer) -> tuple[str, ...]:
    if kind is PaperKind.PUBLIC_NOTICE:
        return (
            f"公示期自公示次日起{time.words}（{time.basis.strip()}）。",
            "对公示内容有异议的，可以在公示期内向本单位书面提出，写明理由；本单位核查后答复。",
        )
    return (
        f"你单位有权陈述申辩：自收到本告知书次日起{time.words}内（{time.basis.strip()}），可以书面或者口头提出。",
        "提出的事实、理由和证据，本单位予以核实并答复；逾期没有提出的，视为放弃。",
        "本告知书不是列入决定。作出列入决定的，另行送达决定书。",
    )


@use_case
def hear_statement(
    *,
    actor: Actor,
    now: datetime,
    entry: str,
    seen: int,
    manner: Manner,
    said_on: date,
    words: str,
    scan: Upload | None,
) -> Statement:
    """Write down what the party said before the decision, or an objection to an honour, and return it.

    ``scan`` is the paper that was handed in, if there is one; the hash of what was kept stands in the move and the
    trail.

    Raises:
        NotPermitted, NotFound, EntryChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
        BadSaidOn: the day does not fit.
        FileRefused: the scan is not taken.
        NoRoom: the disk is full; nothing is kept.
    """
    actor.require(doings.HEAR)
    row, step, standing = taken_up(actor, entry, seen, Move.HEAR, now, permission=doings.HEAR)
    require(row, Move.HEAR, standing, {Need.WORDS: bool(words.strip())})
    public = next((one for one in standing.papers if one.kind == PaperKind.PUBLIC_NOTICE.value), None)
    first = day_of(public.made_at) if public else standing.delivered[PaperKind.NOTICE]
    if not first <= said_on <= day_of(now):
        raise BadSaidOn
    said, kept = checked_words(words), _kept(actor, now, row, scan)
    statement = Statement.objects.create(
        entry=row, said_on=said_on, manner=manner.value, words=said, scan=kept, at=now, by_name=actor.name
    )
    facts = {"manner": manner.value, "scan": kept.sha256 if kept else None}
    moved(actor, now, row, Move.HEAR, to=step.to, action=doings.STATEMENT_HEARD, facts=facts)
    return statement


def _kept(actor: Actor, now: datetime, entry: Entry, scan: Upload | None) -> StoredFile | None:
    if scan is None:
        return None
    return keep_file(
        actor=actor,
        now=now,
        purpose=doings.STATEMENT,
        upload=scan,
        unit=entry.unit_id,
        owner=Owner("lists", "entry", entry.public_id),
    )


@use_case
def answer_statement(
    *, actor: Actor, now: datetime, entry: str, seen: int, followed: bool, words: str
) -> StatementAnswer:
    """Answer the oldest statement that waits, and say whether it is followed; return the answer.

    Raises:
        NotPermitted, NotFound, EntryChangedMeanwhile, MoveNotOpen, SomethingMissing: of the move.
    """
    actor.require(doings.DECIDE)
    row, step, standing = taken_up(actor, entry, seen, Move.ANSWER, now, permission=doings.DECIDE)
    require(row, Move.ANSWER, standing, {Need.WORDS: bool(words.strip())})
    waiting = next(one for one in standing.statements if not hasattr(one, "answer"))
    answer = StatementAnswer.objects.create(
        statement=waiting, followed=followed, words=checked_words(words), at=now, by_name=actor.name
    )
    moved(actor, now, row, Move.ANSWER, to=step.to, action=doings.STATEMENT_ANSWERED, facts={"followed": followed})
    return answer
