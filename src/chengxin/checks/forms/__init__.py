"""HTML input of the room, parsed and shaped."""
