"""Stored files: content-addressed, typed by their bytes, limited, with readers, retention and proof of deletion.

Never interprets a file's content; never serves a file it has not typed.
"""
