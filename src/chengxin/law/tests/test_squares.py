from datetime import date

from chengxin.law import book
from chengxin.law.squares import squares

LAW = book.load(None)


def test_each_day_says_whether_it_counts() -> None:
    due = LAW.due("withdrawal", date(2018, 6, 15), calendar="national")  # a Friday before 端午节, Monday the 18th
    drawn = squares(due, event="作出决定", today=date(2018, 6, 19))
    assert [(square.on.day, square.look) for square in drawn] == [
        (15, "off"), (16, "off"), (17, "off"), (18, "off"), (19, "today"), (20, "to-come"), (21, "due"),
    ]  # fmt: skip
    assert drawn[0].words == "作出决定，当天不计"
    assert drawn[1].words == "休息"
    assert "端午" in drawn[3].words
    assert [square.words for square in drawn[4:]] == ["第1天", "第2天", "第3天，最后一天"]


def test_a_day_worked_in_exchange_says_so() -> None:
    due = LAW.due("double-publicity", date(2018, 9, 28), calendar="national")
    words = {square.on: square.words for square in squares(due, event="作出决定", today=date(2018, 9, 28))}
    assert words[date(2018, 9, 29)].startswith("第1天，")
    assert words[date(2018, 10, 1)] != "休息"
