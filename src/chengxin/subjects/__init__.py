"""Who a record is about: organisations and persons, identifiers, names over time, merge and split, representation.

A name alone never links two codes; persons are found by sealed identifier only.
"""
