"""Rules for everything a service hall owes: answers, delivery, special procedures, fees, entitlement (DR-1)."""

from datetime import date

from django.db import migrations

LAW = "《中华人民共和国行政许可法》"
ANSWER, DELIVER, FEES, POWERS = (LAW + "第三十二条、第七十二条", LAW + "第四十四条、第四十五条", LAW + "第五十八条、第五十九条、第七十五条", LAW + "第七十四条")
HALL, SLIPS = "行政服务中心首席代表管理办法", "涉企检查备案管理办法"
RULES = [
    ("Y3", "未一次性告知", "yellow", {}, ANSWER, "五个工作日内既未受理也未一次性告知，或者再次要求补正"),
    ("Y4", "送达或特别程序超时", "yellow", {}, DELIVER, "决定后十个工作日内未送达，或者特别程序超过告知的时间"),
    ("Y6", "无备案单入企检查", "yellow", {}, SLIPS, "未经备案进入企业检查，经效能办查实"),
    ("R2", "违规收费", "red", {}, FEES, "未列入收费目录或者超过收费标准收费"),
    ("R3", "越权或违规受理", "red", {}, POWERS, "超越职权办理，或者缺少必要材料而受理，经查实"),
    ("W2", "首席代表更换过早", "warning", {"days": 365}, HALL, "首席代表任职不满一年更换"),
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
    dependencies = [("monitoring", "0002_rules_and_triggers")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
