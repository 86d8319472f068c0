"""Tables of units, staff, roles and API clients."""
