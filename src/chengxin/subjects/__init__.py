"""Who a record is about: organisations and persons, identifiers, names over time, representation.

A name alone never links two codes; persons are found by sealed identifier only, and nobody's companies are listed.

| for | call |
|---|---|
| a public search, a public page | ``public.search_organisations``, ``count_organisations``, ``organisation_facts`` |
| the same for staff | ``queries.search_organisations``, ``count_organisations``, ``dossier_for`` |
| a load's rows to ids | ``services.bulk.match_organisations``, then ``services.bulk.settle`` |
| a registration report | ``services.register_organisations`` |
| persons and who acts for whom | ``services.record_person``, ``find_person``, ``record_representation`` … |
| a real code with a wrong check character | ``services.confirm_faulty_code``, ``queries.confirmed_codes`` |
"""
