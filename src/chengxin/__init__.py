"""Chengxin 诚信: the public-credit platform of a city. The house is drawn in docs/architecture.md."""
