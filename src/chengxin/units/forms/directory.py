"""Forms of the directory of units."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.ui.fields import DateField
from chengxin.units import rules
from chengxin.units.forms.choices import UnitField, offer, offer_units
from chengxin.units.models import Unit, UnitGroup

CODE_HELP = _("报送文件和接口里用它指这个单位，以后不能改。小写字母、数字和连字符，例如 fgw")
LEVELS = [(level.value, rules.LEVEL_LABELS[level]) for level in rules.Level]


class UnitFilter(forms.Form):
    """What to look for in the directory; everything may be empty."""

    q = forms.CharField(label=_("名称或代号"), required=False, max_length=100, widget=forms.TextInput())
    level = forms.ChoiceField(label=_("级别"), required=False, choices=[("", _("全部")), *LEVELS])
    district = forms.ChoiceField(label=_("地区"), required=False)
    on = DateField(label=_("哪一天在册"), required=False)
    everything = forms.BooleanField(label=_("包括已撤并的"), required=False)

    def __init__(self, *args: Any, districts: dict[str, str], **kwargs: Any) -> None:
        """Offer the districts, code to name."""
        super().__init__(*args, **kwargs)
        offer(self, "district", districts.items(), blank=gettext("全部"))


class UnitForm(forms.Form):
    """A unit to be entered into the directory."""

    name = forms.CharField(label=_("单位全称"), max_length=200, help_text=_("与公章一致"))
    short_name = forms.CharField(label=_("简称"), max_length=40)
    code = forms.CharField(
        label=_("代号"),
        max_length=40,
        help_text=CODE_HELP,
    )
    level = forms.TypedChoiceField(label=_("级别"), choices=LEVELS, coerce=rules.Level)
    district = forms.CharField(
        label=_("区划代码"), max_length=12, help_text=_("六位区划代码；功能区没有国家代码的，用本地代码")
    )
    unified_code = forms.CharField(label=_("统一社会信用代码"), required=False, max_length=40)
    parent = UnitField(label=_("上级单位"), required=False)
    valid_from = DateField(label=_("从哪一天起"), help_text=_("成立或挂牌的日子"))

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        """Offer the units that may stand above."""
        super().__init__(*args, **kwargs)
        offer_units(self, "parent", units)


class CorrectionForm(forms.Form):
    """What may be corrected of a unit, and why."""

    name = forms.CharField(label=_("单位全称"), max_length=200)
    short_name = forms.CharField(label=_("简称"), max_length=40)
    unified_code = forms.CharField(label=_("统一社会信用代码"), required=False, max_length=40)
    reason = forms.CharField(label=_("更正的原因"), max_length=200, help_text=_("例如：登记时少打一个字"))


class SuccessionForm(forms.Form):
    """Who takes over from a unit."""

    successor = UnitField(label=_("由哪个单位承继"), help_text=_("新单位要先登记"))
    duties = forms.CharField(label=_("承继的职责"), max_length=500, help_text=_("例如：全部职责；价格监督检查职责"))
    valid_from = DateField(label=_("从哪一天起"))
    basis = forms.CharField(label=_("依据"), max_length=200, help_text=_("机构改革方案或批复的名称和文号"))
    ends = forms.BooleanField(label=_("原单位从这一天起撤销"), required=False)

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        """Offer the units that may take over."""
        super().__init__(*args, **kwargs)
        offer_units(self, "successor", units)


class EndForm(forms.Form):
    """The first day on which something is no more."""

    valid_until = DateField(label=_("从哪一天起不再有效"))


class UnitEndForm(EndForm):
    """A unit that nobody succeeds."""

    basis = forms.CharField(label=_("依据"), max_length=200, help_text=_("撤销文件的名称和文号"))


class GroupForm(forms.Form):
    """A named set of units."""

    name = forms.CharField(label=_("分组名称"), max_length=100, help_text=_("例如：联席会议成员单位"))
    key = forms.CharField(label=_("代号"), max_length=40, help_text=_("小写字母、数字和连字符，例如 joint-meeting"))


class MembershipForm(forms.Form):
    """A unit that joins a group."""

    group = forms.TypedChoiceField(label=_("分组"), coerce=int)
    valid_from = DateField(label=_("从哪一天起"))

    def __init__(self, *args: Any, groups: Iterable[UnitGroup], **kwargs: Any) -> None:
        """Offer the groups."""
        super().__init__(*args, **kwargs)
        offer(self, "group", ((str(group.id), group.name) for group in groups), blank=gettext("请选择"))


class LiaisonForm(forms.Form):
    """The contact of a unit."""

    name = forms.CharField(label=_("姓名"), max_length=50)
    post = forms.CharField(label=_("职务"), max_length=100, required=False)
    phone = forms.CharField(label=_("办公电话或手机"), max_length=30, widget=forms.TextInput(attrs={"type": "tel"}))
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    valid_from = DateField(label=_("从哪一天起"))
