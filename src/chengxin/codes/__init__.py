"""The codes that subjects carry: given, converted, revoked, and the faults that registering units work to zero.

A code is told by a registering unit; what is given, converted or revoked is only ever added to a public list. What is
wrong with a code becomes a line of the work list of the unit that gave it, and stays until a person closes it.

| for | call |
|---|---|
| what is wrong with a code, kind by kind | ``rules.verdict_of``, ``rules.verdicts`` for whole columns |
| an old certificate: refused or not, and since when | ``rules.refusal_of``, ``queries.look_up`` |
| after a registration report | ``services.note_events``; with what its check found: ``services.open_faults`` |
| old registrations and their conversion | ``services.take_over_conversions`` |
| the work list | ``services.close_fault``, ``reopen_fault``, ``queries.faults_for`` |
| the city's rate, month by month | ``queries.rates_for``, ``services.close_months`` |
| everybody | ``public.code_events`` |
"""
