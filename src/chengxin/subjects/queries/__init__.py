"""Reads of subjects: organisations for all staff, persons and their representations by reach."""

from chengxin.subjects.queries.linking import LinkFacts, family_of, links_of, survivor_of
from chengxin.subjects.queries.organisations import (
    Dossier,
    NameFacts,
    confirmed_codes,
    count_organisations,
    dossier_for,
    organisation_for,
    organisations_for,
    search_organisations,
)
from chengxin.subjects.queries.people import (
    RepresentationFacts,
    may_act_on,
    overlapping,
    person_by_number,
    person_for,
    representation_for,
    representations_for,
    representations_of,
)

__all__ = [
    "Dossier",
    "LinkFacts",
    "NameFacts",
    "RepresentationFacts",
    "confirmed_codes",
    "count_organisations",
    "dossier_for",
    "family_of",
    "links_of",
    "may_act_on",
    "organisation_for",
    "organisations_for",
    "overlapping",
    "person_by_number",
    "person_for",
    "representation_for",
    "representations_for",
    "representations_of",
    "search_organisations",
    "survivor_of",
]
