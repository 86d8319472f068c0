"""Set-up and everyday commands behind ``run.py``: a virtual environment, the assets, tests, checks, bundle.

Standard library only, and nothing of ``chengxin`` is imported: all of this runs before anything is installed.
``commands`` is the door; the other modules each know one thing about the machine or the checkout.
"""
