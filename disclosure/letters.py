"""The words of official papers about information requests. Chinese by nature: data of the county."""

from django.conf import settings
from django.utils import timezone

from deadlines.words import chinese_date
from disclosure.outcomes import GROUNDS

LAW = "《中华人民共和国政府信息公开条例》"
FIRST_RECONSIDER = (
    "如对本答复不服，可以自收到本答复之日起六十日内向{organ}申请行政复议；依照《中华人民共和国行政复议法》第二十三条的规定，"
    "对不予公开政府信息的行为应当先申请行政复议，对行政复议决定仍不服的，可以依法向人民法院提起行政诉讼。"
)
EITHER = "如对本答复不服，可以自收到本答复之日起六十日内向{organ}申请行政复议，或者在六个月内向人民法院提起行政诉讼。"


def reviewer_of(organisation) -> str:
    """Who reconsiders: the people's government of the same level; of a vertical unit the department above it."""
    if organisation.parent is None:
        return "上一级人民政府"
    return "上一级主管部门" if organisation.vertical else f"{settings.COUNTY['name']}人民政府"


def relief(request) -> str:
    words = FIRST_RECONSIDER if GROUNDS[request.outcome].refuses else EITHER
    return words.format(organ=reviewer_of(request.organisation))


def begins(request) -> str:
    received = chinese_date(timezone.localdate(request.received_at))
    return f"本机关于{received}收到您提交的政府信息公开申请（编号{request.number}），申请内容为：{request.content}"


def answer(request) -> dict:
    """《政府信息公开申请答复书》: what was asked, by which article it is answered, the answer, what can be done."""
    ground = GROUNDS[request.outcome]
    paragraphs = [
        begins(request),
        f"根据{LAW}{ground.article}的规定，答复如下：",
        ground.words,
        request.answer,
        relief(request),
    ]
    return {"request": request.number, "outcome": request.outcome, "paragraphs": paragraphs}


def correction(request) -> dict:
    until = chinese_date(request.correct_by)
    return {
        "request": request.number,
        "paragraphs": [
            begins(request),
            f"经审查，申请内容不符合{LAW}第二十九条第二款的要求。根据该条例第三十条的规定，请您就以下事项作出补正：",
            request.correction,
            f"请于{until}前补正。无正当理由逾期不补正的，视为放弃申请，本机关不再处理。答复期限自收到补正的申请之日起计算。",
        ],
    }


def extension(request, due_on) -> dict:
    return {
        "request": request.number,
        "paragraphs": [
            begins(request),
            f"因{request.extension_reason}，无法在二十个工作日内答复。根据{LAW}第三十三条第二款的规定，"
            f"经政府信息公开工作机构负责人同意，延长{request.extension_days}个工作日，将于{chinese_date(due_on)}前答复。",
        ],
    }


def third_party(request) -> dict:
    return {
        "request": request.number,
        "paragraphs": [
            begins(request),
            f"您申请的信息涉及第三方合法权益。根据{LAW}第三十二条、第三十三条第三款的规定，本机关已书面征求第三方意见，"
            f"第三方应当于{chinese_date(request.third_by)}前提出意见，征求意见所需时间不计算在答复期限内。",
        ],
    }
