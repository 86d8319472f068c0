"""Numbers that name an organisation or a person: reading, checking, telling apart, masking. Pure.

Each ``read_…`` takes the text as written and returns a frozen reading: the tidied text, what tidying changed, and
every fault found. Nothing is guessed: a letter is never replaced by the one it may have been meant to be. The constants
beside the functions (alphabets, weights, tables) serve vectorised checks of whole columns as well.
"""

from chengxin.foundation.identifiers.bank_card import is_bank_card_number, luhn_holds
from chengxin.foundation.identifiers.id_number import IdNumber, read_id_number, upgrade_old_id_number
from chengxin.foundation.identifiers.masking import mask_id_number, mask_name, mask_phone
from chengxin.foundation.identifiers.organisation_code import (
    OrganisationCode,
    organisation_code_check,
    read_organisation_code,
)
from chengxin.foundation.identifiers.phone import is_mobile_number, is_telephone_number
from chengxin.foundation.identifiers.reading import Change, Fault, Reading, tidy
from chengxin.foundation.identifiers.registration_number import RegistrationNumber, read_registration_number
from chengxin.foundation.identifiers.telling import IdentifierKind, kind_of, may_be_id_number
from chengxin.foundation.identifiers.unified_code import (
    CATEGORIES,
    Category,
    UnifiedCode,
    compose_unified_code,
    read_unified_code,
    unified_code_check,
)

__all__ = [
    "CATEGORIES",
    "Category",
    "Change",
    "Fault",
    "IdNumber",
    "IdentifierKind",
    "OrganisationCode",
    "Reading",
    "RegistrationNumber",
    "UnifiedCode",
    "compose_unified_code",
    "is_bank_card_number",
    "is_mobile_number",
    "is_telephone_number",
    "kind_of",
    "luhn_holds",
    "mask_id_number",
    "mask_name",
    "mask_phone",
    "may_be_id_number",
    "organisation_code_check",
    "read_id_number",
    "read_organisation_code",
    "read_registration_number",
    "read_unified_code",
    "tidy",
    "unified_code_check",
    "upgrade_old_id_number",
]
