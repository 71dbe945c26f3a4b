"""The limits of orders with their law."""

from django.db import migrations

HOTLINE = "国办发〔2020〕53号；《济南市12345政务服务便民热线条例》第二十四条、《安阳市12345热线管理办法》第五十条（五个工作日内办结答复，二十四小时内退单）"
HOTLINE_MORE = "《安阳市12345热线管理办法》第五十条（情况复杂的，经承办单位负责人批准延长五个工作日）"
PETITION = "《信访工作条例》第二十二条、第二十三条（十五日内书面告知，五个工作日内退回）、第三十四条（受理之日起六十日内办结）"
PETITION_MORE = "《信访工作条例》第三十四条（经本机关负责人批准可以延长，不超过三十日）"
EFFICIENCY = "效能投诉办理办法第十四条（受理之日起三十个工作日内办结，七个工作日内告知是否受理）"
EFFICIENCY_MORE = "效能投诉办理办法第十四条（情况复杂的不超过六十个工作日）"
DISCIPLINE = "《纪检监察机关处理检举控告工作规则》（收到之日起十五个工作日内告知受理情况）"
DISCLOSURE = "《中华人民共和国政府信息公开条例》第三十三条（收到申请之日起二十个工作日内答复）"
DISCLOSURE_MORE = "《中华人民共和国政府信息公开条例》第三十三条（延长不超过二十个工作日）"
BUSINESS = "比照《外商投资企业投诉工作办法》第十四条、第十八条（七个工作日内决定是否受理，受理之日起六十个工作日内办结）"
BUSINESS_MORE = "比照《外商投资企业投诉工作办法》第十八条（可以延长，不超过三十个工作日）"
QUICK = "12345热线办理规定（咨询当日答复，最长三个工作日）"
WD, CD, H = "working", "calendar", "hours"

# code, name, kind, confidential, dispatch, return, notice, reply, counted, extension, second, law, law of the extension
TERMS = [
    ("discipline", "纪检监察检举控告", "", True, (1, WD), (5, WD), (15, WD), (60, WD), "received", 30, 15, DISCIPLINE, ""),
    ("petition", "信访事项", "petition", False, (15, CD), (5, WD), (15, CD), (60, CD), "accepted", 30, 15, PETITION, PETITION_MORE),
    ("disclosure", "政府信息公开申请", "disclosure", False, (1, WD), (5, WD), None, (20, WD), "received", 20, 5, DISCLOSURE, DISCLOSURE_MORE),
    ("efficiency", "效能投诉", "efficiency", False, (1, WD), (5, WD), (7, WD), (30, WD), "accepted", 30, 15, EFFICIENCY, EFFICIENCY_MORE),
    ("business", "客商投诉", "business", False, (1, WD), (24, H), (7, WD), (60, WD), "accepted", 30, 15, BUSINESS, BUSINESS_MORE),
    ("consultation", "咨询", "consultation", False, (1, WD), (24, H), None, (3, WD), "assigned", 5, 3, QUICK, HOTLINE_MORE),
    ("hotline", "12345 工单", "", False, (1, WD), (24, H), None, (5, WD), "assigned", 5, 5, HOTLINE, HOTLINE_MORE),
]


def load(apps, schema_editor):
    Term = apps.get_model("complaints", "Term")
    Term.objects.bulk_create(term(Term, sort, *row) for sort, row in enumerate(TERMS))


def term(Term, sort, code, name, kind, confidential, dispatch, back, notice, reply, since, longer, second, law, more):
    return Term(
        code=code, name=name, kind=kind, confidential=confidential, sort=sort,
        dispatch=dispatch[0], dispatch_unit=dispatch[1], sending_back=back[0], sending_back_unit=back[1],
        notice=notice and notice[0], notice_unit=notice[1] if notice else WD, reply=reply[0], reply_unit=reply[1],
        reply_from=since, extension=longer, second=second, law=law, extension_law=more,
    )


class Migration(migrations.Migration):
    dependencies = [("complaints", "0002_guards")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
