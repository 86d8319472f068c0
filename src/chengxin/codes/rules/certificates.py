"""Old numbers and the certificates they stand on: what a text is, and whether the law still takes it on a day.

发改办财金〔2018〕277号: enterprises and farmers' cooperatives from 2018-01-01, the other organisations of the list from
2018-06-30; 个体工商户 are in neither. The days stand in ``data/law/certificates.toml``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from chengxin.foundation.identifiers import (
    Fault,
    IdentifierKind,
    kind_of,
    read_organisation_code,
    read_registration_number,
    tidy,
)
from chengxin.law.answers import CertificateAnswer
from chengxin.law.book import Law
from chengxin.subjects.rules import OldNumberKind

TAX_LENGTH = 15
"""A tax number of an organisation before 2015: six digits of a division and its organisation code."""
ORGANISATION_CODE_CERTIFICATE, LICENCE = "organisation-code-certificate", "licence-without-code"
CERTIFICATES: Mapping[OldNumberKind, str] = MappingProxyType(
    {
        OldNumberKind.REGISTRATION: LICENCE,
        OldNumberKind.INSTITUTION: LICENCE,
        OldNumberKind.SOCIAL: LICENCE,
        OldNumberKind.ORGANISATION_CODE: ORGANISATION_CODE_CERTIFICATE,
    }
)
"""Which certificate bears a number; that of the tax authority is not among those the law stopped."""
ORGANISATIONS: Mapping[str, str] = MappingProxyType(
    {
        "11": "government-body",
        "12": "public-institution",
        "A1": "public-institution",
        "51": "social-association",
        "52": "private-non-enterprise",
        "53": "foundation",
        "81": "trade-union",
        "89": "trade-union",
        "91": "enterprise",
        "92": "sole-trader",
        "93": "farmers-cooperative",
    }
)
"""Whom the law means by the first two characters of a code; others stand in no row and have no cut-off."""
MARKET = ("enterprise", "farmers-cooperative")
EVERY_ORGANISATION = tuple(dict.fromkeys(one for one in ORGANISATIONS.values() if one != "sole-trader"))


@dataclass(frozen=True)
class OldNumberRead:
    """A text that is a number from before the unified code; it never names a natural person."""

    text: str
    kind: OldNumberKind

    @property
    def certificate(self) -> str:
        """The key of the certificate in the law, empty for a number that none of them bears."""
        return CERTIFICATES.get(self.kind, "")


@dataclass(frozen=True)
class KnownNumber:
    """The subject that carried an old number. ``code`` is empty while it has none; ``personal`` names are masked."""

    public_id: str
    code: str
    name: str
    kind: str
    personal: bool

    @property
    def shown(self) -> str:
        """The name as it may be told to whoever asks by a number: of one that may be a person's the first character."""
        return f"{self.name[:1]}**" if self.personal else self.name


def read_old_number(raw: str, *, on: date) -> OldNumberRead | None:
    """Return what old number a text is by shape and check digit; None for anything else, and for numbers of persons.

    ``on`` is the day after which nobody can be born.
    """
    text, _ = tidy(raw)
    registration = read_registration_number(text)
    if registration.faults in {(), (Fault.OLD_NUMBER,)}:
        return OldNumberRead(text, OldNumberKind.REGISTRATION)
    if kind_of(text, on=on) in {IdentifierKind.ID_NUMBER, IdentifierKind.OLD_ID_NUMBER, IdentifierKind.MOBILE_NUMBER}:
        return None
    if read_organisation_code(text).valid:
        return OldNumberRead(text, OldNumberKind.ORGANISATION_CODE)
    tax = len(text) == TAX_LENGTH and text[:6].isdigit() and read_organisation_code(text[6:]).valid
    return OldNumberRead(text, OldNumberKind.TAX) if tax else None


def old_number_fits(kind: OldNumberKind, number: str, *, on: date) -> bool:
    """Say whether a tidied number can be of the kind: by its check where the kind has one, never a person's number."""
    if not number.isascii() or not number.isalnum():
        return False
    if kind is OldNumberKind.REGISTRATION:
        return read_registration_number(number).faults in {(), (Fault.OLD_NUMBER,)}
    if kind is OldNumberKind.ORGANISATION_CODE:
        return read_organisation_code(number).valid
    persons = {IdentifierKind.ID_NUMBER, IdentifierKind.OLD_ID_NUMBER, IdentifierKind.MOBILE_NUMBER}
    return kind_of(number, on=on) not in persons


def organisations_of(code: str, *, kind: OldNumberKind, sole_trader: bool | None) -> tuple[str, ...]:
    """Return whom the law may mean: of a known code exactly one, else all that may have carried such a number.

    ``sole_trader`` is what a row says of itself, None if nothing.
    """
    if code:
        known = ORGANISATIONS.get(code[:2])
        return (known,) if known else ()
    if sole_trader:
        return ("sole-trader",)
    every = MARKET if kind is OldNumberKind.REGISTRATION else EVERY_ORGANISATION
    return every if sole_trader is False else (*every, "sole-trader")


def refusal_of(
    law: Law, number: OldNumberRead, organisations: Iterable[str], *, decided_on: date
) -> CertificateAnswer | None:
    """Return the law's answer if a decision of that day may not rest on the certificate any more, else None.

    Where it is not known who carried the number, it is refused if it is for everybody who may have; the latest
    cut-off is told then.

    Raises:
        BadDate: a date outside 1949–2099.
    """
    if not number.certificate:
        return None
    answers = [law.certificate(one, number.certificate, decided_on=decided_on) for one in organisations]
    if not answers or any(answer.accepted for answer in answers):
        return None
    return max(answers, key=lambda answer: answer.refused_from or date.min)
