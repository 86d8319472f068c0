from datetime import date

import polars as pl
import pytest

from chengxin.foundation.identifiers import unified_code_check
from chengxin.intake.rules import Circumstances, check
from chengxin.intake.rules.findings import SCHEMA, SEALED_VALUE
from chengxin.intake.tests.rows import COMPANY, PENALTY, RECEIVED, TRADER, found, frame, judged, penalty


def wrong_check(code: str) -> str:
    return code[:17] + ("0" if code[17] != "0" else "1")


def wrong_inner(code: str) -> str:
    body = code[:16] + ("0" if code[16] != "0" else "1")
    return body + unified_code_check(body)


def test_a_sound_row_has_no_finding() -> None:
    answer = judged(penalty())
    assert found(answer) == set()
    assert len(answer.accepted) == 1
    assert dict(answer.findings.schema) == dict(SCHEMA)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"CF_WSH": ""}, "CF_WSH", "missing"),
        ({"CF_WSH": "/"}, "CF_WSH", "missing"),
        ({"CF_WSH": "——"}, "CF_WSH", "missing"),
        ({"CF_YJ": "\u3000"}, "CF_YJ", "missing"),
        ({"CF_FRDB": ""}, "CF_FRDB", "missing"),
        ({"CF_NR_FK": ""}, "CF_NR_FK", "missing"),
        ({"CF_CFLB": "罚款;没收违法所得"}, "CF_NR_WFFF", "missing"),
        ({"CF_CFLB": "暂扣许可证件"}, "CF_NR_ZKDX", "missing"),
        ({"CF_XDR_MC": "长" * 201}, "CF_XDR_MC", "too-long"),
        ({"CF_JDRQ": "26-6-9"}, "CF_JDRQ", "bad-type"),
        ({"CF_JDRQ": "2026.06"}, "CF_JDRQ", "bad-type"),
        ({"CF_JDRQ": "2026/02/30"}, "CF_JDRQ", "bad-type"),
        ({"CF_JDRQ": "0026/06/09"}, "CF_JDRQ", "implausible-date"),
        ({"CF_NR_FK": "两千元"}, "CF_NR_FK", "bad-type"),
        ({"CF_NR_FK": "-1"}, "CF_NR_FK", "bad-type"),
        ({"CF_NR_FK": "0.0000001"}, "CF_NR_FK", "bad-type"),
        ({"CF_CFLB": "罚款;乱写"}, "CF_CFLB", "not-in-code-list"),
        ({"CF_XDR_LB": "企业"}, "CF_XDR_LB", "not-in-code-list"),
        ({"CF_XDR_SHXYM": COMPANY[:17]}, "CF_XDR_SHXYM", "bad-length"),
        ({"CF_XDR_SHXYM": COMPANY[:16] + "IO"}, "CF_XDR_SHXYM", "bad-character"),
        ({"CF_XDR_SHXYM": wrong_check(COMPANY)}, "CF_XDR_SHXYM", "bad-check-digit"),
        ({"CF_XDR_SHXYM": wrong_inner(COMPANY)}, "CF_XDR_SHXYM", "bad-inner-check-digit"),
        ({"CF_XDR_SHXYM": "00000000000000000X"}, "CF_XDR_SHXYM", "placeholder-code"),
        ({"CF_XDR_SHXYM": TRADER}, "CF_XDR_LB", "kind-mismatch"),
        ({"CF_XDR_LB": "个体工商户"}, "CF_XDR_LB", "kind-mismatch"),
        ({"CF_XDR_LB": "自然人"}, "CF_XDR_LB", "kind-mismatch"),
        ({"CF_YXQ": "2026/06/08"}, "CF_YXQ", "date-order"),
        ({"CX_CFCX": "简易程序"}, "CX_CFCX", "not-collected"),
        ({"CF_NR": "当场处罚，罚款200元"}, "CF_NR", "not-collected"),
        ({"CF_SY": "标签缺少\ufffd存条件"}, "CF_SY", "broken-character"),
    ],
)
def test_a_wrong_cell_returns_the_row_with_one_reason(changes: dict[str, str], field: str, code: str) -> None:
    answer = judged(penalty(**changes))
    assert found(answer) == {(1, field, code, "error")}
    assert answer.returned == {1}


def test_a_decision_after_the_day_of_receipt_is_refused() -> None:
    answer = judged(penalty(CF_JDRQ="2026/06/17", CF_YXQ="2027/06/17"))
    assert (1, "CF_JDRQ", "future-date", "error") in found(answer)


def test_a_small_fine_is_never_taken_for_the_simple_procedure() -> None:
    assert found(judged(penalty(CF_NR_FK="0.005", CF_NR="罚款50元"))) == set()


def test_lower_case_and_full_width_are_read_but_letters_are_not_guessed() -> None:
    wide = "".join(chr(ord(character) + 0xFEE0) for character in COMPANY.lower())
    assert found(judged(penalty(CF_XDR_SHXYM=f" {wide} "))) == set()
    letter_o = COMPANY.replace("0", "O", 1)
    assert {code for _, _, code, _ in found(judged(penalty(CF_XDR_SHXYM=letter_o)))} == {"bad-character"}


def test_the_second_of_two_equal_facts_is_marked() -> None:
    answer = judged(penalty(), penalty(CF_NR="同一文号"), penalty(CF_WSH="示市监处罚〔2026〕12号"))
    assert found(answer) == {(2, "CF_WSH", "duplicate-in-file", "error")}


def test_equal_names_with_different_codes_are_a_note() -> None:
    other = penalty(CF_XDR_SHXYM=TRADER, CF_XDR_LB="个体工商户", CF_WSH="示市监处罚〔2026〕12号")
    answer = judged(penalty(), other)
    assert found(answer) == {(row, "CF_XDR_MC", "same-name", "note") for row in (1, 2)}
    assert not answer.returned


def test_a_late_row_is_taken_with_a_warning_that_names_the_day() -> None:
    answer = judged(penalty(), due=date(2026, 6, 15))
    assert found(answer) == {(1, "CF_JDRQ", "late", "warning")}
    assert "2026年6月15日" in answer.findings["message"][0]


def test_on_the_last_day_it_is_on_time() -> None:
    assert found(judged(penalty(), due=RECEIVED)) == set()


def test_a_penalty_kind_of_another_time_is_a_warning() -> None:
    answer = judged(penalty(CF_CFLB="罚款;通报批评", CF_JDRQ="2021/07/14", CF_YXQ="2022/07/14"), due=None)
    assert found(answer) == {(1, "CF_CFLB", "outside-edition", "warning")}


def test_a_code_typed_as_a_number_is_refused() -> None:
    table = frame(penalty()).with_columns(pl.lit(value=True).alias("numeric|CF_XDR_SHXYM"))
    answer = check(PENALTY, table, Circumstances(received_on=RECEIVED, due_on=lambda _day: None))
    assert found(answer) == {(1, "CF_XDR_SHXYM", "numeric-code", "error")}


def test_an_error_cell_is_a_finding_and_never_a_blank() -> None:
    table = frame(penalty(CF_YJ="#公式错误")).with_columns(pl.lit(value=True).alias("error|CF_YJ"))
    answer = check(PENALTY, table, Circumstances(received_on=RECEIVED, due_on=lambda _day: None))
    assert found(answer) == {(1, "CF_YJ", "error-cell", "error")}


def test_what_only_the_authorised_see_is_not_shown_in_a_finding() -> None:
    answer = judged(penalty(CF_FR_ZJHM="1" * 65))
    assert set(answer.findings["value"]) == {SEALED_VALUE}


def test_a_missing_column_is_null_for_every_row() -> None:
    row = {code: cell for code, cell in penalty().items() if code != "CF_YJ"}
    assert found(judged(row)) == {(1, "CF_YJ", "missing", "error")}


def test_a_file_cut_in_pieces_is_judged_as_a_whole() -> None:
    codes = [COMPANY[:17], COMPANY[:16], COMPANY, COMPANY[:15]]
    rows = frame(*[penalty(CF_XDR_SHXYM=code, CF_WSH=f"示{place}号") for place, code in enumerate(codes)])
    pieces = pl.concat([rows.head(1), rows.slice(1)], rechunk=False)
    about = Circumstances(received_on=RECEIVED, due_on=lambda _day: None)
    assert check(PENALTY, pieces, about).findings.equals(check(PENALTY, rows, about).findings)
