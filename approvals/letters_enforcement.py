"""The words of papers on penalties, levies and inspections of firms. Chinese data of the county, like all letters."""

from django.utils import timezone

from approvals.enforcement import FINE_DAYS, STATEMENT_DAYS, may_be_heard, statement_until
from approvals.letters import REMEDIES
from approvals.money import capitals
from deadlines.words import chinese_date, with_weekday

PUNISHED = "根据《中华人民共和国行政处罚法》第五十七条第一款第一项的规定"
NOT_PUNISHED = "根据《中华人民共和国行政处罚法》第三十三条、第五十七条的规定"


def facts(thing) -> dict:
    """What every paper states; frozen at the moment of issue."""
    return {"number": thing.number, "item": thing.item.name, "organisation": thing.organisation.name}


def measures(penalty) -> str:
    """What is imposed, in one phrase."""
    fine = [f"罚款人民币{penalty.amount:.2f}元"] if penalty.amount else []
    return "；".join([*fine, *filter(None, [penalty.other_measures])]) or "警告"


def penalty_told(penalty) -> dict:
    hearing = [
        f"你（单位）有要求听证的权利。如要求听证，应当在收到本告知书之日起{STATEMENT_DAYS}个工作日内"
        f"（至{chinese_date(statement_until(penalty))}）向本机关提出；逾期未提出的，视为放弃。"
    ]
    return facts(penalty) | {
        "paragraphs": [
            f"本机关对你（单位）涉嫌“{penalty.item.name}”一案（{penalty.number}）的调查已经终结。现查明：",
            penalty.facts,
            f"上述行为违反了{penalty.basis}。本机关拟对你（单位）作出如下处罚：{measures(penalty)}。",
            "根据《中华人民共和国行政处罚法》第四十四条、第四十五条的规定，你（单位）有权进行陈述和申辩。"
            f"请自收到本告知书之日起{STATEMENT_DAYS}个工作日内（至{chinese_date(statement_until(penalty))}）提出。",
            *(hearing if may_be_heard(penalty) else []),
        ]
    }


def penalty_hearing(penalty) -> dict:
    """Told seven working days ahead (第六十四条)."""
    return facts(penalty) | {
        "paragraphs": [
            f"根据你（单位）的要求，本机关决定就“{penalty.item.name}”一案（{penalty.number}）举行听证。",
            f"听证日期：{with_weekday(penalty.hearing_on)}。",
            f"听证地点：{penalty.organisation.name}。",
            "听证由本机关指定的非本案调查人员主持；你（单位）认为主持人与本案有直接利害关系的，有权申请回避。",
            "你（单位）可以亲自参加听证，也可以委托一至二人代理；无正当理由拒不出席或者未经许可中途退出的，视为放弃听证权利。",
            "听证公开举行，涉及国家秘密、商业秘密或者个人隐私依法予以保密的除外（《中华人民共和国行政处罚法》第六十四条）。",
        ]
    }


def penalty(penalty) -> dict:
    heard = (
        f"当事人意见：{penalty.statement.rstrip('。')}。"
        if penalty.statement
        else "当事人在规定期限内未提出陈述、申辩。"
    )
    hearing = f"应当事人要求，本机关于{chinese_date(penalty.hearing_on)}举行了听证。" if penalty.hearing_record else ""
    pay = (
        f"罚款应当自收到本决定书之日起{FINE_DAYS}日内，到指定银行或者通过电子支付系统缴纳；到期不缴纳的，"
        "每日按罚款数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额（行政处罚法第六十七条、第七十二条）。"
    )
    return facts(penalty) | {
        "paragraphs": [
            f"当事人{penalty.party_name}（{penalty.party_id}）“{penalty.item.name}”一案，现查明：",
            penalty.facts,
            heard + hearing,
            f"上述行为违反了{penalty.basis}。{PUNISHED}，决定：{measures(penalty)}。",
            *filter(None, [penalty.reason]),
            *([pay] if penalty.amount else []),
            REMEDIES,
        ]
    }


def no_penalty(penalty) -> dict:
    return facts(penalty) | {
        "paragraphs": [
            f"当事人{penalty.party_name}“{penalty.item.name}”一案（{penalty.number}），经调查审查，{NOT_PUNISHED}，"
            "决定不予行政处罚。理由如下：",
            penalty.reason,
            REMEDIES,
        ]
    }


def levy_notice(levy) -> dict:
    rate = f"{levy.fee.amount:.2f}元" + (f"/{levy.fee.unit}" if levy.fee.unit else "")
    basis = f"（{levy.fee.basis}）" if levy.fee.basis else ""
    return facts(levy) | {
        "paragraphs": [
            f"你（单位）“{levy.item.name}”应缴费款核定如下：{levy.period}，{levy.fee.name}，"
            f"数量{levy.quantity:.2f}，征收标准{rate}{basis}，应缴{levy.amount:.2f}元（{capitals(levy.amount)}）。",
            f"请于{chinese_date(levy.pay_by)}前按照缴款通知缴入国库或者财政专户，并保留缴款凭证。",
            REMEDIES,
        ]
    }


def levy_receipt(levy) -> dict:
    paid = chinese_date(timezone.localdate(levy.paid_at))
    return facts(levy) | {
        "paragraphs": [
            f"今于{paid}收到{levy.payer_name}缴纳“{levy.item.name}”（{levy.period}）{levy.fee.name}"
            f"{levy.amount:.2f}元（{capitals(levy.amount)}），征收编号{levy.number}。",
            "本收据为缴费凭证，请妥善保管。",
        ]
    }


def names(people) -> str:
    return "、".join(person.name for person in people)


def visit(slip, people) -> list[str]:
    return [
        f"检查单位：{slip.organisation.name}",
        f"检查事项：{slip.item.name}",
        f"检查内容：{slip.purpose}",
        f"检查人员：{names(people)}",
    ]


def slip(slip, people) -> dict:
    period = f"{chinese_date(slip.from_on)}至{chinese_date(slip.until_on)}"
    return facts(slip) | {
        "slip": slip.number,
        "code": slip.check_code,
        "paragraphs": [
            f"根据《国务院办公厅关于严格规范涉企行政检查的意见》（国办发〔2024〕54号），以下检查准予备案，备案编号{slip.number}。",
            *visit(slip, people),
            f"有效期：{period}，期内检查一次。",
            "检查人员应当不少于两人，主动出示执法证件和本备案单。无备案单、超出本单所列单位、人员、事项或者期限的，"
            "企业有权拒绝，并可扫描二维码核验或者举报。",
        ],
    }


def joined(slip, host, people) -> dict:
    period = f"{chinese_date(host.from_on)}至{chinese_date(host.until_on)}"
    return facts(slip) | {
        "slip": host.number,
        "code": host.check_code,
        "paragraphs": [
            f"为减少重复检查，以下检查并入{host.organisation.name}的入企检查（备案编号{host.number}），合并进行、综合查一次。",
            *visit(slip, people),
            f"有效期：{period}，与{host.organisation.name}同时到场，不另行入企。",
            "检查人员应当主动出示执法证件和本备案单；企业可扫描二维码核验。",
        ],
    }
