"""The schemes of the county, in force from the first day (scoring/presets/schemes.json; the county amends by versions)."""

import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import migrations

FILE = Path(__file__).parent.parent / "presets" / "schemes.json"
SINCE = date(2024, 1, 1)
SIGNED = datetime(2024, 1, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))

# Categories of evaluators (参评人员资料库, S2-18); a county adds its own.
CATEGORIES = [
    ("deputies", "人大代表"),
    ("cppcc", "政协委员"),
    ("party", "党代表"),
    ("firms", "企业代表"),
    ("traders", "个体工商户"),
    ("villagers", "村（居）民代表"),
    ("clients", "服务对象"),
    ("staff", "本单位干部职工"),
    ("retired", "离退休干部"),
]


def load(apps, schema_editor):
    load_schemes(apps)
    load_evaluators(apps)


def load_schemes(apps):
    scheme, category, item = (apps.get_model("scoring", name) for name in ("Scheme", "Category", "Item"))
    for row in json.loads(FILE.read_text("utf-8")):
        categories = row.pop("categories")
        made = scheme.objects.create(drafted_at=SIGNED, valid_from=SINCE, **row)
        for number, about in enumerate(categories, 1):
            group = category.objects.create(scheme=made, number=number, name=about["name"], points=about["points"])
            item.objects.bulk_create(
                item(category=group, number=place, **one) for place, one in enumerate(about["items"], 1)
            )
    scheme.objects.filter(drafted_at=SIGNED).update(state="in_force", signed_at=SIGNED)


def load_evaluators(apps):
    category, policy = (apps.get_model("scoring", name) for name in ("EvaluatorCategory", "RatingPolicy"))
    rows = [category(code=code, name=name, sort=place) for place, (code, name) in enumerate(CATEGORIES, 1)]
    category.objects.bulk_create(rows)
    policy.objects.create(valid_from=date(2024, 1, 1))


class Migration(migrations.Migration):
    dependencies = [("scoring", "0002_guards")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
