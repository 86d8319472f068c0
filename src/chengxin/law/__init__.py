"""What the law says on a date: instruments, publicity regimes, limits, list bases, calendars, standards data.

Pure: no Django, no tables, no clock. Content is data (``data/law``) plus signed overlays; code only reads rows.
"""
