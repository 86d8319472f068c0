"""One million penalties that never were, with faults of known kinds in known rows.

Every row is sound but those a fault was put into. ``TRUTH`` of a fault is all that has to be found about its row: no
more and no less. Names and document numbers differ from row to row, so nothing else is equal by chance.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from bench.load import invented
from chengxin.catalog.adapters import standard_items
from chengxin.foundation.identifiers import compose_unified_code, unified_code_check
from chengxin.foundation.identifiers.unified_code import ALPHABET

ITEM = standard_items()["penalty-organisation"]
RECEIVED = date(2026, 6, 30)
"""The day after the youngest decision of ``bench.load.invented``."""
ON_TIME_DAYS = 6
LATE_DAY = "2026/05/11"
ORGANISATIONS = 60_000
ROWS_OF_A_FAULT = 400
"""Of a million rows; a smaller file has as many for its size, so that nobody has more faults to tell of."""
CODE, NAME, CF_LB = "CF_XDR_SHXYM", "CF_XDR_MC", "CF_XDR_LB"
SPARE = compose_unified_code("91", "990199", "XXBENCH9")
TRADER = compose_unified_code("92", "990199", "XXBENCH8")

Cells = dict[str, str | None]


def other(character: str) -> str:
    """Return another character of the codes' alphabet."""
    return ALPHABET[(ALPHABET.index(character) + 1) % len(ALPHABET)]


def wrong_inside(code: str) -> str:
    """Return the code with a wrong check inside and a right one at its end."""
    start = code[:16] + ("1" if code[16] != "1" else "2")
    return start + unified_code_check(start)


@dataclass(frozen=True)
class Fault:
    """A kind of fault: what it changes in a row, and what must be found then, as (field, code)."""

    name: str
    change: Callable[[Cells], Cells]
    truth: tuple[tuple[str, str], ...]


def put(**cells: str | None) -> Callable[[Cells], Cells]:
    """Return what puts cells into a row."""
    return lambda _row: dict(cells)


def code_by(change: Callable[[str], str]) -> Callable[[Cells], Cells]:
    """Return what changes the organisation's code; its name is another too, as the right code stands in other rows."""
    return lambda row: {CODE: change(str(row[CODE])), NAME: f"演示错码{row['CF_WSH']}"}


FAULTS = (
    Fault("an empty cell that must be filled", put(CF_YJ=None), (("CF_YJ", "missing"),)),
    Fault("a word for nothing in a cell that must be filled", put(CF_CFJG="——"), (("CF_CFJG", "missing"),)),
    Fault("a fine without its amount", put(CF_CFLB="罚款", CF_NR_FK=None), (("CF_NR_FK", "missing"),)),
    Fault(
        "an organisation without representative",
        put(CF_XDR_LB="法人及非法人组织", CF_XDR_SHXYM=SPARE, CF_XDR_MC="演示备用一厂", CF_FRDB=None),
        (("CF_FRDB", "missing"),),
    ),
    Fault("a text that is too long", put(CF_FRDB="某" * 51), (("CF_FRDB", "too-long"),)),
    Fault("a day that there is not", put(CF_YXQ="2027-02-30"), (("CF_YXQ", "bad-type"),)),
    Fault("a year of two digits", put(CF_GSJZQ="27/6/1"), (("CF_GSJZQ", "bad-type"),)),
    Fault("an amount in words", put(CF_NR_FK="两千元"), (("CF_NR_FK", "bad-type"),)),
    Fault("a negative amount", put(CF_NR_FK="-0.2"), (("CF_NR_FK", "bad-type"),)),
    Fault("a choice that there is not", put(CX_CFCX="一般程序甲"), (("CX_CFCX", "not-in-code-list"),)),
    Fault("one of several choices that there is not", put(CF_CFLB="警告;罚金"), (("CF_CFLB", "not-in-code-list"),)),
    Fault("a code with a character too few", code_by(lambda code: code[:17]), ((CODE, "bad-length"),)),
    Fault(
        "a code with a letter that is never used",
        code_by(lambda code: code[:9] + "O" + code[10:]),
        ((CODE, "bad-character"),),
    ),
    Fault(
        "a code with a wrong last character",
        code_by(lambda code: code[:17] + other(code[17])),
        ((CODE, "bad-check-digit"),),
    ),
    Fault("a code with a wrong check inside", code_by(wrong_inside), ((CODE, "bad-inner-check-digit"),)),
    Fault("a placeholder for a code", put(CF_CFJGDM="00000000000000000X"), (("CF_CFJGDM", "placeholder-code"),)),
    Fault(
        "a code of a category that there is not",
        put(CF_SJLYDM=compose_unified_code("98", "990199", "XXBENCH7")),
        (("CF_SJLYDM", "unknown-category"),),
    ),
    Fault("a character that was lost", put(BZ="当事人\ufffd已改正"), (("BZ", "broken-character"),)),
    Fault(
        "a trader said to be an organisation",
        put(CF_XDR_LB="法人及非法人组织", CF_XDR_SHXYM=TRADER, CF_XDR_MC="演示备用二店"),
        (("CF_XDR_LB", "kind-mismatch"),),
    ),
    Fault(
        "an organisation said to be a trader",
        put(CF_XDR_LB="个体工商户", CF_XDR_SHXYM=SPARE, CF_XDR_MC="演示备用一厂"),
        (("CF_XDR_LB", "kind-mismatch"),),
    ),
    Fault("a natural person", put(CF_XDR_LB="自然人"), (("CF_XDR_LB", "kind-mismatch"),)),
    Fault("a decision of tomorrow", put(CF_JDRQ="2026/07/01"), (("CF_JDRQ", "future-date"),)),
    Fault("a day before the republic", put(CF_JDRQ="1948/05/01"), (("CF_JDRQ", "implausible-date"),)),
    Fault("an end before the decision", put(CF_YXQ="2020-01-01"), (("CF_YXQ", "date-order"),)),
    Fault("a decision reported late", put(CF_JDRQ=LATE_DAY), (("CF_JDRQ", "late"),)),
    Fault("a simple procedure by its name", put(CX_CFCX="简易程序"), (("CX_CFCX", "not-collected"),)),
    Fault("a simple procedure by its words", put(CF_NR="当场处罚，罚款五十元"), (("CF_NR", "not-collected"),)),
    Fault("a wrong check in an organisation code", put(CF_XDR_ZZJG="XXBENCH91"), (("CF_XDR_ZZJG", "bad-check-digit"),)),
)


def rows(count: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return a file's rows as texts by column code, and the truth: ``row`` (1 is the first), ``field``, ``code``."""
    about = invented.organisations(ORGANISATIONS, seed=11)
    numbers = pl.Series("number", range(count), dtype=pl.Int64)
    told = about[(numbers % about.height)].with_columns(numbers)
    # names of one file that are equal are a finding of their own
    told = told.with_columns(name=pl.format("{}{}", "name", pl.col("number") % about.height))
    day = pl.lit(invented.LAST_DAY).str.to_date() - pl.duration(days=pl.int_range(pl.len()) % ON_TIME_DAYS)
    sound = invented.penalties(told).with_columns(CF_JDRQ=day.dt.strftime("%Y/%m/%d"), CX_SXCD=pl.lit("一般"))
    return _with_faults(sound)


def _with_faults(sound: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Put each fault into rows of its own, evenly over the file, with twins and namesakes at the end."""
    each = max(1, sound.height * ROWS_OF_A_FAULT // 1_000_000)
    step = sound.height // (each * (len(FAULTS) + 2))
    changes: dict[str, tuple[list[int], list[str | None]]] = {code: ([], []) for code in sound.columns}
    truth: list[tuple[int, str, str]] = []

    def change(place: int, cells: Cells) -> None:
        for code, value in cells.items():
            changes[code][0].append(place)
            changes[code][1].append(value)

    for number in range(each * (len(FAULTS) + 2)):
        place, kind = number * step, number % (len(FAULTS) + 2)
        if kind < len(FAULTS):
            fault = FAULTS[kind]
            change(place, fault.change(sound.row(place, named=True)))
            truth += [(place + 1, field, code) for field, code in fault.truth]
        elif kind == len(FAULTS):  # the row after it is the same fact again
            change(place + 1, sound.row(place, named=True))
            truth.append((place + 2, "CF_WSH", "duplicate-in-file"))
        else:  # the row after it has the same name and another code
            change(place, {NAME: f"演示同名{place}", CF_LB: "法人及非法人组织", CODE: SPARE})
            change(place + 1, {NAME: f"演示同名{place}", CF_LB: "个体工商户", CODE: TRADER})
            truth += [(place + 1, NAME, "same-name"), (place + 2, NAME, "same-name")]
    faulty = sound.with_columns(
        sound[code].scatter(places, pl.Series(values, dtype=pl.String)) for code, (places, values) in changes.items()
    )
    schema = {"row": pl.UInt32, "field": pl.String, "code": pl.String}
    return faulty, pl.DataFrame(truth, schema=schema, orient="row")
