"""One case engine; its first procedure is the objection to records.

Deadlines follow from what happened and from the law's clocks; nobody types one. A record is changed only through
``register``, a unit is asked and a party is told only through ``notices``.
"""
