"""The nodes behind ``{% table %}``: a three-line table that stacks on phones and stays a table for everybody.

Stacking uses ``display: block``, which takes a table's meaning away in some browsers; explicit roles give it back. Each
cell carries its column's head as ``data-label`` for the stacked look. Writing both by hand is where pages go wrong.
"""

from django.template import Context, Node, NodeList
from django.template.base import FilterExpression
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

STATE = "ui_table"


class TableNode(Node):
    """The table: caption, heads, and the rows inside."""

    child_nodelists = ("rows",)

    def __init__(
        self, caption: FilterExpression, heads: list[FilterExpression], numbers: FilterExpression | None, rows: NodeList
    ) -> None:
        """Keep the expressions; they are resolved when rendered."""
        self.caption = caption
        self.heads = heads
        self.numbers = numbers
        self.rows = rows

    def render(self, context: Context) -> SafeString:
        """Return the table's HTML."""
        heads = [str(head.resolve(context)) for head in self.heads]
        right = set(str(self.numbers.resolve(context)).split()) if self.numbers else set()
        with context.push(**{STATE: {"heads": heads, "right": right, "column": 0}}):
            rows = self.rows.render(context)
        cells = format_html_join(
            "",
            '<th role="columnheader" scope="col"{}>{}</th>',
            ((_right(head in right), head) for head in heads),
        )
        return format_html(
            '<table class="t t--stack" role="table"><caption class="hide">{}</caption>'
            '<thead role="rowgroup"><tr role="row">{}</tr></thead><tbody role="rowgroup">{}</tbody></table>',
            self.caption.resolve(context),
            cells,
            rows,
        )


class RowNode(Node):
    """One row; the cells inside take the columns in turn."""

    def __init__(self, cells: NodeList) -> None:
        """Keep the cells."""
        self.nodelist = cells

    def render(self, context: Context) -> SafeString:
        """Return the row's HTML."""
        context[STATE]["column"] = 0
        return format_html('<tr role="row">{}</tr>', self.nodelist.render(context))


class GroupNode(Node):
    """A heading over the rows that follow, across all columns."""

    def __init__(self, words: NodeList) -> None:
        """Keep the words."""
        self.nodelist = words

    def render(self, context: Context) -> SafeString:
        """Return the row's HTML."""
        return format_html(
            '<tr role="row" class="group"><th role="rowheader" scope="colgroup" colspan="{}">{}</th></tr>',
            len(context[STATE]["heads"]),
            self.nodelist.render(context),
        )


class CellNode(Node):
    """One cell; the first of a row is usually its head."""

    def __init__(self, content: NodeList, *, is_head: bool) -> None:
        """Keep the content."""
        self.nodelist = content
        self.is_head = is_head

    def render(self, context: Context) -> SafeString:
        """Return the cell's HTML."""
        state = context[STATE]
        head = state["heads"][state["column"]]
        state["column"] += 1
        content = self.nodelist.render(context)
        if self.is_head:
            return format_html('<th role="rowheader" scope="row">{}</th>', content)
        return format_html('<td role="cell" data-label="{}"{}>{}</td>', head, _right(head in state["right"]), content)


def _right(right: bool) -> SafeString:  # noqa: FBT001  a private one-liner
    return mark_safe(' class="r"' if right else "")  # noqa: S308  two constants of ours
