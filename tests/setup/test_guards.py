"""What no commit may hold is found, and what may stand is left alone."""

from pathlib import Path

import pytest

from setup import guards, links

ROOT = Path(__file__).resolve().parents[2]
SCHEME = "https" + "://"
REGISTRY = "py" + "pi.org"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("requirements/run.lock", f"--index-url {SCHEME}mirror.example/simple"),
        ("package-lock.json", f'"resolved": "{SCHEME}mirror.example/a.tgz"'),
        (".npmrc", f"registry={SCHEME}mirror.example"),
        ("docs/setup.md", f"see {SCHEME}{REGISTRY}/simple"),
        ("src/a.py", "open('/" + "root/secret')"),
        ("src/a.py", "cd /" + "work/main"),
        ("tests/a.py", "'/" + "tmp/x'"),
    ],
)
def test_what_may_not_stand_is_found(name: str, line: str) -> None:
    assert [found.split(":")[:2] for found in guards.in_text(name, f"fine\n{line}\n")][-1] == [name, "2"]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("docs/setup.md", f"{SCHEME}www.creditchina.gov.cn/"),
        ("src/urls.py", "path('/desk/work/plan/')"),
        ("src/a.py", "tmp / 'x'  # not /tmp"),
        ("requirements/run.lock", "django==5.2 --hash=sha256:00"),
    ],
)
def test_what_may_stand_is_left_alone(name: str, line: str) -> None:
    assert list(guards.in_text(name, line)) == []


def test_huge_files_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(guards, "ROOT", tmp_path)
    (tmp_path / "huge.csv").write_bytes(b"x" * (guards.LARGEST_BYTES + 1))
    (tmp_path / "small.csv").write_bytes(b"x")
    assert [line.split(":")[0] for line in guards.findings(["huge.csv", "small.csv", "gone.csv"])] == ["huge.csv"]


def test_nothing_of_the_kind_is_committed() -> None:
    assert list(guards.findings(guards.tracked())) == []


def test_anchors_are_those_of_the_forges() -> None:
    text = "# Set-up, in 2 commands\n\n## 安装（两条命令）\n\n## Twice\n\n## Twice\n\n```\n# no heading\n```\n"
    assert links.anchors(text) == {"set-up-in-2-commands", "安装两条命令", "twice", "twice-1"}


def test_broken_links_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(links, "ROOT", tmp_path)
    (tmp_path / "there.md").write_text("# Here\n")
    document = tmp_path / "a.md"
    document.write_text(
        f"# Top\n[1](there.md) [2](there.md#here) [3](#top) [4]({SCHEME}x.example) [5](gone.md) [6](there.md#gone)\n"
    )
    assert [line.split(": ")[1] for line in links.broken(document)] == ["gone.md", "there.md#gone"]


def test_every_link_of_our_documents_leads_somewhere() -> None:
    assert [line for document in links.documents() for line in links.broken(document)] == []
