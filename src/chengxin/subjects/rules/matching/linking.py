"""Which organisation a row without a usable code is about: automatic on exact evidence only, else for a person.

Exact is: an old number of the row (工商注册号, or the organisation code) is sound and is that of one organisation
alone, **and** the name is one of that organisation's, present or former, letter by letter but for ways of writing. A
name alone never links, a number alone never does, and a single contradiction leaves it to a person.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from chengxin.foundation.identifiers import read_organisation_code, read_registration_number, read_unified_code, tidy
from chengxin.subjects.rules.kinds import Kind
from chengxin.subjects.rules.matching.comparing import Comparison, Verdict, closeness, compare_parts
from chengxin.subjects.rules.matching.evidence import Aspect, Evidence, Finding
from chengxin.subjects.rules.matching.parts import NameParts

INNER = slice(8, 17)
CODE_LENGTH = 18


@dataclass(frozen=True, slots=True)
class Claim:
    """What a row says of the organisation it is about; what it does not say is empty or None.

    ``code`` is what stands in the code's column, tidied, whatever it is; the numbers are sound ones (``numbers_in``).
    ``category`` is what the row says it is: ``organisation``, ``sole-trader`` or nothing.
    """

    name: NameParts
    code: str
    registration_numbers: frozenset[str]
    organisation_codes: frozenset[str]
    category: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a candidate: a name of it with its time, its code, old numbers by kind, what kind it is."""

    name: NameParts
    current: bool
    valid_from: date | None
    valid_until: date | None
    code: str
    kind: str
    registration_numbers: frozenset[str]
    organisation_codes: frozenset[str]


def numbers_in(texts: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the sound registration numbers and organisation codes among texts; a number of another sort is neither."""
    registrations, organisations = set(), set()
    for text in texts:
        plain, _ = tidy(text)
        if read_registration_number(plain).valid:
            registrations.add(plain)
        elif (reading := read_organisation_code(plain)).valid:
            organisations.add(reading.text.replace("-", ""))
    return frozenset(registrations), frozenset(organisations)


def evidence_for(claim: Claim, known: Known) -> tuple[Comparison, tuple[Evidence, ...]]:
    """Return what comparing the names gave, and all the evidence, numbers first."""
    compared = compare_parts(claim.name, known.name)
    pieces = (*_of_numbers(claim, known), *_of_code(claim, known), *_of_kind(claim, known))
    return compared, (*pieces, *compared.evidence, *_of_period(claim, known))


def may_link(claim: Claim, candidates: Collection[tuple[str, Known]]) -> str | None:
    """Return the one organisation among the candidates (by key) that a row goes to without anybody looking, or None.

    ``candidates`` are all that share a number with the row, each with every name it has.
    """
    numbers = claim.registration_numbers | claim.organisation_codes
    if not numbers:
        return None
    sharing = {key for key, known in candidates if _numbers_of(known) & numbers}
    if len(sharing) != 1:
        return None
    fitting = {key for key, known in candidates if key in sharing and _is_exact(claim, known)}
    return fitting.pop() if fitting else None


def order_of(claim: Claim, known: Known) -> tuple[bool, float]:
    """Return the key by which candidates are laid before a person: a shared number first, then the closest name."""
    numbers = claim.registration_numbers | claim.organisation_codes
    return bool(numbers & _numbers_of(known)) or _one_slip_in_code(claim, known), closeness(claim.name, known.name)


def _is_exact(claim: Claim, known: Known) -> bool:
    compared, evidence = evidence_for(claim, known)
    contradicted = any(piece.finding is Finding.DIFFERS for piece in evidence)
    return bool(known.code) and compared.verdict is Verdict.SAME and not contradicted


def _numbers_of(known: Known) -> frozenset[str]:
    inner = frozenset({known.code[INNER]}) if len(known.code) == CODE_LENGTH else frozenset()
    return known.registration_numbers | known.organisation_codes | inner


def _of_numbers(claim: Claim, known: Known) -> Iterable[Evidence]:
    theirs = _numbers_of(known)
    for aspect, words, mine, of_kind in (
        (Aspect.REGISTRATION_NUMBER, "工商注册号", claim.registration_numbers, known.registration_numbers),
        (Aspect.ORGANISATION_CODE, "组织机构代码", claim.organisation_codes, theirs - known.registration_numbers),
    ):
        shared = sorted(mine & of_kind)
        if shared:
            yield Evidence(aspect, Finding.AGREES, f"{words}{{}}相同，校验正确", (shared[0],))
        elif mine and of_kind:
            yield Evidence(
                aspect, Finding.DIFFERS, f"{words}不同：这一行是{{}}，登记的是{{}}", (min(mine), min(of_kind))
            )


def _of_code(claim: Claim, known: Known) -> Iterable[Evidence]:
    if not claim.code or claim.code in claim.registration_numbers | claim.organisation_codes:
        return
    if claim.code == known.code:
        yield Evidence(Aspect.CODE, Finding.AGREES, "统一社会信用代码相同")
    elif read_unified_code(claim.code).valid:
        yield Evidence(Aspect.CODE, Finding.DIFFERS, "填的是另一个有效的统一社会信用代码")
    elif _one_slip_in_code(claim, known):
        yield Evidence(Aspect.CODE, Finding.NEAR, "填的代码{}和登记的{}只差一位", (claim.code, known.code))
    elif known.code and len(claim.code) == CODE_LENGTH:
        yield Evidence(Aspect.CODE, Finding.DIFFERS, "填的代码{}和登记的{}相差不止一位", (claim.code, known.code))


def _one_slip_in_code(claim: Claim, known: Known) -> bool:
    pairs = zip(claim.code, known.code, strict=False)
    return len(claim.code) == len(known.code) == CODE_LENGTH and sum(a != b for a, b in pairs) == 1


def _of_kind(claim: Claim, known: Known) -> Iterable[Evidence]:
    if not claim.category:
        return
    trader = known.kind == Kind.SOLE_TRADER
    if trader != (claim.category == Kind.SOLE_TRADER.value):
        yield Evidence(Aspect.KIND, Finding.DIFFERS, "一方是个体工商户，一方不是")


def _of_period(claim: Claim, known: Known) -> Iterable[Evidence]:
    day = claim.decided_on
    if day is None or (known.current and known.valid_from is None):
        return
    before = known.valid_from is not None and day < known.valid_from
    after = known.valid_until is not None and day >= known.valid_until
    if before or after:
        says = "决定日期{}不在这个名称的使用时间内"
        yield Evidence(Aspect.PERIOD, Finding.NEAR, says, (day.isoformat(),))
    elif not known.current:
        yield Evidence(Aspect.PERIOD, Finding.AGREES, "曾用名，决定日期在它的使用时间内")
