"""Fixtures of the catalogue's tests: the cast of units."""

from chengxin.units.tests.conftest import cast, enter, now, platform

__all__ = ["cast", "enter", "now", "platform"]
