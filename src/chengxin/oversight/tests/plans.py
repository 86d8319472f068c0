"""An invented plan of the invented 海棠市, as a workbook, as delimited text and as a word processor's plain copy."""

import csv
import io
from collections.abc import Sequence
from datetime import date

import openpyxl

TITLE = "海棠市2030年社会信用体系建设重点工作分工责任表"
HEADINGS = ("重点工作模块", "重点工作任务", "具体工作要求", "责任单位", "完成时限", "政策依据", "备注")
GUIDANCE = "海棠市人民政府关于《信用规划纲要（2028-2032年）》的实施意见（海政发〔2029〕5号）"
ROWS = (
    ("一、平台建设", "（一）升级平台", "1.完成平台升级并通过验收。", "市甲局", "2030年6月30日", GUIDANCE, ""),
    (
        "",
        "（二）归集数据",
        "2.2030年3月1日后，停用旧表，改用新表报送。",
        "市甲局牵头，市乙局、市科技和信息化局配合",
        "12月底前",
        "关于归集数据的通知（海信用办〔2030〕2号）",
        "列入2030年度测评",
    ),
    (
        "",
        "",
        "3.按月报送数据。",
        "联席会议各成员单位、各县（区）人民政府、各管委会",
        "长期",
        "海棠市信用简报（某编）",
        "",
    ),
    ("二、制度建设", "（三）制定制度", "4.制定本领域制度。", "市乙局及各县、区政府", "年底前", GUIDANCE, ""),
)
Rows = Sequence[Sequence[object]]


def filled(rows: Sequence[Sequence[str]] = ROWS) -> list[list[str]]:
    """Return the rows with module and heading in each."""
    found: list[list[str]] = []
    for row in rows:
        module = row[0] or found[-1][0]
        heading = row[1] or ("" if row[0] else found[-1][1])
        found.append([module, heading, *row[2:]])
    return found


def one_row(**cells: str) -> list[list[str]]:
    """Return headings and one sound row, with other cells by the place of their heading: module, heading, …"""
    names = ("module", "heading", "requirement", "units", "due", "basis", "remark")
    row = dict(zip(names, ROWS[0], strict=True)) | cells
    return [list(HEADINGS), [row[name] for name in names]]


def delimited(rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Return rows as delimited text."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def indented(rows: Sequence[Sequence[str]] = ROWS, title: str = TITLE, below: str = "") -> str:
    """Return rows as word processors leave a table: a cell a line behind a tab, one heading broken over lines."""
    headings = [f"\t{name}" for name in HEADINGS]
    headings[1] = "\t重点工作\n\n任务"
    blocks = ["\n".join(headings), *("\n".join(f"\t{cell}" for cell in row) for row in rows)]
    return f"\n附件\n\n{title}\n\n" + "\n\n".join(blocks) + f"\n{below}"


def workbook(rows: Rows, merged: Sequence[str] = (), *, cover: bool = False, second: Rows = ()) -> bytes:
    """Return rows as a workbook with merged ranges, behind a cover sheet and before a second table if asked for."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    if cover:
        page.append(["海棠市信用办"])
        page = book.create_sheet()
    page.title = "责任表"
    for row in rows:
        page.append(list(row))
    for ranged in merged:
        page.merge_cells(ranged)
    other = book.create_sheet("另一张")
    for row in second:
        other.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def merged_workbook() -> bytes:
    """Return the plan as offices type it: titles over the table, merged cells, days as days, a note below."""
    first = [*ROWS[0][:4], date(2030, 6, 30), *ROWS[0][5:]]
    rows: list[Sequence[object]] = [[TITLE], ["（2030年1月）"], HEADINGS, first, *ROWS[1:], ["注：本表由信用办解释。"]]
    return workbook(rows, ("A1:G1", "A2:G2", "A4:A6", "B5:B6", "A8:G8"), cover=True)
