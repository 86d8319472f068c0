"""Services have one shape, queries are scoped, lints are switched off with a reason."""

import pytest

from tests.architecture import allowed
from tests.architecture.guards import habits
from tests.architecture.guards.tree import ROOT, crafted, product
from tests.architecture.test_layout import our_files, texts

GOOD = "@use_case\ndef end(*, actor, now, unit): ...\n"


def test_services_are_use_cases_with_actor_and_now() -> None:
    assert habits.misshapen_services(product(), allowed.SERVICES) == []


@pytest.mark.parametrize(
    "text",
    [
        "def end(*, actor, now, unit): ...\n",
        "@use_case\ndef end(actor, now): ...\n",
        "@use_case\ndef end(*, actor, unit): ...\n",
        "@use_case\ndef end(*, now, unit): ...\n",
        "@use_case\ndef end(*units, actor, now): ...\n",
    ],
)
def test_a_service_of_another_shape_is_found(text: str) -> None:
    assert habits.misshapen_services([crafted("chengxin.vault.services", text)], {})


def test_in_a_package_what_it_offers_counts() -> None:
    front = crafted("chengxin.vault.services", "from chengxin.vault.services.files import end\n")
    inner = crafted("chengxin.vault.services.files", "def end(): ...\ndef inside(): ...\n")
    found = habits.misshapen_services([front, inner], {})
    assert found
    assert all("vault.end" in sentence for sentence in found)
    assert habits.misshapen_services([crafted("chengxin.vault.services", GOOD)], {}) == []


def test_no_exception_has_outlived_its_reason() -> None:
    assert habits.stale_allowances(habits.misshapen_services(product(), {}), allowed.SERVICES) == []
    assert habits.stale_allowances(habits.queries_without_actor(product(), {}), allowed.QUERIES) == []


def test_an_exception_without_need_is_found() -> None:
    found = habits.misshapen_services([crafted("chengxin.vault.services.files", "@use_case\ndef end(): ...\n")], {})
    assert habits.stale_allowances(found, {"vault.end": "once", "vault.services.files": "once"})
    assert (
        habits.stale_allowances(["chengxin/vault/queries.py:1: vault.end takes no actor"], {"vault.end": "still"}) == []
    )


def test_queries_take_the_actor() -> None:
    assert habits.queries_without_actor(product(), allowed.QUERIES) == []


def test_a_query_without_actor_is_found() -> None:
    assert habits.queries_without_actor([crafted("chengxin.vault.queries", "def files() -> list[int]: ...\n")], {})


def test_lints_are_switched_off_with_a_reason() -> None:
    files = [path for path in our_files("src", "tests", "setup", "bench") if path.suffix == ".py"]
    files += [ROOT / "run.py"]
    assert habits.lints_without_reason(texts(files)) == []


@pytest.mark.parametrize(
    "comment",
    [
        "noqa",
        "noqa: S101",
        "noqa: S101, S102",
        "noqa: S101  because",
        "type: ignore",
        "type: ignore[arg-type]",
        "type: ignore[arg-type]  Django",
        "pragma: no cover",
        "ruff: noqa: E501",
    ],
)
def test_a_silent_exception_is_found(comment: str) -> None:
    assert habits.lints_without_reason([("a.py", f"x = 1  # {comment}\n")])


@pytest.mark.parametrize("comment", ["noqa: S101  a test asserts", "type: ignore[misc]  Django builds the class"])
def test_an_exception_that_says_why_passes(comment: str) -> None:
    assert habits.lints_without_reason([("a.py", f"x = 1  # {comment}\n")]) == []
