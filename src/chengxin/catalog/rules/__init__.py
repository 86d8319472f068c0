"""Pure rules of the catalogue: what an item says, and when it may be put in force."""

from chengxin.catalog.rules.definition import definition_of, hash_of, item_from
from chengxin.catalog.rules.doings import KEEP_CATALOG, PUT_IN_FORCE, SEE_CATALOG, STANDARD_INSTALLED
from chengxin.catalog.rules.faults import Fault, faults_of
from chengxin.catalog.rules.item import (
    Basis,
    CodeList,
    CodeValue,
    Condition,
    Disclosure,
    Family,
    Field,
    FieldType,
    Item,
    Means,
    Need,
    SubjectKind,
)

__all__ = [
    "KEEP_CATALOG",
    "PUT_IN_FORCE",
    "SEE_CATALOG",
    "STANDARD_INSTALLED",
    "Basis",
    "CodeList",
    "CodeValue",
    "Condition",
    "Disclosure",
    "Family",
    "Fault",
    "Field",
    "FieldType",
    "Item",
    "Means",
    "Need",
    "SubjectKind",
    "definition_of",
    "faults_of",
    "hash_of",
    "item_from",
]
