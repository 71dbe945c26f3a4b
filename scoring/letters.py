"""The words of papers about scores. Chinese by nature: letters are data of the county."""

from accounts.models import Organisation
from deadlines.words import chinese_date
from scoring.models import Consequence, Kind

TITLES = {
    Kind.COMMENDATION: "通报表彰",
    Kind.CRITICISM: "通报批评",
    Kind.RECTIFY: "限期整改通知书",
    Kind.TALK: "诫勉谈话通知书",
    Kind.MOVE: "调整工作岗位建议书",
    Kind.LETTER: "考评结果函告",
    Kind.LETTER_INSPECTION: "考评结果函告",
    Kind.TRANSFER: "调整或者免职建议书",
}
ORGANISATION_OFFICE, INSPECTION = "县委组织部", "县监察局"
DEMANDS = {
    Kind.COMMENDATION: "予以通报表彰。望再接再厉，发挥示范作用。",
    Kind.CRITICISM: "予以通报批评。望认真查找原因，切实改进工作。",
    Kind.TALK: "经研究，决定对主要负责人进行诫勉谈话，请按通知的时间、地点到场。",
    Kind.MOVE: "连续两次名列末位。按照考评办法，建议对其主要负责人调整工作岗位（挪位），其他班子成员一并研究处理。",
    Kind.LETTER: "现将考评结果函告贵单位，建议对其班子和主要负责人研究处理，并督促整改，处理情况请函复。",
    Kind.LETTER_INSPECTION: "现将考评结果函告贵局，建议对有关责任人依规依纪研究处理，处理情况请函复。",
    Kind.TRANSFER: "民主测评满意率低于百分之六十。按照规定，建议予以调整或者免职，请研究。",
}


def addressee(row: Consequence) -> str:
    """To whom the paper goes: the unit; of letters its superior; of proposals the office that decides on people."""
    unit = row.sheet.organisation
    if row.kind == Kind.LETTER:
        return superior(unit).name if unit else ""
    if row.kind == Kind.LETTER_INSPECTION:
        return INSPECTION
    if row.kind in (Kind.MOVE, Kind.TRANSFER):
        return ORGANISATION_OFFICE
    return unit.name if unit else row.sheet.name


def superior(unit: Organisation) -> Organisation:
    return unit.parent or unit


def body(row: Consequence, due_on=None) -> dict:
    """What the paper states: who, which round, what follows, by when."""
    demand = DEMANDS.get(row.kind, "")
    if row.kind == Kind.RECTIFY:
        demand = f"请对照扣分事项制定整改措施，于{chinese_date(due_on)}前完成整改并书面报告整改情况。"
    return {
        "case": row.publication.round.name,
        "item": row.publication.round.scheme.name,
        "organisation": row.sheet.name,
        "paragraphs": [f"{row.sheet.name}在{row.publication.round}中，{row.words}。", demand],
    }
