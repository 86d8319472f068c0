"""The feed's own count of transactions, which can be moved on: a restored database counts its transactions anew.

``register_feed_transaction`` and ``register_feed_horizon`` add what the last row of ``register_feedstart`` says to
PostgreSQL's own numbers. ``register_feed_goes_on`` writes such a row; only the owner may, as it moves a sequence too.
The steps forward are so large that no number which was given after the backup, and lost, is ever given again.
"""

from django.db import migrations, models

FUNCTIONS = """
CREATE FUNCTION register_feed_shift() RETURNS bigint LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT coalesce((SELECT shift FROM public.register_feedstart ORDER BY id DESC LIMIT 1), 0)
$$;
CREATE FUNCTION register_feed_transaction() RETURNS bigint LANGUAGE sql VOLATILE SET search_path = pg_catalog AS $$
    SELECT pg_current_xact_id()::text::bigint + public.register_feed_shift()
$$;
CREATE FUNCTION register_feed_horizon() RETURNS bigint LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + public.register_feed_shift()
$$;
CREATE FUNCTION register_feed_goes_on(complete_before bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $$
DECLARE
    leap CONSTANT bigint := 1::bigint << 40;
    complete_orders bigint;
    next_batch bigint;
    next_transaction bigint;
BEGIN
    LOCK TABLE public.register_changebatch, public.register_feedstart IN SHARE ROW EXCLUSIVE MODE;
    SELECT coalesce(max(id) FILTER (WHERE partition = 'orders'), 0), coalesce(max(id), 0) + leap,
           greatest(coalesce(max(transaction), 0), complete_before, public.register_feed_horizon()) + leap
    INTO complete_orders, next_batch, next_transaction FROM public.register_changebatch;
    PERFORM setval(pg_get_serial_sequence('public.register_changebatch', 'id'), next_batch, false);
    INSERT INTO public.register_feedstart
        (shift, lost_from_transaction, lost_from_batch, first_transaction, first_batch, at)
    VALUES (next_transaction - pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
            complete_before, complete_orders + 1, next_transaction, next_batch, now());
    RETURN next_transaction;
END
$$
"""
NO_FUNCTIONS = """
DROP FUNCTION register_feed_goes_on(bigint);
DROP FUNCTION register_feed_horizon();
DROP FUNCTION register_feed_transaction();
DROP FUNCTION register_feed_shift()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0005_hash_of_what_is_shown"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedStart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shift", models.BigIntegerField()),
                ("lost_from_transaction", models.BigIntegerField()),
                ("lost_from_batch", models.BigIntegerField()),
                ("first_transaction", models.BigIntegerField()),
                ("first_batch", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(lost_from_transaction__lt=models.F("first_transaction"))
                        & models.Q(lost_from_batch__lt=models.F("first_batch")),
                        name="what_was_lost_lies_before_the_new_start",
                    )
                ],
            },
        ),
        migrations.RunSQL(FUNCTIONS, reverse_sql=NO_FUNCTIONS),
    ]
