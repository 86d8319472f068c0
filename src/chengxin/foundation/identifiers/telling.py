"""Tells what kind of number a text is: an ID number in the wrong column is found, a company's code is not masked."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from chengxin.foundation.identifiers.bank_card import is_bank_card_number
from chengxin.foundation.identifiers.id_number import read_id_number
from chengxin.foundation.identifiers.organisation_code import read_organisation_code
from chengxin.foundation.identifiers.phone import is_mobile_number
from chengxin.foundation.identifiers.reading import Fault
from chengxin.foundation.identifiers.registration_number import read_registration_number
from chengxin.foundation.identifiers.unified_code import read_unified_code


class IdentifierKind(StrEnum):
    """What a text is by shape, check and birth date."""

    UNIFIED_CODE = "unified-code"
    ORGANISATION_CODE = "organisation-code"
    REGISTRATION_NUMBER = "registration-number"
    ID_NUMBER = "id-number"
    OLD_ID_NUMBER = "old-id-number"
    BANK_CARD = "bank-card"
    MOBILE_NUMBER = "mobile-number"
    UNKNOWN = "unknown"


def may_be_id_number(raw: str, *, on: date) -> bool:
    """Say whether the text reads as a person's ID number, of 18 or 15 digits; ``kind_of`` tells whether it is one."""
    person = read_id_number(raw, on=on)
    return person.valid or person.faults == (Fault.OLD_NUMBER,)


def kind_of(raw: str, *, on: date) -> IdentifierKind:
    """Return what kind of number the text is; ``on`` is the day after which nobody can be born.

    By shape and check digit alone one real code in 42 looks like an ID number; with the birth date none was found, so
    an ID number with a plausible birth date goes first. Of 15 digits a registration number goes first: one real number
    in six holds digits that read as a birth date, while an old ID number passes the registration check one time in ten.
    """
    person = read_id_number(raw, on=on)
    tests: tuple[tuple[IdentifierKind, Callable[[], bool]], ...] = (
        (IdentifierKind.ID_NUMBER, lambda: person.valid),
        (IdentifierKind.UNIFIED_CODE, lambda: read_unified_code(raw).valid),
        (IdentifierKind.REGISTRATION_NUMBER, lambda: read_registration_number(raw).valid),
        (IdentifierKind.OLD_ID_NUMBER, lambda: person.faults == (Fault.OLD_NUMBER,)),
        (IdentifierKind.MOBILE_NUMBER, lambda: is_mobile_number(raw)),
        (IdentifierKind.ORGANISATION_CODE, lambda: read_organisation_code(raw).valid),
        (IdentifierKind.BANK_CARD, lambda: is_bank_card_number(raw)),
    )
    return next((kind for kind, fits in tests if fits()), IdentifierKind.UNKNOWN)
