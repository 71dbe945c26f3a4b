"""The words of official documents. Chinese by nature: letters are data of the county, not interface text."""

from django.utils import timezone

from approvals.renewals import is_timely
from deadlines.words import chinese_date, count_in_words

DEEMED_RENEWED = (
    "被许可人在许可有效期届满三十日前提出延续申请，本机关在有效期届满前未作出决定。"
    "根据《中华人民共和国行政许可法》第五十条第二款的规定，视为准予延续。"
)
REMEDIES = "如不服本决定，可自收到之日起六十日内申请行政复议，或者六个月内向人民法院提起行政诉讼。"


def facts(case) -> dict:
    """What every document about a case states; frozen at the moment of issue."""
    return {
        "case": case.number,
        "item": case.item.name,
        "applicant": case.applicant_name,
        "organisation": case.organisation.name,
    }


def acceptance(case) -> dict:
    clock = case.clock
    promise = "本事项为即办件，当场办结。" if case.item.is_immediate else count_in_words(clock)
    return facts(case) | {
        "paragraphs": [
            f"你（单位）于{chinese_date(timezone.localdate(case.submitted_at))}提出的“{case.item.name}”申请，"
            "申请材料齐全、符合法定形式，根据《中华人民共和国行政许可法》第三十二条的规定，决定予以受理。",
            promise,
            *renewal_protection(case),
            f"可凭办件编号{case.number}和查询码{case.query_code}查询办理进度。",
        ]
    }


def renewal_protection(case) -> list[str]:
    """Whether the law will deem the renewal granted, told at the beginning (第五十条); nothing for other cases."""
    if not case.renews_id:
        return []
    licence, until = case.renews, chinese_date(case.renews.valid_until)
    if is_timely(case):
        text = "在有效期届满三十日前提出申请，本机关在有效期届满前未作出决定的，视为准予延续。"
    else:
        text = "距有效期届满已不足三十日，不适用逾期未作决定视为准予延续的规定；有效期届满仍未作出决定的，原许可失效。"
    return [f"申请延续的《{licence.name}》（{licence.number}）有效期至{until}，{text}"]


def deemed_acceptance(case) -> dict:
    """Nobody told in time: accepted from the day of receipt (第三十二条第四项)."""
    received = chinese_date(timezone.localdate(case.accepted_at))
    return facts(case) | {
        "paragraphs": [
            f"你（单位）提出的“{case.item.name}”申请，本机关于{received}收到申请材料，未在五个工作日内告知需要补正的内容。"
            "根据《中华人民共和国行政许可法》第三十二条第一款第四项的规定，自收到申请材料之日起即为受理。",
            count_in_words(case.clock),
            f"可凭办件编号{case.number}和查询码{case.query_code}查询办理进度。",
        ]
    }


def received_below(case) -> dict:
    """The town has accepted and reviews first (第四十三条)."""
    return facts(case) | {
        "paragraphs": [
            f"你（单位）提出的“{case.item.name}”申请，申请材料齐全、符合法定形式，由本单位初审后报{case.item.organisation.name}决定。",
            "根据《中华人民共和国行政许可法》第四十三条的规定，初审自受理申请之日起二十个工作日内完成，"
            f"最迟于{chinese_date(case.step_clock.due_on)}将初步审查意见和全部申请材料报送上级机关。",
            f"可凭办件编号{case.number}和查询码{case.query_code}查询办理进度。",
        ]
    }


def deemed_below(case, received_at) -> dict:
    """Nobody answered in the town: its review counts from the day of receipt (第三十二条第四项、第四十三条)."""
    received, due = (chinese_date(day) for day in (timezone.localdate(received_at), case.step_clock.due_on))
    return facts(case) | {
        "paragraphs": [
            f"你（单位）提出的“{case.item.name}”申请，于{received}收到申请材料，未在五个工作日内告知需要补正的内容。"
            "根据《中华人民共和国行政许可法》第三十二条第一款第四项的规定，自收到申请材料之日起即为受理。",
            f"本申请由本单位初审后报{case.item.organisation.name}决定。根据同法第四十三条的规定，最迟于{due}"
            "将初步审查意见和全部申请材料报送上级机关。",
            f"可凭办件编号{case.number}和查询码{case.query_code}查询办理进度。",
        ]
    }


def copy_notice(case, part, clock) -> dict:
    """The lead asks a unit for its opinion (并联审批抄告单, 第二十六条第二款)."""
    return facts(case) | {
        "paragraphs": [
            f"{case.organisation.name}已受理{case.applicant_name}提出的“{case.item.name}”申请（办件编号{case.number}）。",
            f"根据《中华人民共和国行政许可法》第二十六条第二款的规定，本事项实行统一受理、并联办理，"
            f"请你单位就“{part.name}”同步提出意见。",
            f"请在{part.days}个工作日内（最迟于{chinese_date(clock.due_on)}）经审核、签发后反馈“同意”或者“不同意”的意见；"
            "不同意的，应当说明理由和依据。",
            "申请材料已随本抄告单在系统内一并送达，不再要求申请人重复提交。逾期未反馈的，计入你单位的效能监察记录。",
        ]
    }


def disagreement(branch) -> str:
    """The reasons of a joint decision to deny, as the unit that refuses gave them."""
    return f"{branch.organisation.name}在“{branch.part.name}”环节不同意。{branch.opinion}"


def correction(case, missing, message) -> dict:
    return facts(case) | {
        "paragraphs": [
            f"你（单位）提出的“{case.item.name}”申请收悉。经审查，申请材料不齐全或者不符合法定形式，"
            "根据《中华人民共和国行政许可法》第三十二条第一款第四项的规定，现一次性告知需要补正的全部内容：",
            *[f"{number}．{document.name}" for number, document in enumerate(missing, 1)],
            message,
            "补正材料提交齐全后即予受理，办理期限自受理之日的次日起计算。",
        ]
    }


def refusal(case, reason) -> dict:
    return facts(case) | {
        "paragraphs": [
            f"你（单位）提出的“{case.item.name}”申请，经审查决定不予受理。理由如下：",
            reason,
            REMEDIES,
        ]
    }


def decision(case) -> dict:
    if case.result == "granted":
        issued = f"，核发《{case.item.certificate}》" if case.item.certificate else ""
        validity = [f"有效期：{case.item.validity}。"] if case.item.validity else []
        text = [f"经审查，你（单位）提出的“{case.item.name}”申请符合法定条件、标准，决定准予{issued}。", *validity]
        return facts(case) | {"paragraphs": [*text, *([case.reason] if case.reason else [])]}
    text = f"经审查，你（单位）提出的“{case.item.name}”申请不符合法定条件、标准，决定不予许可。理由如下："
    return facts(case) | {"paragraphs": [text, case.reason, REMEDIES]}


def procedure(case, kind_words, ground, days) -> dict:
    return facts(case) | {
        "paragraphs": [
            f"你（单位）申请的“{case.item.name}”需要进行{kind_words}：{ground}",
            f"根据《中华人民共和国行政许可法》第四十五条的规定，所需时间不计算在办理期限内，预计{days}个工作日。",
        ]
    }


def extension(case, days, reason) -> dict:
    approver = "本级人民政府" if case.item.is_joint else "本机关负责人"
    return facts(case) | {
        "paragraphs": [
            f"你（单位）申请的“{case.item.name}”在法定期限内不能作出决定。根据《中华人民共和国行政许可法》"
            f"第四十二条的规定，经{approver}批准，延长{days}个工作日。理由如下：",
            reason,
            f"延长后的法定期限至{chinese_date(case.clock.statutory_on)}。",
        ]
    }
