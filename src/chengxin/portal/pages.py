"""What the public pages show: frozen descriptions, built by the views."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from chengxin.audit.public import HeadView
from chengxin.checks.services import Verification
from chengxin.intake.rules.validating import Found, Validation
from chengxin.portal.forms import LawForm, ValidateForm, VerifyFileForm, VerifyNumberForm
from chengxin.portal.narrowing import Chosen
from chengxin.portal.tables import Line, TableForm
from chengxin.register.public import Tally
from chengxin.ui.pieces import Crumb, Day, Figure, Moment, Pager, Tab

PUBLIC_PAGES = (
    ("portal:home", gettext_noop("首页")),
    ("portal:search", gettext_noop("信用查询")),
    ("portal:licences", gettext_noop("行政许可公示")),
    ("portal:codes", gettext_noop("统一社会信用代码公示")),
    ("portal:penalties", gettext_noop("行政处罚公示")),
    ("portal:list-kinds", gettext_noop("信用名单的种类")),
    ("portal:red-lists", gettext_noop("守信激励名单")),
    ("portal:black-lists", gettext_noop("严重失信名单")),
    ("portal:measures", gettext_noop("激励和惩戒措施清单")),
    ("portal:periods", gettext_noop("在列和措施的期限")),
    ("portal:catalogue", gettext_noop("信用信息目录")),
    ("portal:comment-answer", gettext_noop("意见的答复")),
    ("portal:law", gettext_noop("公示期限计算")),
    ("portal:relief", gettext_noop("异议和修复")),
    ("portal:validate", gettext_noop("报送文件核对")),
    ("portal:name-pairs", gettext_noop("中文组织名称对照集")),
    ("portal:verify", gettext_noop("信用报告核验")),
    ("portal:ledger", gettext_noop("公示台账")),
    ("portal:about", gettext_noop("关于本站")),
    ("portal:accessibility", gettext_noop("无障碍说明")),
    ("portal:site-map", gettext_noop("网站地图")),
)
"""Every public page there is: the name of its address, and its title in the site map."""

UNLISTED = frozenset(
    {"portal:black-lists", "portal:comment-answer", "portal:penalties", "portal:search", "portal:verify"}
)
"""Pages that search engines are told not to keep: they are for people only, and no sitemap names them."""


@dataclass(frozen=True)
class Door:
    """One of the ways into the site that the first page offers."""

    title: str
    address: str
    words: str


@dataclass(frozen=True)
class Home:
    """The first page. ``head`` is the newest head of the ledger, None while nothing was sealed.

    ``figures`` count what was decided lately and is public, ``latest`` are the newest licences: nothing adverse is
    named here, as search engines keep this page.
    """

    head: HeadView | None
    doors: tuple[Door, ...]
    figures: tuple[Figure, ...]
    latest: tuple[Line, ...]


@dataclass(frozen=True)
class Ledger:
    """The ledger's newest head and the ones before it."""

    current: HeadView | None
    earlier: Sequence[HeadView]


@dataclass(frozen=True)
class GuideLimit:
    """A step of an objection: the last day for it, were it filed today, and the rule that gives it."""

    title: str
    due_on: date
    basis: str
    provisional: bool


@dataclass(frozen=True)
class GuideWay:
    """Where a repair is applied for, who decides, with which papers, by which rule."""

    title: str
    entrance: str
    decided_by: str
    materials: tuple[str, ...]
    basis: str
    provisional: bool


@dataclass(frozen=True)
class Guide:
    """How records are contested and repaired, by the rules of a day."""

    limits: tuple[GuideLimit, ...]
    ways: tuple[GuideWay, ...]
    on: date


@dataclass(frozen=True)
class SiteMap:
    """Every public page there is."""

    pages: tuple[Crumb, ...]


@dataclass(frozen=True)
class Clock:
    """A time limit, a square a day. ``label`` says from when to when."""

    title: str
    label: str
    days: tuple[Day, ...]
    reason: str
    provisional: bool


@dataclass(frozen=True)
class LawAnswer:
    """Until when an item is shown, and why. ``version`` names the state of the rules it was computed with."""

    title: str
    repair: str
    moments: tuple[Moment, ...]
    reason: str
    provisional: bool
    version: str
    clock: Clock | None


@dataclass(frozen=True)
class LawQuestion:
    """The question as typed, with its answer once it could be given."""

    form: LawForm
    answer: LawAnswer | None


@dataclass(frozen=True)
class Validating:
    """The file somebody wants checked, with the answer once there is one.

    ``listed`` are the first findings without mere notes; ``more`` of them, and all notes, are in the csv file.
    """

    form: ValidateForm
    title: str
    answer: Validation | None
    listed: tuple[Found, ...]
    more: int


@dataclass(frozen=True)
class Verifying:
    """The report somebody asks about, with the answer once there is one."""

    title: str
    answer: Verification | None
    number_form: VerifyNumberForm
    file_form: VerifyFileForm


@dataclass(frozen=True)
class Listings:
    """Who is on a list now. ``sides`` are red and black, ``lists`` the lists of this side, ``name`` the one shown.

    The rest is as in ``tables.TablePage``.
    """

    adverse: bool
    sides: tuple[Tab, ...]
    lists: tuple[Tab, ...]
    name: str
    form: TableForm
    chosen: tuple[Chosen, ...]
    lines: tuple[Line, ...]
    count: Tally | None
    counting: str
    pager: Pager
    first: str
