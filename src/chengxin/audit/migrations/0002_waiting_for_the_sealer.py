"""Triggers that put every new entry and batch into the sealer's queue, whoever wrote it and however many at once."""

from django.db import migrations

# Hashes and salts do not compress: TOAST is told not to try, which halves the time of writing a chunk.
SQL = """
CREATE FUNCTION audit_entry_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_unsealedentry (entry_id) SELECT id FROM added;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_entry_waits AFTER INSERT ON audit_auditentry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_waits();

CREATE FUNCTION audit_batch_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_unplacedbatch (batch_id) SELECT id FROM added;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_batch_waits AFTER INSERT ON audit_ledgerbatch
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit_batch_waits();

ALTER TABLE audit_ledgerchunk ALTER COLUMN leaves SET STORAGE EXTERNAL;
ALTER TABLE audit_ledgersalts ALTER COLUMN salts SET STORAGE EXTERNAL;
"""

REVERSE_SQL = """
DROP TRIGGER audit_batch_waits ON audit_ledgerbatch;
DROP FUNCTION audit_batch_waits();
DROP TRIGGER audit_entry_waits ON audit_auditentry;
DROP FUNCTION audit_entry_waits();
ALTER TABLE audit_ledgerchunk ALTER COLUMN leaves SET STORAGE EXTENDED;
ALTER TABLE audit_ledgersalts ALTER COLUMN salts SET STORAGE EXTENDED;
"""


class Migration(migrations.Migration):
    """Fills the queue of the sealer."""

    dependencies = [("audit", "0001_trail_and_ledger")]

    operations = [migrations.RunSQL(SQL, REVERSE_SQL)]
