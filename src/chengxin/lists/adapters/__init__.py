"""Formats of the room: papers."""
