"""The demonstration: an invented cast in the configured city, loaded once by the rooms' own services.

``sources`` reads the files beside the city's own; ``loading`` needs Django set up and is reached by name from the
command line (``chengxin demo load``, ``chengxin serve``).
"""
