"""Terms of integrity risks, and the separation matrix: which duties are not one person's, and why."""

from datetime import date

from django.db import migrations

BASIS = "岗位廉政风险三级预警实施办法"
TERMS = [("judge", 5), ("plan", 5), ("rewrite", 3), ("verify", 10), ("decide", 10), ("reminder", 5), ("again", 3)]
BEGIN = date(2020, 1, 1)
CONTROL = "《行政事业单位内部控制规范（试行）》第十四条（不相容岗位相互分离）"
LICENSING = "《行政许可法》第三十四条、第三十八条；岗位分权规定（受理、审核、决定分离）"
TREASURY = "《行政事业单位内部控制规范（试行）》第十五条；国库集中支付管理办法"
BUYING = "《政府采购法》第六十条、第六十一条（采购监管与采购代理分离，经办与审核分离）"
WATCHING = "《监察法》第五十六条；监督者与被监督者分离"
POWERS = "权力清单管理办法：编制、审核与监督分离"
DUTIES = [  # code, name, role, business, stage
    ("window", "窗口受理", "clerk", "services", ""),
    ("review", "业务审核", "reviewer", "services", ""),
    ("decision", "审批决定", "approver", "services", ""),
    ("finance_work", "财政资金经办", "clerk", "funds", ""),
    ("finance_review", "财政资金审核", "reviewer", "funds", ""),
    ("finance_sign", "财政资金签批", "head", "funds", ""),
    ("finance", "财政资金和采购监管", "", "funds", ""),
    ("trading", "公共资源交易组织", "", "trading", ""),
    ("audit", "审计监督", "", "audit", ""),
    ("watching", "纪检监察", "inspector", "", ""),
    ("clerk", "单位经办", "clerk", "", ""),
    ("approver", "单位审批", "approver", "", ""),
    ("head", "单位负责人", "head", "", ""),
    ("power_office", "权力清单审核", "", "powers", ""),
    ("step_receive", "环节：受理", "", "", "receive"),
    ("step_look", "环节：现场核查", "", "", "look"),
    ("step_review", "环节：审核", "", "", "review"),
    ("step_decide", "环节：决定", "", "", "decide"),
    ("step_carry_out", "环节：执行", "", "", "carry_out"),
]
PAIRS = [  # first, second, within one unit, basis
    ("window", "decision", True, LICENSING),
    ("review", "decision", True, LICENSING),
    ("finance_work", "finance_review", True, TREASURY),
    ("finance_review", "finance_sign", True, CONTROL),
    ("finance", "trading", False, BUYING),
    ("finance", "audit", False, CONTROL),
    ("watching", "clerk", False, WATCHING),
    ("watching", "approver", False, WATCHING),
    ("watching", "head", False, WATCHING),
    ("watching", "power_office", False, POWERS),
    ("step_receive", "step_decide", True, LICENSING),
    ("step_look", "step_decide", True, LICENSING),
    ("step_review", "step_decide", True, LICENSING),
    ("step_decide", "step_carry_out", True, CONTROL),
]


def load(apps, schema_editor):
    term, duty = (apps.get_model("integrity", name) for name in ("Term", "Duty"))
    term.objects.bulk_create(term(code=code, days=days, since=BEGIN, basis=BASIS) for code, days in TERMS)
    fields = ("code", "name", "role", "business", "stage")
    made = duty.objects.bulk_create(duty(**dict(zip(fields, row, strict=True))) for row in DUTIES)
    by_code = {one.code: one for one in made}
    separation = apps.get_model("integrity", "Separation")
    separation.objects.bulk_create(
        separation(first=by_code[first], second=by_code[second], same_unit=same, basis=basis, since=BEGIN)
        for first, second, same, basis in PAIRS
    )


class Migration(migrations.Migration):
    dependencies = [("integrity", "0002_guards")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
