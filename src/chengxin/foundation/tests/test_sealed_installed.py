from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from chengxin.foundation import sealed
from chengxin.foundation.sealed import installed


@pytest.fixture(autouse=True)
def _own_data_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.PRODUCTION = False


@pytest.fixture
def fresh() -> Iterator[None]:
    installed._keyring.cache_clear()  # noqa: SLF001  stands for a new process
    yield
    installed._keyring.cache_clear()  # noqa: SLF001  see above


@pytest.mark.usefixtures("fresh")
def test_development_makes_its_keyring_on_first_use(tmp_path: Path) -> None:
    value = sealed.seal("号码", place="person.phone")
    assert (tmp_path / "keys" / "sealed.json").is_file()
    assert sealed.unseal(value, place="person.phone").reveal() == "号码"


@pytest.mark.usefixtures("fresh")
def test_production_refuses_to_start_without_one(settings: Settings, tmp_path: Path) -> None:
    settings.PRODUCTION = True
    with pytest.raises(sealed.KeyringMissing):
        sealed.installed_keyring()
    assert not (tmp_path / "keys").exists()


@pytest.mark.usefixtures("fresh")
def test_a_process_opens_what_another_sealed_after_a_rotation() -> None:
    before = sealed.seal("号码", place="person.phone")
    index = sealed.blind_index("号码", kind="phone")
    mine = sealed.installed_keyring()
    rotated = sealed.rotate_keyring(installed.keyring_path(), suite=sealed.Suite.SM)
    elsewhere = sealed.values.seal("号码", place="person.phone", keyring=rotated)
    assert elsewhere.key_id not in mine.keys
    assert sealed.unseal(elsewhere, place="person.phone").reveal() == "号码"
    assert sealed.reseal(before, place="person.phone").key_id == rotated.sealing
    assert sealed.blind_indexes("号码", kind="phone") == [index]


@pytest.mark.usefixtures("fresh")
def test_an_unknown_key_stays_unknown() -> None:
    sealed.installed_keyring()
    with pytest.raises(sealed.UnknownKey):
        sealed.unseal(sealed.Sealed("v1.aes-gcm.kffffffff.AAAA"), place="person.phone")
