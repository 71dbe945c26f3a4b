"""The words of papers about scores. Chinese by nature: letters are data of the county."""

from accounts.models import Organisation
from deadlines.words import chinese_date
from scoring.models import Consequence, Demand, Kind

TITLES = {
    Kind.COMMENDATION: "通报表彰",
    Kind.CRITICISM: "通报批评",
    Kind.RECTIFY: "限期整改通知书",
    Kind.TALK: "诫勉谈话通知书",
    Kind.MOVE: "调整工作岗位建议书",
    Kind.LETTER: "考评结果函告",
    Kind.LETTER_INSPECTION: "考评结果函告",
}
OF_PERSONS = {Demand.TRANSFER: "调整工作岗位建议书", Demand.REMOVAL: "免职建议书"}
ORGANISATION_OFFICE, INSPECTION = "县委组织部", "县监察局"
DEMANDS = {
    Kind.COMMENDATION: "予以通报表彰。望再接再厉，发挥示范作用。",
    Kind.CRITICISM: "予以通报批评。望认真查找原因，切实改进工作。",
    Kind.TALK: "经研究，决定对主要负责人进行诫勉谈话，请按通知的时间、地点到场。",
    Kind.MOVE: "连续两次名列末位。按照考评办法，建议对其主要负责人调整工作岗位（挪位），其他班子成员一并研究处理。",
    Kind.LETTER: "现将考评结果函告贵单位，建议对其班子和主要负责人研究处理，并督促整改，处理情况请函复。",
    Kind.LETTER_INSPECTION: "现将考评结果函告贵局，建议对有关责任人依规依纪研究处理，处理情况请函复。",
}
ASKED = {Demand.TRANSFER: "建议调整工作岗位", Demand.REMOVAL: "建议免去现任职务"}


def title(row: Consequence) -> str:
    return OF_PERSONS[row.demand] if row.kind == Kind.TRANSFER else TITLES[row.kind]


def below(rate, survey) -> str:
    """Why something is proposed about a person (S3-18)."""
    return f"群众满意率为{rate}%，达不到{survey.floor}%以上"


def addressee(row: Consequence) -> str:
    """To whom the paper goes: the unit; of letters its superior; of proposals the office that decides on people."""
    unit = row.about.organisation
    if row.kind == Kind.LETTER:
        return superior(unit).name if unit else ""
    if row.kind == Kind.LETTER_INSPECTION:
        return INSPECTION
    if row.kind in (Kind.MOVE, Kind.TRANSFER):
        return ORGANISATION_OFFICE
    return unit.name if unit else row.about.name


def superior(unit: Organisation) -> Organisation:
    return unit.parent or unit


def body(row: Consequence, due_on=None) -> dict:
    """What the paper states: who, which round or survey, what follows, by when."""
    if row.appraised_id:
        return body_of_person(row)
    demand = DEMANDS.get(row.kind, "")
    if row.kind == Kind.RECTIFY:
        demand = f"请对照扣分事项制定整改措施，于{chinese_date(due_on)}前完成整改并书面报告整改情况。"
    return {
        "case": row.publication.round.name,
        "item": row.publication.round.scheme.name,
        "organisation": row.sheet.name,
        "paragraphs": [f"{row.sheet.name}在{row.publication.round}中，{row.words}。", demand],
    }


def body_of_person(row: Consequence) -> dict:
    about, survey = row.appraised, row.appraised.survey
    fact = f"{about.organisation.name}{about.name}同志在{survey.name}中，{row.words}。"
    demand = f"按照民主测评的规定，{ASKED[row.demand]}，请研究。"
    case = {"case": survey.name, "item": title(row), "organisation": about.organisation.name}
    return case | {"paragraphs": [fact, demand]}
