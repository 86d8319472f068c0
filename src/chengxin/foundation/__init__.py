"""Actor, refusals, door markers, REST conventions, identifiers, names, sealed fields, queue, clock arithmetic.

No tables, no domain.
"""
