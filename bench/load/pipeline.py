"""The path of a file into the register, as the product's own functions make it. Small: the product has its own call."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import polars as pl

from chengxin.catalog.adapters import standard_items
from chengxin.catalog.rules import Means
from chengxin.foundation.actor import system_actor
from chengxin.foundation.opaque import new_opaque_id
from chengxin.intake.adapters import read_file
from chengxin.intake.rules import Circumstances, Judgement, judge
from chengxin.intake.rules.staging import key_texts, payloads
from chengxin.law.book import Law
from chengxin.law.book import load as load_law
from chengxin.law.facts import Facts
from chengxin.register import services
from chengxin.subjects.services import bulk

NOW = datetime(2026, 6, 30, 2, 0, tzinfo=UTC)
RECEIVED = date(2026, 6, 30)
JOB = system_actor("intake.load")
ITEMS = standard_items()
PENALTY = ITEMS["penalty-organisation"]
LAW: Law = load_law(None)
ASKED = ("CF_JDRQ", "CX_SXCD", "CF_CFLB", "CX_CFLY", "CX_CFCX")


@dataclass
class Phases:
    """Seconds by phase."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Count the block to the phase."""
        began = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began


def load_file(path: Path, unit: int, phases: Phases) -> Judgement:
    """Take a file from the disk to the public, and return what became of its rows."""
    with phases.of("read"):
        sheet = read_file(path)
    with phases.of("judge"):
        due = Circumstances(RECEIVED, lambda day: LAW.due("double-publicity", day, calendar="national").due_on)
        judgement = judge(PENALTY, sheet, items=ITEMS.values(), circumstances=due)
        del sheet
    load = services.begin_load(submission=new_opaque_id(), unit=unit, item=PENALTY, now=NOW)
    assert judgement.table is not None
    accepted = judgement.table.filter(~pl.col("row").is_in(sorted(judgement.returned)))
    with phases.of("match and merge"):
        chunks = accepted.iter_slices(services.CHUNK_ROWS)
        for _merged in services.merge_chunks(load=load, item=PENALTY, chunks=chunks, stage=partial(staged, {})):
            pass
    with phases.of("settle"):
        bulk.settle()
    with phases.of("show"):
        services.show_load(actor=JOB, now=NOW, load=load.id)
    return judgement


def windows(table: pl.DataFrame, asked: dict[tuple[object, ...], dict[str, object]]) -> pl.DataFrame:
    """Return the window of each different question that the rows put to the law; each is asked once."""
    questions = table.select(ASKED).unique()
    answers = []
    for day, severity, kinds, area, procedure in questions.iter_rows():
        question = (day, severity, tuple(kinds), area, procedure)
        if question not in asked:
            asked[question] = window(*question)
        answers.append(asked[question])
    return questions.hstack(pl.DataFrame(answers, infer_schema_length=None))


def window(day: date, severity: str, kinds: tuple[str, ...], area: str, procedure: str) -> dict[str, object]:
    """Return the columns of a chunk that say how long a record is shown."""
    facts = Facts(severity=severity, kinds=kinds, field=area, procedure=procedure)
    said = LAW.publicity(facts, decided_on=day, as_of=RECEIVED)
    names = ("publish", "starts_on", "minimum_ends_on", "earliest_repair_on", "ends_on", "reason", "law_version")
    return {name: getattr(said, name) for name in names} | {"rule": said.rule or ""}


def staged(asked: dict[tuple[object, ...], dict[str, object]], chunk: pl.DataFrame) -> pl.DataFrame:
    """Return the rows as the register takes them."""
    code, name = (PENALTY.meaning(means) for means in (Means.SUBJECT_CODE, Means.SUBJECT_NAME))
    assert code is not None
    assert name is not None
    found = bulk.match_organisations(chunk.select(code=code.code, name=name.code))
    rows = chunk.select(
        *ASKED,
        "row",
        subject_id=found["organisation_id"],
        business_key=key_texts(chunk, PENALTY),
        payload=payloads(chunk, PENALTY),
        decided_on="CF_JDRQ",
        document_number="CF_WSH",
        deciding_body="CF_CFJG",
        severity="CX_SXCD",
        severity_author=pl.lit("unit"),
    )
    return rows.join(windows(chunk, asked), on=ASKED, how="left", maintain_order="left").select(*services.ROWS)
