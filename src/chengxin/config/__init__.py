"""Composition root: settings, root addresses, server, worker, embedded database and the ``chengxin`` command.

Imported by nothing. Holds no rule of the domain: it only puts the rooms together.
"""
