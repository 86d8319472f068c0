"""A work plan as a table states it (分工责任表): what was read, before anybody published it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Part(StrEnum):
    """What a unit does in a task. A table that does not say 牵头 leaves it open."""

    LEAD = "lead"
    JOINT = "joint"
    UNSPECIFIED = "unspecified"


PARTS = {Part.LEAD: "牵头", Part.JOINT: "配合", Part.UNSPECIFIED: "未注明"}


class Group(StrEnum):
    """Groups of units that a table names instead of listing them; each is written in several ways."""

    MEETING = "joint-meeting"
    COUNTIES = "counties"
    ZONES = "zones"


GROUPS = {Group.MEETING: "联席会议成员单位", Group.COUNTIES: "各县区人民政府", Group.ZONES: "各管委会"}


@dataclass(frozen=True)
class Named:
    """A unit or a group as the table names it: ``text`` is what it says, ``group`` is set for a group."""

    text: str
    part: Part = Part.UNSPECIFIED
    group: Group | None = None


@dataclass(frozen=True)
class Basis:
    """A policy the task rests on; ``number`` is the document number, empty if none is given."""

    title: str
    number: str = ""


@dataclass(frozen=True)
class Milestone:
    """A date inside a task. ``due_on`` is empty for what recurs (每月25日前, 全年); ``text`` says what is due."""

    text: str
    due_on: date | None = None


@dataclass(frozen=True)
class TaskDraft:
    """A row of the table.

    ``place`` is where it stands in the file (第7行), for messages. ``module`` and ``heading`` are the titles without
    their numbers; they are given for every task, however the table leaves them out.
    """

    no: int
    module_no: int
    module: str
    heading_no: int
    heading: str
    title: str
    requirement: str
    units: tuple[Named, ...]
    due_on: date | None
    milestones: tuple[Milestone, ...] = ()
    bases: tuple[Basis, ...] = ()
    remark: str = ""
    place: str = ""


@dataclass(frozen=True)
class Doubt:
    """Something about a file or a task that a person has to look at before the plan is published.

    ``fatal`` says that it can not be published like this. ``no`` is the task's number, 0 for the file. ``code`` is
    stable, ``says`` the Chinese sentence with what to do.
    """

    code: str
    says: str
    no: int = 0
    fatal: bool = False


@dataclass(frozen=True)
class PlanDraft:
    """A whole table: its title (empty if the file has none), the tasks in their order, and what is doubtful."""

    title: str
    year: int | None
    tasks: tuple[TaskDraft, ...]
    doubts: tuple[Doubt, ...] = ()
