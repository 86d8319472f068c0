"""Tables of stored files."""
