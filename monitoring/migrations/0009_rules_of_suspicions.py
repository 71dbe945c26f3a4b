"""Rules for suspicions about trades: pre-warnings by supervision point, cards for what was verified or left lying."""

from datetime import date

from django.db import migrations

COLLUSION = "《招标投标法实施条例》第三十九条、第四十条、第四十一条，《政府采购法实施条例》第七十四条"
POINTS = "县公共资源交易廉情预警电子监察办法（程序预警、管理预警、统计分析预警）"
RULES = [
    ("W11", "交易时限疑点", "warning", {}, POINTS, "已发生的交易环节短于法定最短期限"),
    ("W12", "交易业务疑点", "warning", {}, POINTS, "规避招标、变更方式、中标价异常、合同与中标结果不一致等疑点"),
    ("W13", "投标人疑点", "warning", {}, COLLUSION, "设备、网络、账户、人员雷同或者报价规律等疑点"),
    ("W14", "招标代理疑点", "warning", {}, POINTS, "招标文件条款排斥潜在投标人等疑点"),
    ("W15", "评标专家疑点", "warning", {}, "《招标投标法》第三十七条、第四十四条", "评分偏离或者与中标人反复同现"),
    ("W16", "综合疑点", "warning", {}, POINTS, "连续中标、投诉举报集中等跨项目疑点"),
    ("Y13", "交易疑点查实", "yellow", {}, COLLUSION, "疑点经两人核查属实"),
    ("Y14", "交易疑点逾期未处置", "yellow", {}, POINTS, "疑点十个工作日内无人说明、核查、移送或者排除"),
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
    dependencies = [("monitoring", "0008_rules_of_trading")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
