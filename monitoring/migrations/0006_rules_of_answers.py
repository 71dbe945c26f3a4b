"""Rules for how orders are answered: empty answers, dissatisfaction, repetition, wrong returns, stale knowledge."""

from datetime import date

from django.db import migrations

SUPERVISED = "《济南市12345政务服务便民热线条例》第二十八条、《潍坊市政务服务便民热线条例》第二十六条（反复诉求、拒不受理、办理质量差的督办）"
RETURNS = "《安阳市12345热线管理办法》第五十条、《潍坊市政务服务便民热线条例》第二十二条（退单应当说明理由，指定后不得再退）"
AGAIN = "《济南市12345政务服务便民热线条例》第二十七条（不满意的退回重新办理）、第二十八条"
KNOWLEDGE = "国办发〔2020〕53号（知识库权威准确、实时更新、共建共享，各单位及时更新维护）"
RULES = [
    ("W6", "答复不合格", "warning", {}, SUPERVISED, "系统已提示答复空洞、抄袭或者推诿，仍予发出"),
    ("W7", "同一诉求反复", "warning", {}, SUPERVISED, "同一诉求九十日内第三次提出，办理单位未从根本上解决"),
    ("W8", "退单或者不予受理不当", "warning", {}, RETURNS, "退单后又被指定给同一单位，或者不予受理未说明法律依据"),
    ("W9", "知识条目逾期未审", "warning", {}, KNOWLEDGE, "知识库条目满一年未审核，可能误导群众"),
    ("Y10", "敷衍答复", "yellow", {}, SUPERVISED, "答复空洞、抄袭或者推诿，且诉求人不满意"),
    ("Y11", "二次办理仍不满意", "yellow", {}, AGAIN, "经负责人签发的二次答复仍不满意"),
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
    dependencies = [("monitoring", "0005_rule_of_promises")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
