import copy
import json
import logging
import os
import pickle
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.foundation.sealed import keyring as keyrings
from chengxin.foundation.sealed import streams, suites, values
from chengxin.foundation.sealed.suites import Suite

NUMBER = "11010519491231002X"
PLACE = "person.id_number"


def ring(suite: Suite = Suite.INTERNATIONAL) -> keyrings.Keyring:
    cipher, mac = suites.SUITES[suite]
    return keyrings.Keyring(
        sealing="k1",
        indexing="i1",
        keys={"k1": keyrings.Key(cipher, os.urandom(suites.CIPHERS[cipher].key_bytes))},
        index_keys={"i1": keyrings.Key(mac, os.urandom(32))},
    )


RINGS = [ring(suite) for suite in Suite]


@pytest.mark.parametrize("keyring", RINGS)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_what_is_sealed_opens(keyring: keyrings.Keyring, text: str) -> None:
    sealed = values.seal(text, place=PLACE, keyring=keyring)
    assert values.unseal(sealed, place=PLACE, keyring=keyring).reveal() == text


@pytest.mark.parametrize("keyring", RINGS)
def test_token_names_algorithm_and_key_and_never_repeats(keyring: keyrings.Keyring) -> None:
    sealed = [values.seal(NUMBER, place=PLACE, keyring=keyring) for _ in range(50)]
    algorithm = keyring.keys["k1"].algorithm
    assert len({one.token for one in sealed}) == 50
    assert all(one.token.startswith(f"v1.{algorithm}.k1.") for one in sealed)
    assert {one.key_id for one in sealed} == {"k1"}
    assert not any(NUMBER in one.token for one in sealed)


@pytest.mark.parametrize("keyring", RINGS)
def test_every_altered_character_is_found(keyring: keyrings.Keyring) -> None:
    token = values.seal(NUMBER, place=PLACE, keyring=keyring).token
    for place in range(len(token) - 1):  # the last character may hold unused bits only
        altered = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(values.CannotOpen):
            values.unseal(values.Sealed(altered), place=PLACE, keyring=keyring)


@pytest.mark.parametrize(
    "token", ["", "v1", "v1.aes-gcm.k1", "v1.aes-gcm.k1.", "v1.aes-gcm.k1.AAAA", "v1.aes-gcm.k1.密"]
)
def test_what_is_no_token_does_not_open(token: str) -> None:
    with pytest.raises(values.CannotOpen):
        values.unseal(values.Sealed(token), place=PLACE, keyring=RINGS[0])


def test_a_value_does_not_open_in_another_place() -> None:
    sealed = values.seal(NUMBER, place=PLACE, keyring=RINGS[0])
    with pytest.raises(values.CannotOpen):
        values.unseal(sealed, place="person.phone", keyring=RINGS[0])


def test_a_value_does_not_open_with_another_key() -> None:
    sealed = values.seal(NUMBER, place=PLACE, keyring=RINGS[0])
    with pytest.raises(values.CannotOpen):
        values.unseal(sealed, place=PLACE, keyring=ring())
    with pytest.raises(values.UnknownKey):
        values.unseal(values.Sealed(sealed.token.replace(".k1.", ".k2.")), place=PLACE, keyring=RINGS[0])
    with pytest.raises(values.CannotOpen):  # the same key id of the other suite
        values.unseal(sealed, place=PLACE, keyring=RINGS[1])


def test_blind_index() -> None:
    index = values.blind_index(NUMBER, kind="id-number", keyring=RINGS[0])
    assert index == values.blind_index(NUMBER, kind="id-number", keyring=RINGS[0])
    assert index != values.blind_index(NUMBER, kind="phone", keyring=RINGS[0])
    assert index != values.blind_index(NUMBER.lower(), kind="id-number", keyring=RINGS[0])
    assert index != values.blind_index(NUMBER, kind="id-number", keyring=ring())
    assert index.startswith("v1.hmac-sha256.i1.")
    assert values.blind_index(NUMBER, kind="id-number", keyring=RINGS[1]).startswith("v1.hmac-sm3.i1.")
    assert values.blind_indexes(NUMBER, kind="id-number", keyring=RINGS[0]) == [index]


def test_kind_and_text_of_an_index_can_not_run_into_each_other() -> None:
    assert values.blind_index("b", kind="a", keyring=RINGS[0]) != values.blind_index("", kind="ab", keyring=RINGS[0])


def test_an_opened_value_never_shows(caplog: pytest.LogCaptureFixture) -> None:
    sealed = values.seal(NUMBER, place=PLACE, keyring=RINGS[0])
    plain = values.unseal(sealed, place=PLACE, keyring=RINGS[0])
    with caplog.at_level(logging.INFO):
        logging.getLogger("test").info("%s %r %s", plain, plain, {"value": plain, "sealed": sealed})
    shown = [str(plain), repr(plain), f"{plain}", f"{plain:>40}", "%s" % plain, repr([plain]), caplog.text]  # noqa: UP031  the old way must hide it too
    shown += [repr(values.CannotOpen()), repr(RINGS[0]), repr(sealed), str(sealed)]
    assert not any(NUMBER in text for text in shown)
    assert plain.reveal() == NUMBER


def test_an_opened_value_is_not_passed_on() -> None:
    plain = values.Plain(NUMBER)
    for leave in (pickle.dumps, copy.copy, copy.deepcopy, json.dumps):
        with pytest.raises(TypeError) as caught:
            leave(plain)
        assert NUMBER not in str(caught.value)
    with pytest.raises(TypeError):
        vars(plain)


def test_no_key_shows() -> None:
    secret = RINGS[0].keys["k1"].secret
    assert repr(secret)[2:-1] not in repr(RINGS[0])


def test_rotation_seals_anew_and_opens_the_old(tmp_path: Path) -> None:
    path = tmp_path / "sealed.json"
    keyrings.create_keyring(path, suite=Suite.INTERNATIONAL)
    old = keyrings.load_keyring(path)
    sealed = values.seal(NUMBER, place=PLACE, keyring=old)
    index = values.blind_index(NUMBER, kind="id-number", keyring=old)

    new = keyrings.rotate_keyring(path, suite=Suite.SM)
    assert keyrings.load_keyring(path) == new
    resealed = values.reseal(sealed, place=PLACE, keyring=new)
    assert resealed.token.startswith("v1.sm4-gcm.")
    assert values.unseal(sealed, place=PLACE, keyring=new).reveal() == NUMBER
    assert values.unseal(resealed, place=PLACE, keyring=new).reveal() == NUMBER
    assert values.reseal(resealed, place=PLACE, keyring=new) is resealed
    assert values.blind_index(NUMBER, kind="id-number", keyring=new) == index
    with pytest.raises(values.UnknownKey):
        values.unseal(resealed, place=PLACE, keyring=old)


def test_keyring_file_is_private_and_made_once(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "sealed.json"
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(lambda _: keyrings.ensure_keyring(path, suite=Suite.INTERNATIONAL), range(16)))
    assert all(one == rings[0] for one in rings)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["sealed.json"]
    with pytest.raises(FileExistsError):
        keyrings.create_keyring(path, suite=Suite.INTERNATIONAL)
    assert keyrings.load_keyring(path) == rings[0]


def test_a_missing_keyring_is_refused(tmp_path: Path) -> None:
    with pytest.raises(keyrings.KeyringMissing, match=r"sealed\.json"):
        keyrings.load_keyring(tmp_path / "sealed.json")


def test_a_keyring_open_to_others_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sealed.json"
    keyrings.create_keyring(path, suite=Suite.INTERNATIONAL)
    path.chmod(0o640)
    with pytest.raises(keyrings.KeyringUnsafe, match="0600"):
        keyrings.load_keyring(path)


def written(**changes: object) -> str:
    key = {"algorithm": "aes-gcm", "key": "A" * 43 + "="}
    index = {"algorithm": "hmac-sha256", "key": "A" * 43 + "="}
    whole = {"sealing": "k", "indexing": "i", "keys": {"k": key}, "index_keys": {"i": index}}
    return json.dumps(whole | changes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"keys": []}',
        written(sealing="x"),
        written(keys={"k": {"algorithm": "aes-gcm", "key": "QUJD"}}),
        written(keys={"k": {"algorithm": "none", "key": ""}}),
        written(index_keys={"i": {"algorithm": "aes-gcm", "key": "A" * 43 + "="}}),
    ],
)
def test_a_broken_keyring_is_refused_without_quoting_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sealed.json"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(keyrings.KeyringUnsafe) as caught:
        keyrings.load_keyring(path)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def sealed_file(content: bytes, keyring: keyrings.Keyring, piece: int = 1000) -> bytes:
    file = BytesIO()
    writer = streams.SealingWriter(file, keyring)
    for start in range(0, len(content), piece):
        writer.write(content[start : start + piece])
    writer.finish()
    return file.getvalue()


def opened_file(data: bytes, keyring: keyrings.Keyring) -> bytes:
    return b"".join(streams.unseal_stream(BytesIO(data), keyring=keyring))


@pytest.mark.parametrize("keyring", RINGS)
@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 131072, 200_000])
@pytest.mark.parametrize("piece", [1000, 65536, 300_000])
def test_a_sealed_file_opens(keyring: keyrings.Keyring, size: int, piece: int) -> None:
    content = os.urandom(size)
    data = sealed_file(content, keyring, piece)
    assert opened_file(data, keyring) == content
    assert size < 16 or content[:16] not in data


def test_an_altered_file_does_not_open() -> None:
    data = sealed_file(os.urandom(200_000), RINGS[0])
    head = data.index(b"\n") + 1
    block = streams.CHUNK_BYTES + suites.TAG_BYTES
    first, second = data[head : head + block], data[head + block : head + 2 * block]
    damaged = {
        "cut in a chunk": data[:-1],
        "cut between chunks": data[: head + block],
        "extended": data + b"x",
        "swapped": data[:head] + second + first + data[head + 2 * block :],
        "a chunk twice": data[:head] + first + data[head:],
        "a bit": data[: head + 5] + bytes([data[head + 5] ^ 1]) + data[head + 6 :],
        "empty": b"",
        "no head": data[head:],
        "other head": data.replace(b"aes-gcm ", b"sm4-gcm ", 1),
        "other file's head": sealed_file(b"", RINGS[0]).partition(b"\n")[0] + b"\n" + data[head:],
    }
    for altered in damaged.values():
        with pytest.raises(values.CannotOpen):
            opened_file(altered, RINGS[0])
