"""Tables of channels and packets."""
