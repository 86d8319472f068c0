from django.db import migrations, models

# What the public reads of its comments: words, result and answer of what is answered; of the rest that it came.
COMMENTS = """
CREATE VIEW public_catalog_comments AS
SELECT c.public_id AS receipt, e.key AS edition, e.title, coalesce(i.key, '') AS item,
       coalesce(p.definition ->> 'name', v.definition ->> 'name', '') AS item_name, c.given_at, c.outcome,
       c.published AS words, c.answer, c.answered_at, c.id
FROM catalog_editioncomment c
JOIN catalog_edition e ON e.id = c.edition_id
LEFT JOIN catalog_catalogitem i ON i.id = c.item_id
LEFT JOIN catalog_editionitem p ON p.edition_id = e.id AND p.item_id = c.item_id
LEFT JOIN catalog_itemversion v ON v.id = p.version_id
WHERE c.unit_id IS NULL
"""

# Editions that were ever laid open, so that who comes too late is told so.
CONSULTATIONS = """
CREATE VIEW public_catalog_consultations AS
SELECT e.key, e.title, e.consultation_ends_on, e.state = 'consultation' AS is_open
FROM catalog_edition e
WHERE e.consultation_ends_on IS NOT NULL AND e.state IN ('consultation', 'settling', 'adopted')
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_editions")]

    operations = [
        migrations.AddField("editioncomment", "published", models.TextField(blank=True)),
        migrations.AddField("editioncomment", "sender_contact", models.TextField(blank=True)),
        migrations.AddField("editioncomment", "sender_name", models.TextField(blank=True)),
        migrations.AddConstraint(
            "editioncomment",
            models.CheckConstraint(
                condition=models.Q(
                    ("unit__isnull", True),
                    models.Q(("published", ""), ("sender_contact", ""), ("sender_name", "")),
                    _connector="OR",
                ),
                name="only_the_public_s_comments_are_published",
            ),
        ),
        migrations.AddConstraint(
            "editioncomment",
            models.CheckConstraint(
                condition=models.Q(("published", ""), models.Q(("outcome", ""), _negated=True), _connector="OR"),
                name="what_is_published_has_an_answer",
            ),
        ),
        migrations.RunSQL(COMMENTS, reverse_sql="DROP VIEW public_catalog_comments"),
        migrations.RunSQL(CONSULTATIONS, reverse_sql="DROP VIEW public_catalog_consultations"),
    ]
