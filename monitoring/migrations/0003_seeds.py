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
HOTLINE = "《安阳市12345热线管理办法》第五十条、《济南市12345政务服务便民热线条例》第二十八条、《信访工作条例》第二十三条、第三十四条"
PROMISED = "《国务院关于加强政务诚信建设的指导意见》（国发〔2016〕76号）、《优化营商环境条例》第三十一条、第四十八条"
SUPERVISED = "《济南市12345政务服务便民热线条例》第二十八条、《潍坊市政务服务便民热线条例》第二十六条（反复诉求、拒不受理、办理质量差的督办）"
RETURNS = "《安阳市12345热线管理办法》第五十条、《潍坊市政务服务便民热线条例》第二十二条（退单应当说明理由，指定后不得再退）"
AGAIN = "《济南市12345政务服务便民热线条例》第二十七条（不满意的退回重新办理）、第二十八条"
KNOWLEDGE = "国办发〔2020〕53号（知识库权威准确、实时更新、共建共享，各单位及时更新维护）"
LIMITS = "《招标投标法》第四十六条、第四十七条，《招标投标法实施条例》第二十二条、第五十四条、第五十七条、第六十一条，《政府采购法》第四十六条、第四十七条、第五十三条、第五十六条"
MINIMA = "《招标投标法》第二十三条、第二十四条，《招标投标法实施条例》第十六条、第五十四条，《政府采购法》第三十五条"
COLLUSION = "《招标投标法实施条例》第三十九条、第四十条、第四十一条，《政府采购法实施条例》第七十四条"
POINTS = "县公共资源交易廉情预警电子监察办法（程序预警、管理预警、统计分析预警）"
MONEY = "《预算法》第五十二条、第五十七条、第六十三条，《财政违法行为处罚处分条例》第四条至第六条"
PAYING = "国库集中支付管理办法、政府非税收入管理办法"
PROJECTS = "县重大项目督查管理办法、为民办实事项目督查办法"
RISKS = "岗位廉政风险三级预警实施办法、廉政风险防控工作规定"
OPENNESS = "《政府信息公开条例》第二十六条、第三十三条、第四十七条，政务信息公开考核办法"
APPRAISAL = "乡镇工作目标评估办法、基层站所效能形象测评办法、政务环境综合测评办法（整改、复核的期限由考评方案规定）"
VOICES = "社会评议和基层站所效能形象测评办法（群众意见分立即解决、研究解决、限期整改，件件有答复）"
DUTIES = "领导干部述职述廉和评议办法（未达到要求的约谈并重新报告）"
GOALS = "经济社会发展主要目标任务考核办法（进度滞后的发出绩效督促通知单，限期书面说明）"
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
    # what the offices owe to those who ask and complain
    ("W4", "诉求即将到期预警", "warning", {}, HOTLINE, "工单到期前提醒承办人和承办单位"),
    ("W5", "工单签收超时", "warning", {}, HOTLINE, "承办单位在规定时间内既未签收也未退单"),
    ("Y8", "诉求办理超期", "yellow", {}, HOTLINE, "未在规定期限内派单、告知受理或者答复"),
    ("R6", "诉求严重超期", "red", {}, HOTLINE, "超过答复期限五个工作日仍未答复，书面通报批评"),
    # what offices promised before everybody
    ("Y9", "公开承诺逾期", "yellow", {}, PROMISED, "公开承诺的事项、计划走访的企业、约定的回访未按期兑现"),
    # how orders are answered: empty answers, dissatisfaction, repetition, wrong returns, stale knowledge
    ("W6", "答复不合格", "warning", {}, SUPERVISED, "系统已提示答复空洞、抄袭或者推诿，仍予发出"),
    ("W7", "同一诉求反复", "warning", {}, SUPERVISED, "同一诉求九十日内第三次提出，办理单位未从根本上解决"),
    ("W8", "退单或者不予受理不当", "warning", {}, RETURNS, "退单后又被指定给同一单位，或者不予受理未说明法律依据"),
    ("W9", "知识条目逾期未审", "warning", {}, KNOWLEDGE, "知识库条目满一年未审核，可能误导群众"),
    ("Y10", "敷衍答复", "yellow", {}, SUPERVISED, "答复空洞、抄袭或者推诿，且诉求人不满意"),
    ("Y11", "二次办理仍不满意", "yellow", {}, AGAIN, "经负责人签发的二次答复仍不满意"),
    # the limits of public resource trading
    ("W10", "交易期限即将届满", "warning", {}, LIMITS, "合同签订、书面报告、投诉处理等法定期限届满前提醒责任单位"),
    ("Y12", "交易环节超期", "yellow", {}, LIMITS, "未在法定期限内开标、答复异议、签订合同、退还保证金、提交报告或者处理投诉"),
    ("RF-17", "压缩法定期限", "yellow", {}, MINIMA, "公告、文件获取、澄清或者公示期限短于法定最短期限，系统已经拦截"),
    # suspicions about trades: pre-warnings by supervision point, cards for what was verified or left lying
    ("W11", "交易时限疑点", "warning", {}, POINTS, "已发生的交易环节短于法定最短期限"),
    ("W12", "交易业务疑点", "warning", {}, POINTS, "规避招标、变更方式、中标价异常、合同与中标结果不一致等疑点"),
    ("W13", "投标人疑点", "warning", {}, COLLUSION, "设备、网络、账户、人员雷同或者报价规律等疑点"),
    ("W14", "招标代理疑点", "warning", {}, POINTS, "招标文件条款排斥潜在投标人等疑点"),
    ("W15", "评标专家疑点", "warning", {}, "《招标投标法》第三十七条、第四十四条", "评分偏离或者与中标人反复同现"),
    ("W16", "综合疑点", "warning", {}, POINTS, "连续中标、投诉举报集中等跨项目疑点"),
    ("Y13", "交易疑点查实", "yellow", {}, COLLUSION, "疑点经两人核查属实"),
    ("Y14", "交易疑点逾期未处置", "yellow", {}, POINTS, "疑点十个工作日内无人说明、核查、移送或者排除"),
    # public funds: pre-warnings by supervision point, cards by the light of a detector, terms of finance
    ("W17", "资金拨付疑点", "warning", {}, MONEY, "已批准的支付申请未在期限内支付等疑点"),
    ("W18", "资金使用疑点", "warning", {}, MONEY, "付给合同以外的单位、转入本单位账户、改变项目、拆分付款等疑点"),
    ("W19", "补贴发放疑点", "warning", {}, MONEY, "重复领取、一账多人、死亡后领取、互斥补贴、财政供养人员等疑点"),
    ("W20", "非税收入疑点", "warning", {}, MONEY, "收费未缴入单一账户或者坐支的疑点"),
    ("W21", "资金办理即将到期", "warning", {}, PAYING, "审核、支付、解缴和疑点处置期限届满前提醒责任单位"),
    ("Y15", "资金黄灯", "yellow", {}, MONEY, "滞留、挤占、闲置九十天或者进度落后十至三十个百分点"),
    ("Y16", "资金疑点查实", "yellow", {}, MONEY, "疑点经两人核查属实"),
    ("Y17", "资金疑点逾期未处置", "yellow", {}, MONEY, "疑点十个工作日内无人说明、核查、移送或者排除"),
    ("Y18", "资金办理超期", "yellow", {}, PAYING, "支付申请未在期限内审核或者支付，现金收费未在期限内解缴"),
    ("R7", "资金红灯", "red", {}, MONEY, "闲置一百八十天或者进度落后超过三十个百分点"),
    # projects: nodes on their days, monthly reports, problems, works for the people
    ("W22", "项目节点滞后", "warning", {}, PROJECTS, "节点到期前十个工作日内，完成比例低于时间进度"),
    ("Y19", "项目月报逾期", "yellow", {}, PROJECTS, "次月第五个工作日前未报送项目月报"),
    ("Y20", "项目问题逾期未解决", "yellow", {}, PROJECTS, "责任单位未在规定日期前解决项目推进中的问题"),
    ("R8", "项目节点未完成", "red", {}, PROJECTS, "计划节点到期未完成，亮红灯并督办，期中考核扣分"),
    ("R9", "为民办实事逾期", "red", {}, PROJECTS, "承诺的办结期限届满未通过验收"),
    # appraisal: rectifications, reviews, opinions of surveys, duty reports, explanations of delay
    ("W23", "考评办理即将到期", "warning", {}, APPRAISAL, "整改、复核、意见答复、述职述廉和滞后说明的期限届满前提醒"),
    ("W24", "述职谈话逾期", "warning", {}, DUTIES, "述职述廉未达到要求，纪检监察机关未在期限内约谈"),
    ("Y21", "考评整改逾期", "yellow", {}, APPRAISAL, "限期整改通知书规定的期限内未报告整改情况"),
    ("Y22", "考评复核逾期", "yellow", {}, APPRAISAL, "收到复核申请后未在期限内答复，或者采纳后未在期限内更正"),
    ("Y23", "测评意见逾期未答复", "yellow", {}, VOICES, "交办的测评意见未在规定期限内答复"),
    ("Y24", "述职述廉逾期", "yellow", {}, DUTIES, "未按期提交述职述廉报告，或者约谈后未按期重新提交"),
    ("Y25", "绩效督促逾期未说明", "yellow", {}, GOALS, "收到绩效督促通知单后十个工作日内未书面说明滞后原因"),
    # integrity risks: plans, rectifications and verifications in their terms; reminders and self-reports
    ("W25", "廉政风险整改即将到期", "warning", {}, RISKS, "整改方案、整改完成期限届满前提醒责任单位"),
    ("W26", "廉政提醒、季度自查逾期", "warning", {}, RISKS, "廉政提醒未按期答复，或者季度自查报告未按期报送"),
    ("Y26", "廉政风险督办逾期", "yellow", {}, RISKS, "未按期报送整改方案、反馈整改情况，或者未按期研判、核查"),
    # openness: publications on their days, answers to requests, faults of checks put right
    ("W27", "公开事项即将到期", "warning", {}, OPENNESS, "主动公开、依申请公开答复或者整改的期限届满前两个工作日提醒责任单位"),
    ("Y27", "信息公开逾期", "yellow", {}, OPENNESS, "应当公开的信息未按期公开，或者督查发现的问题未按期整改"),
    ("Y28", "依申请公开逾期答复", "yellow", {}, OPENNESS, "收到申请之日起二十个工作日（经批准延长的四十个工作日）内未答复"),
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
