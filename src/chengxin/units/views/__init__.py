"""Staff pages of units: the own login, the directory, staff, delegations, API clients."""
