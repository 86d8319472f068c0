"""``chengxin catalog``: calls that are wrong before any database is asked."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from chengxin.config.commands.catalog import app

RUN = CliRunner()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("import", "{folder}/nothing.xlsx"), "没有找到文件"),
        (("import", "{folder}"), "没有找到文件"),
        (("export", "registration", "--format", "pdf"), "pdf"),
        (("export",), "export"),
    ],
)
def test_a_wrong_call_says_so_and_ends_with_2(tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    result = RUN.invoke(app, [word.format(folder=tmp_path) for word in words])
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
