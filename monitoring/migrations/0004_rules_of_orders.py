"""Rules for what the offices owe to those who ask and complain."""

from datetime import date

from django.db import migrations

HOTLINE = "《安阳市12345热线管理办法》第五十条、《济南市12345政务服务便民热线条例》第二十八条、《信访工作条例》第二十三条、第三十四条"
RULES = [
    ("W4", "诉求即将到期预警", "warning", {}, HOTLINE, "工单到期前提醒承办人和承办单位"),
    ("W5", "工单签收超时", "warning", {}, HOTLINE, "承办单位在规定时间内既未签收也未退单"),
    ("Y8", "诉求办理超期", "yellow", {}, HOTLINE, "未在规定期限内派单、告知受理或者答复"),
    ("R6", "诉求严重超期", "red", {}, HOTLINE, "超过答复期限五个工作日仍未答复，书面通报批评"),
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
    dependencies = [("monitoring", "0003_seeds")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
