"""What no linter knows about this house, as small functions over its source.

Each takes modules, templates or objects and returns sentences, one for each violation; an empty list is a clean house.
"""
