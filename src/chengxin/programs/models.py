"""Tables of consent-based programmes."""
