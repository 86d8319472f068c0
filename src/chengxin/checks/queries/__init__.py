"""Reads of the room: always asked by an actor and limited to its reach."""
