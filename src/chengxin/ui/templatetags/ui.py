"""Components and formats for templates: ``{% load ui %}``. ``docs/interface.md`` shows each with an example."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django import template
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField, CheckboxInput, ChoiceField
from django.template.base import NodeList, Parser, Token
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from chengxin.ui import wording
from chengxin.ui.pieces import Crumb, Day, Fault, Figure, LongWork, Moment, Pager, Tab
from chengxin.ui.tables import CellNode, GroupNode, RowNode, TableNode

register = template.Library()


# --- formats --------------------------------------------------------------------------------------


@register.filter
def date_text(value: date | None) -> str:
    """Write a date for a sentence; nothing for None."""
    return _time(value, wording.date_text(value)) if value else ""


@register.filter
def date_table(value: date | None) -> str:
    """Write a date for a table column; nothing for None."""
    return _time(value, wording.date_table(value)) if value else ""


@register.filter
def weekday(value: date) -> str:
    """Write the weekday (周一)."""
    return wording.weekday(value)


def _time(value: date, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', wording.date_machine(value), words)


@register.filter
def money(value: Decimal | int | None) -> str:
    """Write an amount of yuan; nothing for None."""
    return "" if value is None else wording.money(value)


@register.filter
def number(value: int) -> str:
    """Write a number with thousands separators."""
    return f"{value:,}"


@register.filter
def code(value: str) -> SafeString:
    """Write a code in the groups in which it is read; one click selects all of it."""
    groups = format_html_join("", "<span>{}</span>", ((group,) for group in wording.code_groups(value)))
    return format_html('<span class="code">{}</span>', groups)


@register.inclusion_tag("ui/copy.html")
def copy(value: str) -> dict[str, str]:
    """Show the button that copies a value without its gaps; without a script it is not there."""
    return {"value": value}


@register.filter
def days_left(value: int | None) -> str:
    """Write how many working days are left, as a state of work; nothing for None."""
    return "" if value is None else state(*wording.days_left(value))


@register.simple_tag
def state(look: str, words: str) -> SafeString:
    """Show a state of our own work: good, near, late, done or idle. Never of a subject."""
    return format_html('<span class="s s--{}">{}</span>', look, words)


@register.simple_tag
def tag(words: str, look: str = "") -> SafeString:
    """Show a mark with an edge. ``look``: solid, or open (dashed) for what is not settled."""
    return format_html('<span class="tag{}">{}</span>', f" tag--{look}" if look else "", words)


# --- components -----------------------------------------------------------------------------------


@register.inclusion_tag("ui/long_work.html")
def long_work(work: LongWork) -> dict[str, LongWork]:
    """Show work that somebody waits for: stages with figures; it renews itself with a script, by a link without."""
    return {"work": work}


@register.simple_block_tag
def section(content: str, title: str, name: str, link: str = "", link_words: str = "") -> SafeString:
    """Set a part of a page under a heavy rule. ``name`` is the id of its heading; a link may stand beside it."""
    beside = format_html('<a class="small" href="{}">{}</a>', link, link_words) if link else ""
    return format_html(
        '<section class="block" aria-labelledby="{}"><div class="block__head"><h2 id="{}">{}</h2>{}</div>{}</section>',
        name,
        name,
        title,
        beside,
        content,
    )


@register.simple_block_tag
def details(content: str, title: str) -> SafeString:
    """Hide a help text behind its question."""
    return format_html(
        '<details class="help"><summary>{}</summary><div class="small">{}</div></details>', title, content
    )


@register.simple_block_tag
def note(content: str) -> SafeString:
    """Set apart what an action will do, or what must be known before it."""
    return format_html('<div class="note">{}</div>', content)


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """Say which kind of nothing this is, and inside what to do next."""
    return format_html('<div class="empty"><p class="empty__title">{}</p>{}</div>', title, content)


@register.inclusion_tag("ui/crumbs.html")
def crumbs(steps: Iterable[Crumb], here: str) -> dict[str, object]:
    """Show the way to this page; ``here`` names it."""
    return {"steps": steps, "here": here}


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Iterable[Tab], label: str) -> dict[str, object]:
    """Show the views of one thing; ``label`` names the group for assistive technology."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/figures.html")
def figures(items: Iterable[Figure]) -> dict[str, object]:
    """Show numbers beside each other."""
    return {"items": items}


@register.inclusion_tag("ui/sum.html")
def total(items: Iterable[Figure]) -> dict[str, object]:
    """Show numbers that add up: the first is the sum of the others."""
    return {"items": items}


@register.inclusion_tag("ui/days.html")
def clock(days: Iterable[Day], label: str) -> dict[str, object]:
    """Show a statutory clock, a square a day; ``label`` says from when to when."""
    return {"days": days, "label": label}


@register.inclusion_tag("ui/moments.html")
def moments(points: Iterable[Moment], label: str) -> dict[str, object]:
    """Show the points of a period in their order: solid is past, dashed is to come (records.css)."""
    return {"points": points, "label": label}


@register.inclusion_tag("ui/pager.html")
def pager(page: Pager) -> dict[str, object]:
    """Show the way to the previous and next page of a table."""
    return {"page": page}


# --- forms ----------------------------------------------------------------------------------------


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Show one field: label, hint, error, input, in that order."""
    return bound.as_field_group()


@register.inclusion_tag("ui/forms/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """Show what must be changed, with links to the fields; nothing if the form is in order."""
    return {"faults": _faults(form)}


@register.simple_tag
def optional(bound: BoundField) -> bool:
    """Say whether a field may be left empty and must say so; one with ``expected`` is asked for all the same."""
    expected = getattr(bound.field, "expected", False)
    return not bound.field.required and not expected and not isinstance(bound.field.widget, CheckboxInput)


@register.simple_tag
def checkbox(bound: BoundField) -> bool:
    """Say whether a field is one box to tick, whose label stands behind it."""
    return isinstance(bound.field.widget, CheckboxInput)


@register.simple_tag
def field_errors(bound: BoundField) -> list[str]:
    """Return a field's errors, each a sentence that stands without the field: the summary shows it far from it."""
    return [_sentence(bound, error) for error in bound.errors.as_data()]


def _sentence(bound: BoundField, error: ValidationError) -> str:
    label = str(bound.label)
    if bound.is_hidden:
        return "；".join(error.messages)  # nobody sees its label, or could fill it
    if error.code == "required":
        chosen = isinstance(bound.field, ChoiceField)
        return (_("请选择{label}") if chosen else _("请填写{label}")).format(label=label)
    words = "；".join(error.messages)
    return words if label in words else _("{label}：{words}").format(label=label, words=words)


def _faults(form: BaseForm) -> list[Fault]:
    general = [Fault(str(error)) for error in form.non_field_errors()]
    hidden = [Fault(words) for bound in form.hidden_fields() for words in field_errors(bound)]
    fields = [Fault(words, _first_input(bound)) for bound in form.visible_fields() for words in field_errors(bound)]
    return general + hidden + fields


def _first_input(bound: BoundField) -> str:
    """Return the id of the element that takes the keyboard: of a group of choices the first one."""
    if not bound.use_fieldset:
        return str(bound.id_for_label)
    inputs = bound.subwidgets
    return str(inputs[0].id_for_label or "") if inputs else ""


# --- tables ---------------------------------------------------------------------------------------


@register.tag("table")
def do_table(parser: Parser, token: Token) -> TableNode:
    """Open a table: ``{% table caption head … [numbers="head head"] %}`` … ``{% endtable %}``."""
    name, *parts = token.split_contents()
    given = [part.removeprefix("numbers=") for part in parts if part.startswith("numbers=")]
    plain = [parser.compile_filter(part) for part in parts if not part.startswith("numbers=")]
    if len(plain) < 2:  # noqa: PLR2004  caption and one head
        raise template.TemplateSyntaxError(f"{name} needs a caption and at least one column head")
    numbers = parser.compile_filter(given[0]) if given else None
    return TableNode(plain[0], plain[1:], numbers, _inside(parser, "endtable"))


@register.tag("row")
def do_row(parser: Parser, _token: Token) -> RowNode:
    """Open a row."""
    return RowNode(_inside(parser, "endrow"))


@register.tag("rowgroup")
def do_group(parser: Parser, _token: Token) -> GroupNode:
    """Open a heading over the rows that follow."""
    return GroupNode(_inside(parser, "endrowgroup"))


@register.tag("cell")
def do_cell(parser: Parser, _token: Token) -> CellNode:
    """Open a cell."""
    return CellNode(_inside(parser, "endcell"), is_head=False)


@register.tag("rowhead")
def do_rowhead(parser: Parser, _token: Token) -> CellNode:
    """Open the cell that names the row."""
    return CellNode(_inside(parser, "endrowhead"), is_head=True)


def _inside(parser: Parser, end: str) -> NodeList:
    nodes = parser.parse((end,))
    parser.delete_first_token()
    return nodes
