"""Templates without inline code, and words that a translator finds."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from tests.architecture.guards.tree import Module, Template, docstrings, dotted

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}", re.DOTALL)
HTML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
MARKED = re.compile(
    r"{%\s*(?:blocktranslate|blocktrans)\b.*?%}.*?{%\s*(?:endblocktranslate|endblocktrans)\s*%}"
    r"|{%\s*(?:translate|trans)\s+(?:\"[^\"]*\"|'[^']*')"
    r"|_\((?:\"[^\"]*\"|'[^']*')\)"
    r"|aria-hidden=\"true\">[^<]*<",
    re.DOTALL,
)
INLINE: Mapping[str, re.Pattern[str]] = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+\s*=|\bhx-on\b|javascript:", re.IGNORECASE),
    "an evaluated expression": re.compile(r"\bhx-vals\s*=\s*[\"']\s*js:|\bhx-vars\s*=", re.IGNORECASE),
    "a third party's address": re.compile(
        r"<(?:script|link|img|iframe|source)\b[^>]*(?:src|href)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE
    ),
    "unescaped output": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
}
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL | re.IGNORECASE)
FORM = re.compile(r"<form\b[^>]*\bmethod\s*=\s*[\"']?post.*?</form>", re.DOTALL | re.IGNORECASE)
GETTEXT = frozenset(
    {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "gettext_noop"}
)
SPEAKING = frozenset({"views", "forms", "middleware", "templatetags"})
"""Floors whose Chinese reaches a person through no table of labels."""
SPEAKING_ROOMS = frozenset({"ui", "desk", "portal", "my"})
BESIDE = frozenset({"apps", "urls", "rules"})
"""Tables of labels: what shows them translates them."""


def inline_code(templates: Iterable[Template]) -> list[str]:
    """Find what a strict content-security policy would block, and output that is not escaped."""
    found = []
    for template in templates:
        text = _blank(COMMENT, template.text)
        for what, pattern in INLINE.items():
            found += [template.at(match.start(), what) for match in pattern.finditer(text)]
        for match in SCRIPT.finditer(text):
            data = re.search(r"type\s*=\s*[\"']application/(?:ld\+)?json", match["attributes"])
            if match["body"].strip() and not data:
                found.append(template.at(match.start(), "an inline script"))
    return found


def forms_without_token(templates: Iterable[Template]) -> list[str]:
    """Find forms that post without the token against forged requests."""
    return [
        template.at(match.start(), "a form posts without {% csrf_token %}")
        for template in templates
        for match in FORM.finditer(_blank(COMMENT, template.text))
        if "csrf_token" not in match[0]
    ]


def unmarked_text(templates: Iterable[Template]) -> list[str]:
    """Find Chinese in templates that stands in no translate tag."""
    found = []
    for template in templates:
        rest = template.text
        for pattern in (COMMENT, HTML_COMMENT, MARKED):
            rest = _blank(pattern, rest)
        for number, line in enumerate(rest.splitlines(), 1):
            if HAN.search(line):
                found.append(f"{template.path}:{number}: mark for translation: {line.strip()[:60]}")
    return found


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """Return the text with the matches blanked, lines kept."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def unmarked_strings(modules: Iterable[Module], allowed: Mapping[str, str]) -> list[str]:
    """Find Chinese strings in doors' code that no gettext function takes; ``allowed`` maps modules to a reason."""
    found = []
    for module in modules:
        if ".".join(module.parts) in allowed:
            continue
        if module.floor in BESIDE or not (module.floor in SPEAKING or module.room in SPEAKING_ROOMS):
            continue
        found += [module.at(node, f"mark for translation: {str(node.value)[:40]}") for node in _unmarked(module.tree)]
    return found


def _unmarked(tree: ast.Module) -> Iterator[ast.Constant]:
    marked = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in GETTEXT:
            marked |= {id(inner) for argument in node.args for inner in ast.walk(argument)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and HAN.search(node.value)
            and id(node) not in marked
        ):
            yield node
