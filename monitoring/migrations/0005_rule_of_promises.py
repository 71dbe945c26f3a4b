"""A rule for what offices promised before everybody."""

from datetime import date

from django.db import migrations

LAW = "《国务院关于加强政务诚信建设的指导意见》（国发〔2016〕76号）、《优化营商环境条例》第三十一条、第四十八条"
RULES = [("Y9", "公开承诺逾期", "yellow", {}, LAW, "公开承诺的事项、计划走访的企业、约定的回访未按期兑现")]


def load(apps, schema_editor):
    RuleVersion = apps.get_model("monitoring", "RuleVersion")
    RuleVersion.objects.bulk_create(
        RuleVersion(
            code=code, version=1, name=name, level=level, parameters=parameters, law=law, reason=reason,
            valid_from=date(2024, 1, 1), author="效能监督室", signed_by="县纪委监委分管领导",
        )
        for code, name, level, parameters, law, reason in RULES
    )


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0004_rules_of_orders")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
