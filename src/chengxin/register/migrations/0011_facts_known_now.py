"""What stands about a few organisations now, as a function whose plan the server keeps.

To plan the statement takes five times as long as to run it, and a check asks it at the moment of decision. A prepared
statement would do the same but is lost behind a pooler. The text is that of ``register.queries.known``, which a test
compares: who changes it there writes the function anew in a migration of its own.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION register_known_now(asked bigint[], asked_on date)
RETURNS TABLE (
    loads_from bigint, loads_to bigint, running bigint[], orders bigint, marks bigint,
    subject bigint, record varchar, version integer, item varchar, item_version text, payload text,
    closed_payload text, decided_on date, document_number varchar, deciding_body varchar, source_unit varchar,
    severity varchar, publish boolean, starts_on date, ends_on date, rule varchar, reason text, disputed boolean
)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
WITH moment AS MATERIALIZED (
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + register_feed_shift() AS loads_from,
           pg_snapshot_xmax(pg_current_snapshot())::text::bigint + register_feed_shift() AS loads_to,
           ARRAY(SELECT x::text::bigint + register_feed_shift() FROM pg_snapshot_xip(pg_current_snapshot()) AS x
                 ORDER BY 1) AS running,
           coalesce((SELECT max(id) FROM register_changebatch WHERE partition = 'orders' AND transaction = 0), 0)
               AS orders,
           coalesce((SELECT max(id) FROM register_disputemark), 0) AS marks
)
SELECT moment.loads_from, moment.loads_to, moment.running, moment.orders, moment.marks, fact.*
FROM moment LEFT JOIN LATERAL (
    SELECT coalesce(own.merged_into_id, own.id) AS subject, r.public_id AS record, v.number AS version, v.item,
           coalesce(nullif(v.item_version, ''), l.item_version) AS item_version, v.payload::text AS payload,
           v.closed_payload::text AS closed_payload, v.decided_on, v.document_number, v.deciding_body,
           u.code AS source_unit, v.severity, v.publish, v.starts_on, ending.ends_on, ending.rule, ending.reason,
           coalesce((SELECT d.disputed FROM register_disputemark d WHERE d.record_id = v.record_id AND true
                     ORDER BY d.id DESC LIMIT 1), false) AS disputed
    FROM subjects_organisation own
    JOIN register_record r ON r.subject_id = own.id
    JOIN register_recordversion v ON v.record_id = r.id
    JOIN register_load l ON l.id = v.load_id AND l.visible_at IS NOT NULL AND l.withdrawn_at IS NULL
    JOIN units_unit u ON u.id = v.source_unit_id
    CROSS JOIN LATERAL (
        SELECT w.ends_on, w.rule, w.reason FROM register_recordversion w
        JOIN register_load m ON m.id = w.load_id AND m.visible_at IS NOT NULL AND m.withdrawn_at IS NULL
        WHERE w.record_id = v.record_id ORDER BY w.ends_on NULLS LAST, w.number DESC LIMIT 1
    ) ending
    WHERE own.id = ANY (asked)
      AND (ending.ends_on IS NULL OR ending.ends_on >= asked_on)
      AND NOT EXISTS (SELECT FROM register_takedown t WHERE t.record_id = v.record_id AND true)
      AND NOT EXISTS (
          SELECT FROM register_recordversion w
          JOIN register_load m ON m.id = w.load_id AND m.visible_at IS NOT NULL AND m.withdrawn_at IS NULL
          WHERE w.record_id = v.record_id AND w.number > v.number
      )
) fact ON true
ORDER BY fact.subject, fact.item, fact.decided_on DESC NULLS LAST, fact.record;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0010_records_of_merged_subjects"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION register_known_now(bigint[], date)"),
    ]
