"""Templates stay within the strict content-security policy; every word can be translated."""

import pytest

from tests.architecture import allowed
from tests.architecture.guards import pages
from tests.architecture.guards.tree import Template, crafted, product, templates


def test_templates_have_no_inline_code() -> None:
    assert pages.inline_code(templates()) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">x</p>',
        "<style>p { color: red }</style>",
        '<button onclick="go()">x</button>',
        "<script>go()</script>",
        '<script src="a.js">go()</script>',
        '<a href="javascript:go()">x</a>',
        '<div hx-on:click="go()"></div>',
        '<div hx-vals="js:{a: go()}"></div>',
        '<script src="https://cdn.example.test/a.js"></script>',
        '<link rel="stylesheet" href="//cdn.example.test/a.css">',
        "{{ page.text|safe }}",
        "{% autoescape off %}{{ x }}{% endautoescape %}",
    ],
)
def test_inline_code_is_found(text: str) -> None:
    assert pages.inline_code([Template("a.html", text)])


@pytest.mark.parametrize(
    "text",
    [
        '{# <p style="x"> #}',
        '{% comment %}<script>x</script>{% endcomment %}<script src="{% static "a.js" %}" defer></script>',
        '<script type="application/json" id="figures">{{ figures }}</script>',
        '<a href="https://example.test/">x</a>',
        '<input name="once" autocomplete="one-time-code">',
    ],
)
def test_what_the_policy_allows_passes(text: str) -> None:
    assert pages.inline_code([Template("a.html", text)]) == []


def test_forms_that_post_carry_their_token() -> None:
    assert pages.forms_without_token(templates()) == []


def test_a_form_without_token_is_found() -> None:
    assert pages.forms_without_token([Template("a.html", '<form class="x" method="POST"><input></form>')])
    with_token = '<form method="post">{% csrf_token %}</form><form method="get"></form>'
    assert pages.forms_without_token([Template("a.html", with_token)]) == []


def test_every_word_of_a_template_is_marked_for_translation() -> None:
    assert pages.unmarked_text(templates()) == []


@pytest.mark.parametrize(
    "text",
    ["<h1>单位</h1>", '<input placeholder="名称">', '{% include "a.html" with title="单位" %}', "{{ x|default:'无' }}"],
)
def test_an_unmarked_word_is_found(text: str) -> None:
    assert pages.unmarked_text([Template("a.html", text)])


@pytest.mark.parametrize(
    "text",
    [
        '<h1>{% translate "单位" %}</h1>',
        "{% blocktranslate with name=unit.name %}{{ name }}的单位{% endblocktranslate %}",
        '{% include "a.html" with title=_("单位") %}',
        "{# 说明 #}{% comment %}说明{% endcomment %}",
    ],
)
def test_a_marked_word_passes(text: str) -> None:
    assert pages.unmarked_text([Template("a.html", text)]) == []


def test_every_word_in_doors_code_is_marked_for_translation() -> None:
    assert pages.unmarked_strings(product(), allowed.UNMARKED) == []


@pytest.mark.parametrize(
    "text",
    [
        "messages.success(request, '已保存')\n",
        "title = '单位'\n",
        "title = f'{name}的单位'\n",
        "raise ValidationError('不对')\n",
    ],
)
@pytest.mark.parametrize("name", ["chengxin.units.views", "chengxin.units.forms.login", "chengxin.ui.errors"])
def test_an_unmarked_string_is_found(name: str, text: str) -> None:
    assert pages.unmarked_strings([crafted(name, text)], {})


def test_a_marked_string_passes() -> None:
    text = '"""说明"""\ntitle = _("单位") + gettext_lazy("的{name}").format(name=1)\n'
    assert pages.unmarked_strings([crafted("chengxin.units.views", text)], {}) == []
