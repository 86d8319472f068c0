"""Writes of subjects. ``services.bulk`` matches and creates organisations inside the transaction of a load."""

from chengxin.subjects.services.codes import confirm_faulty_code, correct_code
from chengxin.subjects.services.linking import merge_organisations, split_organisations
from chengxin.subjects.services.people import OpenedPerson, find_person, open_person, record_person
from chengxin.subjects.services.registering import Registered, register_organisations
from chengxin.subjects.services.representations import Terms, end_representation, record_representation

__all__ = [
    "OpenedPerson",
    "Registered",
    "Terms",
    "confirm_faulty_code",
    "correct_code",
    "end_representation",
    "find_person",
    "merge_organisations",
    "open_person",
    "record_person",
    "record_representation",
    "register_organisations",
    "split_organisations",
]
