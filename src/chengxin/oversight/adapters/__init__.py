"""Reads the files of work plans. No database, no decision."""
