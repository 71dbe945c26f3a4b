"""The words of supervision's papers: notices, replies, instructions, efficiency cases. Chinese data, not interface."""

from deadlines.words import chinese_date
from monitoring.models import Colour, Outcome
from records.models import Document
from records.subjects import subject_of

LEVELS = {Colour.BLUE: "蓝色督办", Colour.YELLOW: "黄色督办", Colour.RED: "红色督办"}
TALK = "请单位主要负责人在上述期限内到本机关接受约谈。"
LATE = "逾期不回复的，将依照督办工作规定发出黄牌，并视情况提高督办等级。"
KINDS = {  # outcome → the paper that tells it
    Outcome.Kind.NONE: Document.Kind.NO_BLAME,
    Outcome.Kind.CRITICISM: Document.Kind.CRITICISM,
    Outcome.Kind.TALK: Document.Kind.TALK,
    Outcome.Kind.ADMONITION: Document.Kind.ADMONITION,
    Outcome.Kind.CIRCULAR: Document.Kind.CENSURE,
    Outcome.Kind.PARTY: Document.Kind.SANCTION,
    Outcome.Kind.ADMINISTRATIVE: Document.Kind.SANCTION,
    Outcome.Kind.TRANSFER: Document.Kind.TRANSFER,
}
DECISIONS = {
    Outcome.Kind.NONE: "经研究，决定不予追究责任。",
    Outcome.Kind.CRITICISM: "经研究，决定给予批评教育。",
    Outcome.Kind.TALK: "经研究，决定进行诫勉谈话，谈话时间另行通知。",
    Outcome.Kind.ADMONITION: "经研究，决定给予行政告诫。",
    Outcome.Kind.CIRCULAR: "经研究，决定在全县范围内予以通报批评。",
    Outcome.Kind.PARTY: "有关机关已依规作出党纪处分决定，现予登记并记入效能档案。",
    Outcome.Kind.ADMINISTRATIVE: "有关机关已依法作出政务处分决定，现予登记并记入效能档案。",
    Outcome.Kind.TRANSFER: "问题线索已移送有管辖权的机关调查处理。",
}


def about_in_words(thing) -> str:
    """What a paper is about, in one phrase: 食品经营许可（XK-…）."""
    subject = subject_of(thing)
    return (
        f"{subject.title}（{subject.number}）" if subject.number and subject.title else subject.number or subject.title
    )


def ended(text: str) -> str:
    return text if text.endswith(("。", "！", "？", "；")) else f"{text}。"


def notice(found, due_on) -> dict:
    """The notice as it is issued; it names the term as a date, so that nobody has to count."""
    asks = f"请于{chinese_date(due_on)}前（{found.days}个工作日内）书面回复整改情况，并附证明材料。"
    return {
        "level": LEVELS[found.colour],
        "paragraphs": [
            f"关于“{found.matter}”，经查：{ended(found.facts)}",
            f"依据：{ended(found.basis)}",
            f"现要求你单位：{ended(found.demand)}",
            asks + (TALK if found.colour == Colour.RED else "") + LATE,
        ],
    }


def reply(found, said) -> dict:
    return {
        "paragraphs": [
            f"《督办通知书》（{found.number}）收悉。关于“{found.matter}”，现将整改情况回复如下：",
            f"一、原因。{ended(said.cause)}",
            f"二、整改情况。{ended(said.measure)}",
        ]
    }


def instruction(text: str, thing, days: int) -> dict:
    return {
        "paragraphs": [
            f"关于{about_in_words(thing)}，批示如下：",
            text,
            f"请效能监督机关据此发出督办通知书，限{days}个工作日回复，并报告落实情况。",
        ]
    }


def inquiry(case) -> dict:
    return {
        "paragraphs": [
            f"关于“{case.matter}”，经初步核实：{ended(case.facts)}",
            f"依据{case.basis.rstrip('。')}，决定作为效能案件立案调查。",
            "请你单位如实提供有关情况和材料，不得隐匿、毁弃证据，不得打击报复。",
        ]
    }


def outcome(made) -> dict:
    case = made.case
    acted = (
        f"在该案中的责任：{made.involved.get_part_display()}。{ended(made.involved.conduct)}" if made.involved else ""
    )
    return {
        "paragraphs": [
            f"效能案件“{case.matter}”（{case.number}）现已查明。{acted}",
            f"你（单位）的陈述：{ended(made.statement)}",
            f"{ended(made.reason)}{DECISIONS[made.kind]}",
            "如对本处理有异议，可以自收到之日起五个工作日内向本机关书面提出。",
        ]
    }
