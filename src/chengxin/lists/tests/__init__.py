"""Tests of listing procedures."""
