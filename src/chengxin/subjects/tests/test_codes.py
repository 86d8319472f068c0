"""A real certificate with a wrong check character is confirmed once, with its scan."""

import pytest
from django.db import DatabaseError, connection, transaction

from chengxin.audit.models import AuditEntry
from chengxin.foundation.actor import Actor, public_actor
from chengxin.foundation.identifiers.unified_code import ALPHABET
from chengxin.foundation.refusals import Invalid, NotFound, NotPermitted
from chengxin.foundation.roles import Role
from chengxin.subjects import queries, services
from chengxin.subjects.models import ConfirmedCode
from chengxin.subjects.services.codes import (
    AlreadyConfirmed,
    CertificateNameMissing,
    CodeHoldsWithout,
    CodeNotConfirmable,
)
from chengxin.subjects.tests.cast import NOW, bureau, code, load, officer, scan
from chengxin.vault.models import StoredFile

pytestmark = pytest.mark.service

RIGHT = code(1)
FAULTY = RIGHT[:17] + ALPHABET[(ALPHABET.index(RIGHT[17]) + 1) % 31]


@pytest.fixture
def reviewer(db: None) -> Actor:  # noqa: ARG001  the unit stands in the database
    return officer(bureau(), Role.REVIEWER)


def confirm(actor: Actor, number: str = FAULTY, name: str = "甲乙贸易商店", unit: int | None = None) -> ConfirmedCode:
    place = unit or actor.unit
    assert place is not None
    return services.confirm_faulty_code(actor=actor, now=NOW, code=number, name=name, scan=scan(), unit=place)


def test_a_faulty_code_is_confirmed_with_its_certificate(reviewer: Actor) -> None:
    assert queries.confirmed_codes(reviewer, [FAULTY, RIGHT]) == frozenset()
    confirmed = confirm(reviewer, FAULTY.lower())
    assert (confirmed.code, confirmed.faults, confirmed.certificate.owner_id) == (FAULTY, "bad-check-digit", FAULTY)
    assert queries.confirmed_codes(reviewer, [FAULTY, RIGHT]) == {FAULTY}
    assert queries.confirmed_codes(public_actor(""), [FAULTY]) == frozenset()
    assert AuditEntry.objects.get(action="subjects.code-confirmed").object_id == FAULTY
    assert load([(FAULTY, "甲乙贸易商店")])["created"].to_list() == [True]


def test_once_is_enough(reviewer: Actor) -> None:
    confirm(reviewer)
    with pytest.raises(AlreadyConfirmed):
        confirm(reviewer)
    assert (ConfirmedCode.objects.count(), StoredFile.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("number", "refusal"),
    [
        (RIGHT, CodeHoldsWithout),
        (FAULTY[:16] + ALPHABET[(ALPHABET.index(FAULTY[16]) + 1) % 10] + FAULTY[17], CodeNotConfirmable),
        (FAULTY[:17], CodeNotConfirmable),
        ("ZZ" + FAULTY[2:], CodeNotConfirmable),
        ("00000000000000000X", CodeNotConfirmable),
        ("", CodeNotConfirmable),
    ],
)
def test_other_codes_are_not_confirmed(reviewer: Actor, number: str, refusal: type[Invalid]) -> None:
    with pytest.raises(refusal):
        confirm(reviewer, number)
    assert not StoredFile.objects.exists()


def test_it_takes_a_name_a_permission_and_the_own_unit(reviewer: Actor) -> None:
    with pytest.raises(CertificateNameMissing):
        confirm(reviewer, name=" ")
    with pytest.raises(NotPermitted):
        confirm(officer(bureau(), Role.REPORTER))
    with pytest.raises(NotFound):
        confirm(reviewer, unit=bureau().id)


def test_a_confirmation_stays(reviewer: Actor) -> None:
    confirm(reviewer)
    for statement in ("UPDATE subjects_confirmedcode SET name = 'x'", "DELETE FROM subjects_confirmedcode"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
