"""Invented rule files that the tests add: a fifth regime, a regional notice, a national one."""

from datetime import UTC, datetime
from pathlib import Path

from chengxin.law import adding, book

SIGNATURE = adding.Signature(by="法规处张某", now=datetime(2026, 6, 16, 1, 0, tzinfo=UTC))

FIFTH_REGIME = """
[[instrument]]
key = "invented-2027"
title = "虚构的信用修复规定"
number = "虚构令第1号"
level = "department-rule"
issued_on = 2027-11-01
in_force_from = 2028-01-01
mark = "derived"

[[regime]]
key = "R5"
rule = "R5"
title = "虚构的第五套规则"
lines = ["credit-site"]
items = ["penalty"]
instrument = "invented-2027"
article = "第七条"
in_force_from = 2028-01-01
replaces = ["R4"]
counted_from = "decision"
mark = "derived"

[[publicity]]
key = "R5-general"
regime = "R5"
label = "一般失信"
when = { severity = ["minor", "general"] }
publish = true
minimum = { months = 1 }
maximum = { months = 6 }
repair = "after-minimum"
explanation = "虚构"

[[publicity]]
key = "R5-serious"
regime = "R5"
label = "严重失信"
when = { severity = ["serious", "specific-serious"] }
publish = true
maximum = { years = 5 }
repair = "never"
explanation = "虚构"
"""

REGIONAL_NOTICE = """
[[notice]]
key = "guangxi-2026"
calendar = "guangxi"
title = "虚构的2026年“壮族三月三”放假通知"
issued_on = 2026-03-01
covers = 2026
mark = "derived"

[[notice.holiday]]
name = "壮族三月三"
off = [2026-04-20, 2026-04-21]
work = [2026-04-18]
"""

NATIONAL_NOTICE = """
[[notice]]
key = "national-2027"
calendar = "national"
title = "虚构的2027年放假通知"
issued_on = 2026-11-10
covers = 2027
mark = "derived"

[[notice.holiday]]
name = "元旦"
off_from = 2027-01-01
off_until = 2027-01-03
work = [2026-12-26]
"""


def written(folder: Path, text: str, name: str = "rules.toml") -> Path:
    """Write a rule file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def added(folder: Path, text: str) -> book.Law:
    """Add a rule file to a store in the folder and return the law with it."""
    adding.add(written(folder, text), folder / "data", SIGNATURE)
    return book.load(folder / "data")
