"""The public door: the city's public credit site.

Reads other rooms only through their ``public.py``; knows one time, now; shows no natural person.
"""
