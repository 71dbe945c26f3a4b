"""The official calendars of the repository and the first policy."""

import json
from datetime import date
from pathlib import Path

from django.db import migrations

FILES = Path(__file__).resolve().parent.parent / "calendars"


def load(apps, schema_editor):
    Year, Day = apps.get_model("deadlines", "Year"), apps.get_model("deadlines", "Day")
    for path in sorted(FILES.glob("*.json")):
        notice = json.loads(path.read_text("utf-8"))
        year = Year.objects.create(year=notice["year"], status=notice["status"], source=notice["source"], version=1)
        Day.objects.bulk_create(
            Day(year=year, date=date.fromisoformat(d["date"]), working=d["working"], name=d["name"]) for d in notice["days"]
        )
    apps.get_model("deadlines", "Policy").objects.create(
        version=1,
        name="通用",
        source="监察规则通用预设：承诺时限剩余百分之十（至少一个工作日）预警，超出承诺时限五个工作日为严重超时",
        valid_from=date(2024, 1, 1),
    )


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0002_guards")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
