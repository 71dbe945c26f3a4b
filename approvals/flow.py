"""The fixed course of a case: its links, its pauses and the limits the law sets. Plain data."""

from django.utils.translation import gettext_lazy as _

PROMISE = "promised"  # the clock of the promise to the applicant
NOTICE = "notice"  # the clock of the answer to an application: accepted, or everything missing told at once
DELIVERY = "delivery"  # the clock of handing over the result
SPECIAL = "special"  # the clock of the time told for a special procedure
RENEWAL = "renewal"  # the clock of a renewal asked for in time: it ends with the licence
STEP = "step:"  # the clock of a step is STEP + its code
REVIEW, APPROVE, FIRST_REVIEW = "review", "approve", "first_review"
SITE_CHECK = "site_check"  # the step of assigning two people to a check on the spot
BRANCH = "branch:"  # the step of a unit asked in a joint case is BRANCH + the code of the branch

# The four links of every promised item (受理—审核—审批—办结, seed S4-15).
LINKS = [
    ("accept", _("Acceptance")),
    (REVIEW, _("Review")),
    (APPROVE, _("Decision")),
    ("deliver", _("Delivery")),
]
IMMEDIATE_LINKS = [("accept", _("Acceptance and decision on the spot")), ("deliver", _("Delivery"))]

NOTICE_DAYS = 5  # 行政许可法 第三十二条第四项
FIRST_REVIEW_DAYS = 20  # 行政许可法 第四十三条
DELIVERY_DAYS = 10  # 行政许可法 第四十四条
EXTENSION_DAYS = 10  # 行政许可法 第四十二条第一款
JOINT_DAYS, JOINT_EXTENSION_DAYS = 45, 15  # 行政许可法 第四十二条第二款
HEARING = "hearing"  # the key of the hearing among PAUSES
HEARING_APPLY_DAYS, HEARING_HOLD_DAYS, HEARING_NOTICE_DAYS = 5, 20, 7  # 行政许可法 第四十七条、第四十八条
SITE_CHECK_DAYS = 5  # 行政许可法 第五十五条第二款
RENEWAL_DAYS = 30  # calendar days before the licence runs out, 行政许可法 第五十条

# The eight times that do not count; publicity is not among them (行政许可法 第四十五条).
PAUSES = {
    "hearing": _("hearing"),
    "tender": _("tender"),
    "auction": _("auction"),
    "inspection": _("inspection"),
    "testing": _("testing"),
    "quarantine": _("quarantine"),
    "appraisal": _("appraisal"),
    "expert_review": _("expert review"),
}

# What a clock measures, by the beginning of its name; the longest beginning counts.
CLOCKS = {
    PROMISE: _("the whole promise"),
    NOTICE: _("answer to the application"),
    DELIVERY: _("delivery of the result"),
    SPECIAL: _("special procedure"),
    RENEWAL: _("decision on the renewal"),
    STEP + FIRST_REVIEW: _("first review"),
    STEP + REVIEW: _("review"),
    STEP + APPROVE: _("decision"),
    STEP + SITE_CHECK: _("sending two people to the spot"),
    STEP + BRANCH: _("opinion of a unit that was asked"),
    STEP + "contact": _("contact after a bad rating"),
    STEP + "rectify": _("rectification after a bad rating"),
    STEP + "visit": _("visit after a bad rating"),
    STEP + "penalty": _("penalty case from filing to decision"),
    STEP + "serve": _("serving the decision on a penalty"),
    STEP + "levy": _("approval of a levy"),
    STEP + "slip": _("answer of the efficiency office"),
}


def clock_in_words(name: str) -> str:
    """What the clock of this name measures; "" for one that is not known."""
    known = [start for start in CLOCKS if name.startswith(start)]
    return str(CLOCKS[max(known, key=len)]) if known else ""


TOLD_TWICE = "V02"  # 不一次性告知: a second notice of correction for the same application
MISSING_DOCUMENT = "V03"  # 违规受理: accepted although a mandatory document is missing
SAME_PERSON = "V07"  # 越权: the one who proposes also decides
