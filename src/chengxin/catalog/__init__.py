"""What may be recorded and done: editions, items, fields, code lists, list kinds, measure catalogue.

An item without a legal instrument cannot be in force.
"""
