"""Terms of supervision over projects."""

from datetime import date

from django.db import migrations

BASIS = "县重大项目和为民办实事督查办法"
TERMS = [("warning", 10), ("report", 5), ("rewrite", 3)]
BEGIN = date(2020, 1, 1)


def load(apps, schema_editor):
    term = apps.get_model("projects", "Term")
    term.objects.bulk_create(term(code=code, days=days, since=BEGIN, basis=BASIS) for code, days in TERMS)


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_guards")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
