"""From the cells of a work plan's table to a draft: headings, numbers, units, days, policies, and what is doubtful.

Pure. ``drafting.drafted`` is the way in; the other modules each read one kind of cell.
"""
