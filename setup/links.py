"""The documents: every relative link and anchor in them leads somewhere.

``python3 -m setup.links`` lists those that do not.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from setup import guards
from setup.place import ROOT

LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def anchors(text: str) -> set[str]:
    """Return the anchors of a document's headings, as forges make them."""
    found: set[str] = set()
    for title in HEADING.findall(FENCE.sub("", text)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*]", r"\1", title).lower()
        anchor = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        number = 1
        unique = anchor
        while unique in found:
            unique, number = f"{anchor}-{number}", number + 1
        found.add(unique)
    return found


def broken(document: Path) -> Iterator[str]:
    """Give one line for each link of the document that leads nowhere."""
    text = FENCE.sub("", document.read_text(encoding="utf-8"))
    for target in LINK.findall(text):
        if ELSEWHERE.match(target):
            continue
        path, _, anchor = unquote(target).partition("#")
        there = (document.parent / path).resolve() if path else document
        name = document.relative_to(ROOT)
        if not there.exists():
            yield f"{name}: {target}: 没有这个文件 no such file"
        elif anchor and there.suffix == ".md" and anchor.lower() not in anchors(there.read_text(encoding="utf-8")):
            yield f"{name}: {target}: 没有这个标题 no such heading"


def documents() -> list[Path]:
    """Return the Markdown files of the checkout."""
    return [ROOT / name for name in guards.tracked() if name.endswith(".md") and (ROOT / name).is_file()]


def title(document: Path) -> str:
    """Return a document's first heading."""
    found = HEADING.search(document.read_text(encoding="utf-8"))
    return found[1] if found else ""


def main() -> int:
    """Print the broken links; 1 when there are any."""
    found = [line for document in documents() for line in broken(document)]
    print("\n".join(found) if found else f"{len(documents())} documents, every link leads somewhere")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
