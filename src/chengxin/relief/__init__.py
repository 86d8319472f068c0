"""One case engine with three procedures: objection, repair, complaint.

Computes deadlines from events, never counts days; changes a record only through ``register``.
"""
