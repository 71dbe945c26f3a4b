"""Rules for the limits of public resource trading."""

from datetime import date

from django.db import migrations

LIMITS = "《招标投标法》第四十六条、第四十七条，《招标投标法实施条例》第二十二条、第五十四条、第五十七条、第六十一条，《政府采购法》第四十六条、第四十七条、第五十三条、第五十六条"
MINIMA = "《招标投标法》第二十三条、第二十四条，《招标投标法实施条例》第十六条、第五十四条，《政府采购法》第三十五条"
RULES = [
    ("W10", "交易期限即将届满", "warning", {}, LIMITS, "合同签订、书面报告、投诉处理等法定期限届满前提醒责任单位"),
    ("Y12", "交易环节超期", "yellow", {}, LIMITS, "未在法定期限内开标、答复异议、签订合同、退还保证金、提交报告或者处理投诉"),
    ("RF-17", "压缩法定期限", "yellow", {}, MINIMA, "公告、文件获取、澄清或者公示期限短于法定最短期限，系统已经拦截"),
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
    dependencies = [("monitoring", "0007_urging")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
