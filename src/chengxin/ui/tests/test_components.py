import re
from datetime import date

import pytest
from django.template import Context, Template, TemplateSyntaxError

from chengxin.ui.pieces import Crumb, Day, Figure, Moment, Pager, Tab


def shown(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_a_table_keeps_its_roles_and_labels_when_it_stacks() -> None:
    html = shown(
        '{% table "单位" "名称" "件数" numbers="件数" %}{% rowgroup %}市级{% endrowgroup %}'
        "{% for name, number in rows %}{% row %}{% rowhead %}{{ name }}{% endrowhead %}"
        "{% cell %}{{ number }}{% endcell %}{% endrow %}"
        "{% endfor %}{% endtable %}",
        rows=[("<甲>", 3), ("乙", 4)],
    )
    assert '<caption class="hide">单位</caption>' in html
    assert '<th role="columnheader" scope="col" class="r">件数</th>' in html
    assert '<th role="rowheader" scope="colgroup" colspan="2">市级</th>' in html
    assert '<th role="rowheader" scope="row">&lt;甲&gt;</th>' in html
    assert html.count('<td role="cell" data-label="件数" class="r">') == 2
    assert html.count('role="row"') == 4


def test_tables_beside_each_other_keep_their_own_columns() -> None:
    one = '{% table "a" "甲" %}{% row %}{% cell %}1{% endcell %}{% endrow %}{% endtable %}'
    other = one.replace("甲", "乙")
    labels = re.findall(r'data-label="(.)"', shown(one + other))
    assert labels == ["甲", "乙"]


def test_a_table_without_columns_is_refused_when_written() -> None:
    with pytest.raises(TemplateSyntaxError):
        shown('{% table "只有标题" %}{% endtable %}')


def test_dates_stand_in_time_elements_and_nothing_stays_nothing() -> None:
    assert shown("{{ on|date_text }}", on=date(2018, 6, 30)) == '<time datetime="2018-06-30">2018年6月30日</time>'
    assert shown("{{ on|date_table }}|{{ on|date_text }}|{{ n|money }}|{{ n|days_left }}", on=None, n=None) == "|||"


def test_words_from_outside_are_escaped_everywhere() -> None:
    bad = "<script>"
    sources = (
        "{{ bad|code }}",
        "{% copy bad %}",
        '{% state "good" bad %}',
        "{% tag bad %}",
        '{% section bad "n" %}{% endsection %}',
        '{% section "t" bad link=bad link_words=bad %}{% endsection %}',
        "{% details bad %}{{ bad }}{% enddetails %}",
        "{% empty bad %}{% endempty %}",
        "{% note %}{{ bad }}{% endnote %}",
        "{% crumbs steps bad %}",
        "{% tabs items bad %}",
        "{% figures figures %}{% total figures %}",
        "{% clock days bad %}{% moments points bad %}",
        "{% pager pages %}",
        "{% table bad bad %}{% row %}{% cell %}{{ bad }}{% endcell %}{% endrow %}{% endtable %}",
    )
    context = {
        "bad": bad,
        "steps": [Crumb(bad, bad)],
        "items": [Tab(bad, bad, count=1)],
        "figures": [Figure(bad, bad, bad, bad)],
        "days": [Day(date(2026, 6, 16), "", bad)],
        "points": [Moment(date(2026, 6, 16), bad)],
        "pages": Pager(bad, bad, bad),
    }
    for source in sources:
        html = shown(source, **context)
        assert bad not in html, source
        assert "&lt;script&gt;" in html, source


def test_a_clock_names_the_month_at_its_start_and_on_the_first() -> None:
    html = shown(
        '{% clock days "按天" %}', days=[Day(date(2026, 6, 30), "today"), Day(date(2026, 7, 1), "due", "最后")]
    )
    assert re.findall(r"<b>(.*?)</b>", html) == ["6/30", "7/1"]
    assert '<li class="due">' in html
    assert "周三" in html


def test_figures_separate_thousands_and_lead_to_their_rows() -> None:
    html = shown("{% total items %}", items=[Figure("行", 1412, address="/rows"), Figure("接收", 1387, unit="行")])
    assert '<a href="/rows">1,412</a>' in html
    assert "1,387<small>行</small>" in html


def test_a_pager_shows_only_the_ways_there_are() -> None:
    html = shown("{% pager pages %}", pages=Pager("第1—20家", next="?after=x"))
    assert 'rel="next"' in html
    assert 'rel="prev"' not in html
