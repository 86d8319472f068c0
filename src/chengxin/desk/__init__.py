"""The staff door: pages of the desk that join several rooms (to-do list, dossier, search).

A staff page about one room stands in that room's ``views.py``. No rule, no write of its own.
"""
