"""The statements of a search. Names in braces are relations, ``%(…)s`` values; one organisation is one row.

``pattern`` is ``%text%``; ``text`` to ``above`` is the range of names that begin with the text, ``code`` to
``code_above`` that of codes. A searched text holds no sign that a pattern or an expression of tokens could mistake.
"""
# ruff: noqa: S608  the parts put together are constants of this module, values are passed apart

HIT = """
o.id, o.public_id, o.unified_code, o.name, o.kind, o.status, o.district"""

FILTERS = """
(%(kinds)s::text[] IS NULL OR o.kind = ANY(%(kinds)s))
AND (%(districts)s::text[] IS NULL OR o.district = ANY(%(districts)s))"""

NARROWED = "(%(labels)s::text IS NULL OR n.tokens @@ %(labels)s::tsquery)"
"""The same by the labels among a name's tokens: the organisation need not be looked up for it."""

HAS_CODE = """(o.unified_code = %(code)s OR o.id IN (
    SELECT organisation_id FROM {old_numbers} WHERE number = %(code)s))"""
CODE_BEGINS = """(o.unified_code >= %(code)s AND o.unified_code < %(code_above)s)"""
INNER_BEGINS = """(substr(o.unified_code, 9) >= %(code)s AND substr(o.unified_code, 9) < %(code_above)s)"""

BY_CODE = f"""
SELECT {HIT}, NULL AS matched, true AS current, '' AS key, o.id AS number
FROM (SELECT id FROM {{organisations}} WHERE unified_code = %(code)s
      UNION SELECT organisation_id FROM {{old_numbers}} WHERE number = %(code)s) found
JOIN {{organisations}} o ON o.id = found.id
WHERE {FILTERS} AND o.id > %(number)s
ORDER BY o.id LIMIT %(limit)s"""

BY_CODE_BEGINNING = f"""
SELECT {HIT}, NULL AS matched, true AS current, o.unified_code AS key, o.id AS number
FROM {{organisations}} o
WHERE o.unified_code > %(key)s AND o.unified_code < %(code_above)s AND {FILTERS} AND NOT {HAS_CODE}
ORDER BY o.unified_code LIMIT %(limit)s"""

BY_INNER_BEGINNING = f"""
SELECT {HIT}, NULL AS matched, true AS current, substr(o.unified_code, 9) AS key, o.id AS number
FROM {{organisations}} o
WHERE (substr(o.unified_code, 9), o.id) > (%(key)s, %(number)s) AND substr(o.unified_code, 9) < %(code_above)s
  AND {FILTERS}
  AND NOT {HAS_CODE} AND NOT {CODE_BEGINS}
ORDER BY substr(o.unified_code, 9), o.id LIMIT %(limit)s"""

NOT_BY_CODE = f"""
(%(code)s = '' OR NOT ({HAS_CODE} OR coalesce({CODE_BEGINS} OR {INNER_BEGINS}, false)))"""

BEGINS = "(b.text >= %(text)s AND b.text < %(above)s)"

BY_NAME_BEGINNING = f"""
SELECT {HIT}, n.name AS matched, n.current, n.text AS key, n.organisation_id AS number
FROM {{names}} n JOIN {{organisations}} o ON o.id = n.organisation_id
WHERE (n.text, n.organisation_id) > (%(key)s, %(number)s) AND n.text < %(above)s AND {NARROWED} AND {NOT_BY_CODE}
  AND NOT EXISTS (SELECT FROM {{names}} b WHERE b.organisation_id = n.organisation_id AND NOT b.current
                  AND {BEGINS} AND (b.text, b.id) < (n.text, n.id))
  AND (n.current OR NOT EXISTS (
       SELECT FROM {{names}} b WHERE b.organisation_id = n.organisation_id AND b.current
       AND {BEGINS} AND (b.text, b.id) < (n.text, n.id)))
ORDER BY n.text, n.organisation_id LIMIT %(limit)s"""
"""The first page asks for keys above the text itself with the number 0: one bound, from which the index starts."""

FOUND = """
WITH found AS MATERIALIZED (
    SELECT id, organisation_id, name, text, current FROM {names}
    WHERE tokens @@ %(tokens)s::tsquery AND text LIKE %(pattern)s LIMIT %(few)s + 1),
looked AS (SELECT count(*) AS held FROM found)"""

FEW_BEGIN_WITH_IT = f"""{FOUND},
best AS (
    SELECT DISTINCT ON (organisation_id) * FROM found
    WHERE (SELECT held FROM looked) <= %(few)s AND text >= %(text)s AND text < %(above)s
    ORDER BY organisation_id, text, id)
SELECT looked.held, hit.* FROM looked LEFT JOIN (
    SELECT {HIT}, n.name AS matched, n.current, n.text AS key, n.organisation_id AS number
    FROM best n JOIN {{organisations}} o ON o.id = n.organisation_id
    WHERE (n.text, n.organisation_id) > (%(key)s, %(number)s) AND {NOT_BY_CODE}
    ORDER BY n.text, n.organisation_id LIMIT %(limit)s) hit ON true
ORDER BY hit.key, hit.number"""
"""As ``BY_NAME_BEGINNING`` where so few hold the text that they need not be met in the order of the index."""

FOUND_ELSEWHERE = f"""{FOUND},
best AS (
    SELECT DISTINCT ON (organisation_id) *, char_length(text) AS length
    FROM (SELECT *, bool_or(text >= %(text)s AND text < %(above)s) OVER (PARTITION BY organisation_id) AS begins
          FROM found) n
    WHERE (SELECT held FROM looked) <= %(few)s AND NOT begins
    ORDER BY organisation_id, current DESC, id DESC)"""

FEW_HOLD_IT = f"""{FOUND_ELSEWHERE}
SELECT looked.held, hit.* FROM looked LEFT JOIN (
    SELECT {HIT}, n.name AS matched, n.current, n.text AS key, n.organisation_id AS number
    FROM (SELECT * FROM best
          WHERE (length, text, organisation_id) > (char_length(%(key)s), %(key)s, %(number)s)
          ORDER BY length, text, organisation_id LIMIT %(limit)s) n
    JOIN {{organisations}} o ON o.id = n.organisation_id) hit ON true
ORDER BY char_length(hit.key), hit.key, hit.number"""
"""One row at least: ``held`` says how many names hold the text, or one more than few, and then there are no hits."""

FEW_HOLD_IT_BESIDE_CODES = f"""{FOUND_ELSEWHERE}
SELECT looked.held, hit.* FROM looked LEFT JOIN (
    SELECT {HIT}, n.name AS matched, n.current, n.text AS key, n.organisation_id AS number
    FROM best n JOIN {{organisations}} o ON o.id = n.organisation_id
    WHERE (n.length, n.text, n.organisation_id) > (char_length(%(key)s), %(key)s, %(number)s)
      AND {NOT_BY_CODE}
    ORDER BY n.length, n.text, n.organisation_id LIMIT %(limit)s) hit ON true
ORDER BY char_length(hit.key), hit.key, hit.number"""
"""The same where the organisation has to be looked up first, because its code may have been the answer already."""

MANY_HOLD_IT = f"""
SELECT {HIT}, n.name AS matched, n.current, met.lane, met.id AS number
FROM (SELECT lane, id FROM {{names}}
      WHERE (lane, id) > (%(lane)s, %(number)s) AND lane < %(until)s AND text LIKE %(pattern)s
      ORDER BY lane, id) met
JOIN {{names}} n ON n.id = met.id JOIN {{organisations}} o ON o.id = n.organisation_id
WHERE {NARROWED} AND {NOT_BY_CODE} AND NOT (n.text >= %(text)s AND n.text < %(above)s)
  AND NOT EXISTS (SELECT FROM {{names}} b WHERE b.organisation_id = n.organisation_id AND NOT b.current
                  AND ({BEGINS} OR NOT n.current AND b.id > n.id AND b.text LIKE %(pattern)s))
  AND (n.current OR NOT EXISTS (
       SELECT FROM {{names}} b WHERE b.organisation_id = n.organisation_id AND b.current AND b.text LIKE %(pattern)s))
ORDER BY met.lane, met.id LIMIT %(limit)s"""
"""The walk reads its index alone, which holds the text; a name is looked at only if it holds what is searched."""

LOOK_AHEAD = """
SELECT count(*) AS seen, count(*) FILTER (WHERE text LIKE %(pattern)s) AS held
FROM {names} WHERE lane < %(until)s"""

COUNT_NAMES = """
SELECT n.organisation_id AS id FROM {{names}} n
WHERE n.text LIKE %(pattern)s AND {indexed}
  AND (n.current OR NOT EXISTS (
       SELECT FROM {{names}} b WHERE b.organisation_id = n.organisation_id AND b.current AND b.text LIKE %(pattern)s))
  AND (n.current OR NOT EXISTS (
       SELECT FROM {{names}} b WHERE b.organisation_id = n.organisation_id AND NOT b.current AND b.id > n.id
       AND b.text LIKE %(pattern)s))"""

COUNT_CODES = (
    f"SELECT o.id FROM {{organisations}} o WHERE {CODE_BEGINS} AND {FILTERS}",
    f"SELECT o.id FROM {{organisations}} o WHERE {INNER_BEGINS} AND {FILTERS}",
    f"""SELECT DISTINCT o.id FROM {{organisations}} o JOIN {{old_numbers}} n ON n.organisation_id = o.id
        WHERE n.number = %(code)s AND {FILTERS}""",
)

SO_MANY = "(SELECT id FROM ({branch}) one LIMIT %(limit)s)"
COUNT = "SELECT count(*) AS number FROM ({union}) found"
COUNT_BY_FACET = """
WITH every AS MATERIALIZED (SELECT id FROM ({union}) found LIMIT %(limit)s),
looked AS (SELECT count(*) AS held FROM every)
SELECT looked.held, facet.* FROM looked LEFT JOIN (
    SELECT o.kind, o.district, count(*) AS number FROM every JOIN {{organisations}} o ON o.id = every.id
    WHERE (SELECT held FROM looked) < %(limit)s GROUP BY o.kind, o.district) facet ON true"""
"""One row at least; of too many nobody is looked up."""
