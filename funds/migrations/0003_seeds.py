"""Terms of the steps of finance, and the first parameters of the detectors."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import migrations

# 公开承诺: five working days each; the county may set others by rows of its own
TERMS = [
    ("audit", 5, "国库集中支付管理办法（县级默认）"),
    ("payment", 5, "国库集中支付管理办法（县级默认）"),
    ("handover", 5, "非税收入收缴管理办法（县级默认）"),
    # 疑点处置 within ten working days, a rule of the county
    ("suspicion", 10, "资金疑点处置办法（县级默认）"),
]
BEGIN = date(2020, 1, 1)
SINCE = date(2024, 1, 1)
SIGNED = datetime(2024, 1, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
# code, parameters, reason
VERSIONS = [
    ("FF-01", {"least": 0}, "应当转拨的资金收到后三十日内转拨（资金另有规定的从其规定）"),
    ("FF-02", {}, "支出经济分类须在资金管理办法允许的范围内"),
    ("FF-03", {}, "资金须付给合同相对方，不得转入本单位账户或者改变项目"),
    ("FF-04", {"yellow": 90, "red": 180}, "九十天未使用黄牌，一百八十天未使用红牌"),
    ("FF-05", {"yellow": 10, "red": 30, "grace": 30}, "落后时间进度十至三十个百分点黄牌，超过三十个百分点红牌"),
    ("FF-06", {"limit": 50_000, "share": 90, "days": 3}, "同一收款人三个工作日内多笔接近审批限额的付款"),
    ("FF-07", {}, "同一人在同一项目同一期不得重复领取"),
    ("FF-08", {}, "一个账户只供一户使用"),
    ("FF-09", {}, "死亡次月起停发"),
    ("FF-10", {}, "互斥补贴不得同时享受"),
    ("FF-11", {}, "财政供养人员按规定不得享受的补贴先核实"),
    ("FF-12", {"percent": 30, "least": 3}, "名册中村干部亲属占三成以上且不少于三户"),
    ("FF-13", {}, "补贴金额等于面积乘以标准"),
    ("FF-14", {}, "非税收入及时足额缴入国库单一账户"),
    ("FF-15", {}, "已批准的支付申请按期支付"),
]


def load(apps, schema_editor):
    terms = apps.get_model("funds", "Term")
    for code, days, basis in TERMS:
        about = {"days": days, "basis": basis, "signed_at": SIGNED}
        terms.objects.get_or_create(code=code, since=BEGIN, defaults=about)
    flag_version = apps.get_model("funds", "FlagVersion")
    flag_version.objects.bulk_create(
        flag_version(code=code, version=1, parameters=parameters, reason=reason, valid_from=SINCE, signed_at=SIGNED)
        for code, parameters, reason in VERSIONS
    )


class Migration(migrations.Migration):
    dependencies = [("funds", "0002_guards")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
