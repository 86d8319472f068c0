import re

from django import forms
from django.template import Context, Template

from chengxin.ui.fields import DateField

KINDS = [("a", "甲"), ("b", "乙")]


class Everything(forms.Form):
    name = forms.CharField(label="经办人", help_text="照证件填写")
    phone = forms.CharField(label="手机号", min_length=11)
    remark = forms.CharField(label="说明", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label="类别", choices=KINDS, widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(label="种类", choices=KINDS, widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField(label="已核对")
    on = DateField(label="日期")
    paper = forms.FileField(label="材料")
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        raise forms.ValidationError("两项对不上")


def unbound() -> str:
    return str(Everything())


def refused() -> str:
    return str(Everything({"phone": "123", "on": "2026-13-01"}))


def test_label_hint_error_and_field_stand_in_this_order() -> None:
    html = str(Everything({"name": ""}))
    places = [html.index(f'for="id_name">经办人{end}') for end in ("</label>",)]
    places += [
        html.index(part) for part in ('id="id_name_helptext"', 'id="id_name_error"', '<input type="text" name="name"')
    ]
    assert places == sorted(places)


def test_a_refused_field_says_so_to_everybody() -> None:
    html = refused()
    field = re.search(r'<input type="text" name="phone"[^>]*>', html)
    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="id_phone_error"' in field[0]
    assert "field--bad" in html


def test_nothing_is_marked_before_something_was_sent() -> None:
    html = unbound()
    assert "field--bad" not in html
    assert "summary-bad" not in html
    assert "aria-invalid" not in html


def test_the_summary_leads_to_each_field_and_names_it() -> None:
    summary = refused().split("</div>", 1)[0]
    assert '<a href="#id_name">请填写经办人</a>' in summary
    assert '<a href="#id_kind_0">请选择类别</a>' in summary
    assert '<a href="#id_kinds_0">请选择种类</a>' in summary
    assert re.search(r'<a href="#id_phone">手机号：[^<]+</a>', summary)
    assert "<li>两项对不上</li>" in summary
    assert "有9处需要改" in summary


def test_optional_fields_say_so_and_others_do_not() -> None:
    html = unbound()
    assert html.count("（可以不填）") == 1
    assert html.index("说明") < html.index("（可以不填）")


def test_groups_of_choices_have_a_legend_and_a_box_has_its_label_behind() -> None:
    html = unbound()
    assert html.count("<legend>") == 2
    assert re.search(r'<label class="choice"><input type="checkbox" name="agreed"[^>]*> 已核对</label>', html)


def test_dates_travel_as_iso() -> None:
    assert '<input type="date" name="on"' in unbound()
    form = Everything({"on": "2026-02-03"})
    assert 'value="2026-02-03"' in str(form)
    assert Everything({"on": "03/02/2026"}).errors["on"]


def test_no_id_stands_twice() -> None:
    for html in (unbound(), refused()):
        ids = re.findall(r' id="([^"]+)"', html)
        assert sorted(ids) == sorted(set(ids))


def test_one_field_can_stand_alone() -> None:
    html = Template("{% load ui %}{% field form.name %}").render(Context({"form": Everything()}))
    assert html.count("<input") == 1


def test_help_and_errors_are_escaped() -> None:
    class Hostile(forms.Form):
        field = forms.CharField(label="<b>", help_text="<i>", validators=[])

        def clean_field(self) -> None:
            raise forms.ValidationError("<u>")

    html = str(Hostile({"field": "x"}))
    assert not re.search(r"<[biu]>", html)
