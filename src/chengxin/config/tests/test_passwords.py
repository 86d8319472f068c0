"""The hash of passwords that the program uses; tests have a quick one of their own."""

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from pytest_django import Settings

from chengxin.config import settings as written


def test_passwords_are_hashed_with_argon2_and_nothing_weaker(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = written.PASSWORD_HASHERS
    encoded = make_password("cast-2018-kapok")
    assert identify_hasher(encoded).algorithm == "argon2"
    assert check_password("cast-2018-kapok", encoded)
    assert not check_password("cast-2018-kapoK", encoded)


def test_a_quick_hash_of_a_test_opens_nothing(settings: Settings) -> None:
    quick = make_password("cast-2018-kapok")
    settings.PASSWORD_HASHERS = written.PASSWORD_HASHERS
    with pytest.raises(ValueError, match="Unknown password hashing algorithm"):
        identify_hasher(quick)
    assert not check_password("cast-2018-kapok", quick)
