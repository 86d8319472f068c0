"""The machine door: root of ``/api/v1/``, mounts the rooms' ``api.py``, versions and docs.

Holds no route of a room and no rule; translates refusals to problem details.
"""
