"""Tables of plan, meters and indicators."""
