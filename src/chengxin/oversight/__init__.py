"""The yearly work plan, meters, quotas, monitoring indicators, monthly return, incidents.

Reads all rooms below. Measures units of government, never a subject.
"""
