"""The publication catalogue, the points of openness checks, the library and the lessons of integrity."""

import json
from datetime import date
from pathlib import Path

from django.db import migrations

PRESETS = Path(__file__).parent.parent / "presets"
BEGIN = date(2024, 1, 2)
DAYS = ("issued_on", "in_force_on", "ended_on")


def read(name: str) -> list[dict]:
    """A preset; dates as dates, in the order of the file."""
    rows = json.loads((PRESETS / f"{name}.json").read_text("utf-8"))
    return [
        {key: date.fromisoformat(value) if key in DAYS and value else value for key, value in row.items()} for row in rows
    ]


def load(apps, schema_editor):
    for name, model in (("catalogue", "CatalogueEntry"), ("checkpoints", "CheckPoint")):
        made = apps.get_model("disclosure", model)
        made.objects.bulk_create(made(sort=place, **row) for place, row in enumerate(read(name)))
    document = apps.get_model("disclosure", "LibraryDocument")
    document.objects.bulk_create(document(**row) for row in read("library"))
    lesson = apps.get_model("disclosure", "Lesson")
    lesson.objects.bulk_create(
        lesson(sort=place, published_on=BEGIN, **row) for place, row in enumerate(read("lessons"))
    )


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0002_guards")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
