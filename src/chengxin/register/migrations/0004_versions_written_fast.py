"""Versions without foreign keys, a quarter of the time to write them; what they promised, what they named keeps.

A record and a load are never deleted and never change their number: a trigger refuses it to everybody. The merge
writes versions of records that its own transaction made or locked, of one load that it holds.

Rows of versions are often a little longer than the 2,000 bytes from which PostgreSQL tries to compress values and moves
them out of the row; both cost more than they save. They may fill half a page before that.
"""

import django.db.models.deletion
from django.db import migrations, models

STAYS = """
CREATE FUNCTION register_refuse_loss() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'versions name it: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER a_record_stays BEFORE UPDATE OF id OR DELETE OR TRUNCATE ON register_record
    FOR EACH STATEMENT EXECUTE FUNCTION register_refuse_loss();
CREATE TRIGGER a_load_stays BEFORE UPDATE OF id OR DELETE OR TRUNCATE ON register_load
    FOR EACH STATEMENT EXECUTE FUNCTION register_refuse_loss();
ALTER TABLE register_record ENABLE ALWAYS TRIGGER a_record_stays;
ALTER TABLE register_load ENABLE ALWAYS TRIGGER a_load_stays
"""
MAY_GO = """
DROP TRIGGER a_load_stays ON register_load;
DROP TRIGGER a_record_stays ON register_record;
DROP FUNCTION register_refuse_loss()
"""

ROOM_IN_THE_ROW = "ALTER TABLE register_recordversion SET (toast_tuple_target = 4080)"
AS_USUAL = "ALTER TABLE register_recordversion RESET (toast_tuple_target)"


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0003_tables_of_records"),
    ]

    operations = [
        migrations.AlterField(
            model_name="recordversion",
            name="load",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="register.load",
            ),
        ),
        migrations.AlterField(
            model_name="recordversion",
            name="record",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="register.record",
            ),
        ),
        migrations.AlterField(
            model_name="recordversion",
            name="source_unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
            ),
        ),
        migrations.RunSQL(STAYS, reverse_sql=MAY_GO),
        migrations.RunSQL(ROOM_IN_THE_ROW, reverse_sql=AS_USUAL),
    ]
