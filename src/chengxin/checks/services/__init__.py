"""Writes of the room: one function a use case."""
