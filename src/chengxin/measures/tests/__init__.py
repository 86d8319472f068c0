"""Tests of measures and joint actions."""
