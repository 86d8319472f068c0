"""Tables of credit checks."""
