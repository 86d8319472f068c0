"""Public bodies, their succession and groups, staff, roles, scopes, delegations, liaisons, API clients.

Knows nothing of records or subjects. Default is no permission.
"""
