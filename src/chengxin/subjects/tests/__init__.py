"""Tests of subjects, and the invented organisations that tests and benches stand on."""
