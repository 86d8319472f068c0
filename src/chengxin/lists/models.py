"""Tables of listing procedures."""
