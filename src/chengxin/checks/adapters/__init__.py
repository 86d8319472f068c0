"""Formats of the room: workbooks and papers."""
