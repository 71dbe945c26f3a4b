"""The default rule set (DR-1) and the guards of the evidence tables."""

from datetime import date

from django.db import migrations

from records.triggers import append_only, watch

STATUTE = "《中华人民共和国行政许可法》第四十二条"
PRACTICE = "行政审批电子监察预警纠错办法"
RULES = [
    ("W1", "即将到期预警", "warning", {"percent": 10, "at_least": 1}, PRACTICE, "到期前提醒经办人，避免超时"),
    ("Y1", "超过承诺时限", "yellow", {}, PRACTICE, "未在公开承诺的时限内办结"),
    ("Y2", "环节超时", "yellow", {}, PRACTICE, "总时限未到，但当前环节已超过规定时限"),
    ("R1", "严重超时", "red", {"past_promise": 5}, STATUTE, "超过法定时限，或超过承诺时限五个工作日"),
    ("A1", "异常操作", "anomaly", {"warn_at": 3}, "流程固化：越序、缺件、越权操作一律锁止并记录", "同一办件三次异常的，发出预警"),
]


def load(apps, schema_editor):
    apps.get_model("monitoring", "RuleVersion").objects.bulk_create(
        apps.get_model("monitoring", "RuleVersion")(
            code=code, version=1, name=name, level=level, parameters=parameters, law=law, reason=reason,
            valid_from=date(2024, 1, 1), author="效能监督室", signed_by="县纪委监委分管领导",
        )
        for code, name, level, parameters, law, reason in RULES
    )


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial"), ("records", "0002_append_only")]
    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        append_only("monitoring_finding"),
        append_only("monitoring_card", except_columns=["state", "superseded_by_id"]),
        append_only("monitoring_answer"),
        watch(
            "monitoring_card",
            "monitoring.card",
            columns=["number", "colour", "state", "superseded_by_id"],
            content_type=("monitoring", "card"),
        ),
    ]
