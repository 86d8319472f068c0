"""Desk pages of codes."""
