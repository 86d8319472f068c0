"""Rules of units as tables; no database."""

import pytest

from chengxin.audit.rules import Action
from chengxin.foundation.actor import Permission
from chengxin.foundation.roles import Role
from chengxin.units import rules
from chengxin.units.rules import Level


@pytest.mark.parametrize(
    ("held", "gives", "does_not_give"),
    [
        (Role.UNIT_ADMINISTRATOR, {Role.REPORTER, Role.REVIEWER, Role.CASE_OFFICER}, {Role.UNIT_ADMINISTRATOR}),
        (Role.CREDIT_OFFICE, {Role.REPORTER, Role.UNIT_ADMINISTRATOR}, {Role.CREDIT_OFFICE, Role.AUDITOR}),
        (Role.SECURITY_ADMINISTRATOR, set(Role), set()),
        (Role.SYSTEM_ADMINISTRATOR, set(), set(Role)),
        (Role.AUDIT_ADMINISTRATOR, set(), set(Role)),
        (Role.REPORTER, set(), set(Role)),
    ],
)
def test_who_appoints_whom(held: Role, gives: set[Role], does_not_give: set[Role]) -> None:
    assert all(rules.may_appoint([held], role) for role in gives)
    assert not any(rules.may_appoint([held], role) for role in does_not_give)


@pytest.mark.parametrize(
    ("held", "keeps", "does_not_keep"),
    [
        (Role.SYSTEM_ADMINISTRATOR, set(Role), set()),
        (Role.CREDIT_OFFICE, {Role.UNIT_ADMINISTRATOR}, rules.ADMINISTRATORS | {Role.CREDIT_OFFICE, Role.AUDITOR}),
        (Role.UNIT_ADMINISTRATOR, {Role.REPORTER}, {Role.UNIT_ADMINISTRATOR, Role.CREDIT_OFFICE}),
        (Role.SECURITY_ADMINISTRATOR, set(), set(Role)),
    ],
)
def test_whose_login_who_keeps(held: Role, keeps: set[Role], does_not_keep: set[Role]) -> None:
    assert all(rules.may_keep([held], role) for role in keeps)
    assert not any(rules.may_keep([held], role) for role in does_not_keep)


@pytest.mark.parametrize(
    ("held", "wanted", "excluding"),
    [
        ([], Role.AUDITOR, None),
        ([Role.REPORTER], Role.REVIEWER, None),
        ([Role.SYSTEM_ADMINISTRATOR], Role.SECURITY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR),
        ([Role.AUDIT_ADMINISTRATOR], Role.SYSTEM_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR),
        ([Role.SECURITY_ADMINISTRATOR], Role.SECURITY_ADMINISTRATOR, None),
        ([Role.REPORTER], Role.AUDITOR, Role.REPORTER),
        ([Role.AUDITOR], Role.REPORTER, Role.AUDITOR),
        ([Role.AUDITOR], Role.AUDIT_ADMINISTRATOR, Role.AUDITOR),
        ([Role.REPORTER], Role.SYSTEM_ADMINISTRATOR, None),
    ],
)
def test_roles_that_exclude_each_other(held: list[Role], wanted: Role, excluding: Role | None) -> None:
    assert rules.conflicting(held, wanted) is excluding


@pytest.mark.parametrize("role", list(Role))
def test_office_case_and_administrators_need_a_second_factor(role: Role) -> None:
    daily = {Role.REPORTER, Role.REVIEWER, Role.CHECKER, Role.EDITOR}
    assert rules.needs_second_factor([role]) is (role not in daily)


@pytest.mark.parametrize(
    ("level", "district", "fits"),
    [
        (Level.CITY, "990100", True),
        (Level.CITY, "990102", False),
        (Level.CITY, "9901000", False),
        (Level.COUNTY, "990102", True),
        (Level.COUNTY, "990100", False),
        (Level.COUNTY, "9901GX", False),
        (Level.COUNTY, "", False),
        (Level.ZONE, "9901GX", True),
        (Level.ZONE, "9901GX00001A", True),
        (Level.ZONE, "9901GX00001AB", False),
        (Level.ZONE, "990100", False),
        (Level.ZONE, "9901gx", False),
    ],
)
def test_which_district_fits_which_level(level: Level, district: str, fits: bool) -> None:  # noqa: FBT001  a column of the table
    assert rules.level_fits(level, district) is fits


@pytest.mark.parametrize(
    ("password", "mixed"),
    [
        ("abcdefghij", False),
        ("1234567890", False),
        ("!!!!!!!!!!", False),
        ("密码密码", False),
        ("密码12", True),
        ("ab-c", True),
    ],
)
def test_a_password_mixes_characters(password: str, mixed: bool) -> None:  # noqa: FBT001  a column of the table
    assert rules.mixes_characters(password) is mixed


def test_every_role_level_and_permission_has_words() -> None:
    assert set(rules.ROLE_LABELS) == set(Role)
    assert set(rules.LEVEL_LABELS) == set(Level)
    assert set(Role) == rules.UNIT_ROLES | rules.AREA_ROLES | rules.ADMINISTRATORS


def test_codes_of_actions_and_permissions_are_said_once() -> None:
    things = [value for value in vars(rules).values() if isinstance(value, (Action, Permission))]
    codes = [thing.code for thing in things]
    assert len(codes) > 40
    assert sorted(codes) == sorted(set(codes))


def test_administration_is_never_lent() -> None:
    assert rules.DELEGABLE_ROLES.isdisjoint(rules.ADMINISTRATORS | rules.AREA_ROLES | {Role.UNIT_ADMINISTRATOR})
