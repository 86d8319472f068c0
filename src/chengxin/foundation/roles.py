"""The roles a person may hold at a unit. The names stand here because every room's permissions name them."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody does at a unit. Labels for people stand in ``units.rules``."""

    REPORTER = "reporter"
    REVIEWER = "reviewer"
    CHECKER = "checker"
    CASE_OFFICER = "case-officer"
    EDITOR = "editor"
    UNIT_ADMINISTRATOR = "unit-administrator"
    CREDIT_OFFICE = "credit-office"
    AUDITOR = "auditor"
    SYSTEM_ADMINISTRATOR = "system-administrator"
    SECURITY_ADMINISTRATOR = "security-administrator"
    AUDIT_ADMINISTRATOR = "audit-administrator"


EVERYBODY = frozenset(Role)
"""Any member of staff, whatever the role."""
