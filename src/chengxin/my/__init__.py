"""The subject's door: what a subject sees about itself, and who looked.

Reads other rooms only through their ``public.py``; never shows another subject.
"""
