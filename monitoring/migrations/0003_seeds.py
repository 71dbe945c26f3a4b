"""The default rule set (DR-1)."""

from datetime import date

from django.db import migrations

LAW = "《中华人民共和国行政许可法》"
STATUTE = LAW + "第四十二条"
ANSWER = LAW + "第三十二条、第七十二条"
DELIVER = LAW + "第四十四条、第四十五条"
FEES = LAW + "第五十八条、第五十九条、第七十五条"
POWERS = LAW + "第七十四条"
REASONS = LAW + "第三十八条、第七十二条"
PRACTICE = "行政审批电子监察预警纠错办法"
NOTICES = "行政效能电子监察督办工作规定"
HALL, SLIPS = "行政服务中心首席代表管理办法", "涉企检查备案管理办法"
RULES = [
    ("W1", "即将到期预警", "warning", {"percent": 10, "at_least": 1}, PRACTICE, "到期前提醒经办人，避免超时"),
    ("Y1", "超过承诺时限", "yellow", {}, PRACTICE, "未在公开承诺的时限内办结"),
    ("Y2", "环节超时", "yellow", {}, PRACTICE, "总时限未到，但当前环节已超过规定时限"),
    ("R1", "严重超时", "red", {"past_promise": 5}, STATUTE, "超过法定时限，或超过承诺时限五个工作日"),
    ("A1", "异常操作", "anomaly", {"warn_at": 3}, "流程固化：越序、缺件、越权操作一律锁止并记录", "同一办件三次异常的，发出预警"),
    # everything a service hall owes: answers, delivery, special procedures, fees, entitlement
    ("Y3", "未一次性告知", "yellow", {}, ANSWER, "五个工作日内既未受理也未一次性告知，或者再次要求补正"),
    ("Y4", "送达或特别程序超时", "yellow", {}, DELIVER, "决定后十个工作日内未送达，或者特别程序超过告知的时间"),
    ("Y6", "无备案单入企检查", "yellow", {}, SLIPS, "未经备案进入企业检查，经效能办查实"),
    ("R2", "违规收费", "red", {}, FEES, "未列入收费目录或者超过收费标准收费"),
    ("R3", "越权或违规受理", "red", {}, POWERS, "超越职权办理，或者缺少必要材料而受理，经查实"),
    ("W2", "首席代表更换过早", "warning", {"days": 365}, HALL, "首席代表任职不满一年更换"),
    # late replies, refusals without reasons, cards that nobody answers or that pile up
    ("Y7", "督办逾期", "yellow", {}, NOTICES, "督办通知书规定的期限内未回复，领导批示三个工作日内未转督办，或者效能案件逾期未办结"),
    ("Y5", "不予受理或不予许可未说明理由", "yellow", {}, REASONS, "作出不利决定必须说明理由并告知救济途径"),
    ("R4", "黄牌逾期未整改", "red", {"days": 3}, PRACTICE, "黄牌发出后三个工作日内未反馈整改情况"),
    ("R5", "黄牌累计", "red", {"count": 3}, PRACTICE, "同一经办人一个季度内有三张有效黄牌"),
    # what people see themselves, and the clock of appeals
    ("M1", "人工发牌", "yellow", {}, PRACTICE, "明察暗访、视频巡查、投诉核查等发现的问题，由监察人员据实发牌，另一人确认"),
    ("W3", "申诉逾期未决", "warning", {}, PRACTICE, "收到申诉之日起十个工作日内应当作出复核决定"),
]


def load(apps, schema_editor):
    RuleVersion = apps.get_model("monitoring", "RuleVersion")
    RuleVersion.objects.bulk_create(
        RuleVersion(
            code=code,
            version=1,
            name=name,
            level=level,
            parameters=parameters,
            law=law,
            reason=reason,
            valid_from=date(2024, 1, 1),
            author="效能监督室",
            signed_by="县纪委监委分管领导",
        )
        for code, name, level, parameters, law, reason in RULES
    )


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0002_guards")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
