"""Real names, misspelt by rules, looked for in a database of real names. Nothing of them is kept or shown."""

import csv
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
from django.db import transaction

from bench.rows import Row
from bench.search import CHUNK, database, settle
from chengxin.foundation.actor import system_actor
from chengxin.foundation.identifiers import compose_unified_code, read_registration_number, read_unified_code
from chengxin.foundation.names import may_be_person, search_text
from chengxin.subjects.models import OldNumber, Organisation
from chengxin.subjects.queries.matching import candidates_for, claim_of, linked_by_numbers
from chengxin.subjects.rules import OldNumberKind
from chengxin.subjects.rules.matching import Claim, Places, compared_text, name_parts
from chengxin.subjects.rules.matching.authorities import likely_units
from chengxin.subjects.rules.matching.writing import TRADITIONAL
from chengxin.subjects.services import bulk

MISSPELT = int(os.environ.get("CHENGXIN_BENCH_MISSPELT", "5000"))
JOB = system_actor("bench.matching")
CITY = "99999"

Misspelling = Callable[[str, random.Random, Places], str]


def run(folder: Path, where: Places) -> list[Row]:
    with database():
        known = fill(folder)
        print(f"{len(known)} real names in the database", flush=True)
        return [*odd_rows(folder, known), *misspelt(list(known), known, where), *authorities(folder)]


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fill(folder: Path) -> dict[str, str]:
    """Load the names with their codes, odd ones with invented codes and their old numbers; return code by name."""
    codes: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for row in read(folder, "enterprises_guangxi.csv"):
        if read_unified_code(row["uscc"]).valid:
            codes.setdefault(row["name"], row["uscc"])
    for place, row in enumerate(read(folder, "enterprises_anomalies.csv")):
        name = row["name"].strip()
        if not search_text(name) or may_be_person(name):
            continue
        codes.setdefault(name, compose_unified_code("91", "990199", f"MB{place:06d}"))
        if read_registration_number(row["code_raw"]).valid:
            numbers[codes[name]] = row["code_raw"]
    unique = {code: name for name, code in codes.items()}
    frame = pl.DataFrame({"code": list(unique), "name": list(unique.values())})
    for start in range(0, frame.height, CHUNK):
        with transaction.atomic():
            bulk.match_organisations(frame[start : start + CHUNK])
    ids = dict(Organisation.objects.filter(unified_code__in=list(numbers)).values_list("unified_code", "id"))
    OldNumber.objects.bulk_create(
        OldNumber(organisation_id=ids[code], kind=OldNumberKind.REGISTRATION, number=number)
        for code, number in numbers.items()
    )
    settle()
    return {name: code for code, name in unique.items()}


def claim(name: str, code: str = "", number: str = "") -> Claim:
    return claim_of(name=name, code=code, numbers=[number] if number else [])


def linked(claims: Sequence[Claim]) -> list[str]:
    """Return the codes that the claims were linked to, empty where to none."""
    return [one.code if one else "" for one in linked_by_numbers(JOB, claims)]


def place_of(told: Claim, code: str) -> int:
    """Return at which place (from 1) the right organisation is laid before a person; 0 if it is not."""
    codes = [one.code for one in candidates_for(JOB, told)]
    return codes.index(code) + 1 if code in codes else 0


def odd_rows(folder: Path, known: dict[str, str]) -> list[Row]:
    """Link odd rows: with their own number and name, with another's number; find those with a broken code by name."""
    rows = [row for row in read(folder, "enterprises_anomalies.csv") if row["name"].strip() in known]
    sound = [row for row in rows if read_registration_number(row["code_raw"]).valid]
    names = [row["name"].strip() for row in sound]
    began = time.perf_counter()
    own = linked([claim(name, row["code_raw"]) for name, row in zip(names, sound, strict=True)])
    seconds = time.perf_counter() - began
    turned = linked(
        [claim(name, number=row["code_raw"]) for name, row in zip(names[1:] + names[:1], sound, strict=True)]
    )
    alone = linked([claim(name) for name in names])
    right = sum(code == known[name] for code, name in zip(own, names, strict=True))
    wrong = sum(bool(code) and code != known[name] for code, name in zip(own, names, strict=True))
    print(f"number and name: {right}/{len(names)} linked rightly, {wrong} wrongly", flush=True)
    print(f"another's number: {sum(map(bool, turned))} linked; name alone: {sum(map(bool, alone))} linked", flush=True)
    broken = [row for row in rows if not read_registration_number(row["code_raw"]).valid]
    told = [(claim(row["name"].strip(), row["code_raw"]), known[row["name"].strip()]) for row in broken]
    automatic = linked([one for one, _ in told])
    found = [place_of(*one) for one in told]
    print(
        f"rows with a broken code: {sum(map(bool, automatic))} linked by themselves, "
        f"top 3 {sum(map(bool, found)) / len(found):.4f}, first {found.count(1) / len(found):.4f} of {len(found)}",
        flush=True,
    )
    return [Row("odd real rows linked by number and name", len(names), "rows", (seconds,))]


def misspelt(names: list[str], known: dict[str, str], where: Places) -> list[Row]:
    chance = random.Random(11)
    seconds, found, times = [], Counter[str](), Counter[str]()
    wrong = 0
    for number in range(MISSPELT):
        kind, change = list(MISSPELLINGS.items())[number % len(MISSPELLINGS)]
        name = chance.choice(names)
        other = change(name, chance, where)
        told = claim(other)
        began = time.perf_counter()
        place = place_of(told, known[name])
        seconds.append(time.perf_counter() - began)
        times[kind] += 1
        found[kind] += bool(place)
        wrong += any(code and code != known[name] for code in linked([told]))
    for kind in MISSPELLINGS:
        print(f"top 3, {kind}: {found[kind] / times[kind]:.4f} of {times[kind]}", flush=True)
    print(f"top 3 of all misspelt names: {found.total() / MISSPELT:.4f}; {wrong} wrong links", flush=True)
    print(f"candidates of a name: median {statistics.median(seconds) * 1000:.1f} ms", flush=True)
    return [Row("candidates of a misspelt real name", MISSPELT, "names", (sum(seconds),))]


def authorities(folder: Path) -> list[Row]:
    rows = read(folder, "agency_name_variants_wuhan.csv")
    names = sorted({row["standard_name"] for row in rows})
    plain = {search_text(name): name for name in names}
    taken = [plain.get(search_text(row["variant_as_submitted"]), "") for row in rows]
    wrong = sum(bool(one) and one != row["standard_name"] for one, row in zip(taken, rows, strict=True))
    began = time.perf_counter()
    found = sum(row["standard_name"] in likely_units(row["variant_as_submitted"], names) for row in rows)
    seconds = time.perf_counter() - began
    print(f"authorities: {sum(map(bool, taken))} of {len(rows)} taken by themselves, {wrong} wrongly", flush=True)
    print(f"authorities: top 3 {found / len(rows):.4f} of {len(names)} names", flush=True)
    return [Row("units a name of an authority may mean", len(rows), "names", (seconds,))]


def without_place(name: str, _chance: random.Random, where: Places) -> str:
    parts = name_parts(name, where)
    rest = parts.word + parts.trade + parts.form + parts.branch
    return rest if parts.places and len(rest) > len(parts.form) + 1 else name


def turned_word(name: str, chance: random.Random, where: Places) -> str:
    word = name_parts(name, where).word
    at = name.find(word)
    if at < 0 or len(word) < 2:
        return name
    place = at + chance.randrange(len(word) - 1)
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def other_character(name: str, chance: random.Random, _where: Places) -> str:
    place = chance.randrange(len(name))
    return name[:place] + chance.choice("华海盛达通源丰泰和顺兴隆发昌") + name[place + 1 :]


def left_out(name: str, chance: random.Random, _where: Places) -> str:
    place = chance.randrange(len(name))
    return name[:place] + name[place + 1 :]


def doubled(name: str, chance: random.Random, _where: Places) -> str:
    place = chance.randrange(len(name))
    return name[: place + 1] + name[place:]


def other_form(name: str, _chance: random.Random, _where: Places) -> str:
    if "有限责任公司" in name:
        return name.replace("有限责任公司", "有限公司")
    return name.replace("有限公司", "有限责任公司")


def written_otherwise(name: str, chance: random.Random, _where: Places) -> str:
    place = chance.randrange(1, len(name))
    brackets = name.translate(str.maketrans("（）()", "()（）"))
    return f"{brackets[:place]}\u3000{brackets[place:]}"


def traditional(name: str, _chance: random.Random, _where: Places) -> str:
    forms = {pair[1]: pair[0] for pair in TRADITIONAL.split()}
    return "".join(forms.get(one, one) for one in compared_text(name))


def short_form(name: str, _chance: random.Random, where: Places) -> str:
    parts = name_parts(name, where)
    return parts.word + parts.trade if len(parts.word + parts.trade) >= 4 and not parts.branch else name


MISSPELLINGS: dict[str, Misspelling] = {
    "without its place": without_place,
    "word turned round": turned_word,
    "another character": other_character,
    "a character left out": left_out,
    "a character doubled": doubled,
    "another legal form": other_form,
    "written otherwise": written_otherwise,
    "traditional characters": traditional,
    "word and trade only": short_form,
}
