"""The key's file and the CSV."""

import threading
from pathlib import Path

import pytest

from chengxin.audit.adapters.keys import FILE_NAME, KeyUnusable, public_bytes, signing_key


def test_the_key_is_made_once_and_only_we_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "数据 文件" / "keys"
    first = signing_key(folder)
    assert public_bytes(signing_key(folder)) == public_bytes(first)
    assert [file.name for file in folder.iterdir()] == [FILE_NAME]
    assert (folder / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_many_at_once_get_one_key(tmp_path: Path) -> None:
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(public_bytes(signing_key(tmp_path)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_a_broken_key_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / FILE_NAME
    file.touch(mode=0o600)
    file.write_bytes(content)
    with pytest.raises(KeyUnusable, match="备份"):
        signing_key(tmp_path)


def test_a_key_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    signing_key(tmp_path)
    (tmp_path / FILE_NAME).chmod(0o640)
    with pytest.raises(KeyUnusable, match="0600"):
        signing_key(tmp_path)
