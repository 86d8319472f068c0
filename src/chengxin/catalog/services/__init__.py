"""Writes of the catalogue: the standard items of a release, drafts, and putting an item in force."""

from chengxin.catalog.services.standard import install_standard_catalogue

__all__ = ["install_standard_catalogue"]
