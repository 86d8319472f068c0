"""Base layouts, components, form rendering and HTMX helpers.

No domain word, no query.
"""
