"""The publication catalogue, the points of openness checks, the library and the lessons of integrity."""

import json
from datetime import date
from pathlib import Path

from django.db import migrations

PRESETS = Path(__file__).parent.parent / "presets"
BEGIN = date(2024, 1, 2)
FIRST = date(2000, 1, 1)  # the first sheet reaches every quarter
DAYS = ("issued_on", "in_force_on", "ended_on")


def read(name: str) -> list[dict]:
    """A preset; dates as dates, in the order of the file."""
    rows = json.loads((PRESETS / f"{name}.json").read_text("utf-8"))
    return [
        {key: date.fromisoformat(value) if key in DAYS and value else value for key, value in row.items()}
        for row in rows
    ]


def load(apps, schema_editor):
    entry = apps.get_model("disclosure", "CatalogueEntry")
    entry.objects.bulk_create(
        entry(sort=place, state="in_force", **row) for place, row in enumerate(read("catalogue"))
    )
    sheet = apps.get_model("disclosure", "CheckSheet").objects.create(number=1, from_quarter=FIRST, state="released")
    point = apps.get_model("disclosure", "CheckPoint")
    point.objects.bulk_create(point(sheet=sheet, sort=place, **row) for place, row in enumerate(read("checkpoints")))
    document = apps.get_model("disclosure", "LibraryDocument")
    document.objects.bulk_create(document(**row) for row in read("library"))
    lesson = apps.get_model("disclosure", "Lesson")
    lesson.objects.bulk_create(
        lesson(sort=place, state="published", published_on=BEGIN, **row) for place, row in enumerate(read("lessons"))
    )


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0002_guards")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
