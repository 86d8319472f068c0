"""Tables of articles."""
