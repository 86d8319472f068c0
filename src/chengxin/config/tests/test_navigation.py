import pytest
from django.urls import resolve, reverse

from chengxin.config.navigation import declared, navigation_for, public_navigation
from chengxin.foundation.actor import Actor, ActorKind, Grant, public_actor
from chengxin.foundation.roles import Role


def staff(*roles: Role) -> Actor:
    return Actor(
        kind=ActorKind.STAFF, id="one", name="测试员", grants=tuple(Grant(role=role, unit=1) for role in roles)
    )


def addresses(actor: Actor) -> list[str]:
    return [link.address for section in navigation_for(actor, "/desk/") for link in section.links]


@pytest.mark.parametrize("attribute", ["navigation", "public_navigation"])
def test_every_declared_item_leads_to_an_address_behind_the_same_permission(attribute: str) -> None:
    items = declared(attribute)
    assert items
    for item in items:
        door = getattr(resolve(reverse(item.url_name)).func, "door", None)
        assert door is not None, item
        assert door.permission == item.permission, item


def test_nobody_sees_what_it_may_not_open() -> None:
    assert addresses(public_actor("192.0.2.1")) == []
    for role in Role:
        shown = addresses(staff(role))
        assert shown[0] == "/desk/"
        for item in declared("navigation"):
            allowed = item.permission is None or staff(role).may(item.permission)
            assert (reverse(item.url_name) in shown) is allowed, (role, item)


@pytest.mark.parametrize(
    ("path", "current"),
    [("/desk/", ["我的待办"]), ("/desk/help", ["使用说明"]), ("/desk/notices/abc", ["通知"]), ("/desk/me/", [])],
)
def test_the_page_and_what_lies_under_it_are_marked(path: str, current: list[str]) -> None:
    sections = navigation_for(staff(Role.REPORTER), path)
    assert [link.label for section in sections for link in section.links if link.current] == current


def test_the_public_navigation_marks_the_first_page_only_on_itself() -> None:
    assert [link.address for link in public_navigation("/") if link.current] == ["/"]
    assert [link.address for link in public_navigation("/law/") if link.current] == ["/law/"]
    assert not any(link.current for link in public_navigation("/nowhere"))
