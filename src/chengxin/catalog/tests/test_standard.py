from dataclasses import replace
from datetime import UTC, date, datetime

import psycopg
import pytest

from chengxin.catalog import public, queries, rules
from chengxin.catalog.adapters import standard_items
from chengxin.catalog.models import CatalogItem, CodeListRow, ItemVersion
from chengxin.catalog.services import install_standard_catalogue
from chengxin.catalog.services.versions import add_version
from chengxin.foundation.actor import Actor, ActorKind, Grant, public_actor, system_actor
from chengxin.foundation.refusals import NotFound, NotPermitted
from chengxin.foundation.roles import Role

pytestmark = pytest.mark.service

NOW = datetime(2026, 6, 30, 2, 0, tzinfo=UTC)
TODAY = date(2026, 6, 30)
JOB = system_actor("catalog.install")
KEY = "penalty-organisation"


@pytest.mark.usefixtures("db")
def test_the_standard_items_are_in_force_after_migrating() -> None:
    assert queries.items_in_force(JOB, on=TODAY) == standard_items()
    assert public.items_in_force(TODAY).keys() == {key for key, item in standard_items().items() if item.is_public}
    assert CodeListRow.objects.filter(key="penalty-kind").exists()
    assert queries.items_in_force(JOB, on=date(2015, 11, 30)).keys() == {"registration"}


@pytest.mark.usefixtures("db")
def test_installing_again_changes_nothing() -> None:
    before = ItemVersion.objects.count()
    assert install_standard_catalogue(actor=JOB, now=NOW) == 0
    assert ItemVersion.objects.count() == before


def former_release(key: str) -> CatalogItem:
    """Let the item stand as a former release defined it."""
    row = CatalogItem.objects.get(key=key)
    former = replace(standard_items()[key], retention_months=12)
    add_version(row, former, in_force_from=former.valid_from, now=NOW, by="标准目录")
    row.standard_hash = rules.hash_of(former)
    row.save(update_fields=["standard_hash"])
    return row


@pytest.mark.usefixtures("db")
def test_an_item_of_a_former_release_is_brought_up_to_date_unless_the_city_changed_it() -> None:
    former_release(KEY)
    own = former_release("licence-organisation")
    changed = replace(standard_items()[own.key], retention_months=24)
    add_version(own, changed, in_force_from=TODAY, now=NOW, by="信用办")
    assert install_standard_catalogue(actor=JOB, now=NOW) == 1
    in_force = queries.items_in_force(JOB, on=TODAY)
    assert in_force[KEY] == standard_items()[KEY]
    assert in_force[own.key] == changed


@pytest.mark.usefixtures("db")
def test_only_who_keeps_the_whole_catalogue_installs() -> None:
    grants = (Grant(Role.CREDIT_OFFICE, district="990102"),)
    county = Actor(kind=ActorKind.STAFF, id="county", name="县信用办", district="990102", grants=grants)
    with pytest.raises(NotPermitted):
        install_standard_catalogue(actor=county, now=NOW)


@pytest.mark.usefixtures("db")
def test_a_version_is_found_by_its_hash_for_good() -> None:
    item = standard_items()[KEY]
    assert queries.item_of_hash(JOB, rules.hash_of(item)) == item
    with pytest.raises(NotFound):
        queries.item_of_hash(JOB, "0" * 64)


@pytest.mark.usefixtures("db")
def test_nobody_without_the_permission_sees_items() -> None:
    stranger = public_actor("192.0.2.1")
    assert queries.items_in_force(stranger, on=TODAY) == {}
    assert queries.code_lists(stranger) == {}
    assert not queries.catalogue_rows(stranger).exists()
    with pytest.raises(NotFound):
        queries.item_of_hash(stranger, rules.hash_of(standard_items()[KEY]))


def test_the_portals_role_reads_definitions_and_no_table(public_connection: psycopg.Connection) -> None:
    (count,) = public_connection.execute("SELECT count(*) FROM public_catalog_items").fetchone() or (0,)
    assert count == len(standard_items())
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        public_connection.execute("SELECT 1 FROM catalog_itemversion")
