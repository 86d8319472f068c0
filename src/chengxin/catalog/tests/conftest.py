"""Fixtures of the catalogue's tests: the cast of units."""

from chengxin.units.tests.conftest import _quick_hashes, cast, enter, now, platform

__all__ = ["_quick_hashes", "cast", "enter", "now", "platform"]
