"""The fixed course of a case: its links, its pauses and the limits the law sets. Plain data."""

from django.utils.translation import gettext_lazy as _

PROMISE = "promised"  # the clock of the promise to the applicant
STEP = "step:"  # the clock of a step is STEP + its code
REVIEW, APPROVE = "review", "approve"

# The four links of every promised item (受理—审核—审批—办结, seed S4-15).
LINKS = [
    ("accept", _("Acceptance")),
    (REVIEW, _("Review")),
    (APPROVE, _("Decision")),
    ("deliver", _("Delivery")),
]
IMMEDIATE_LINKS = [("accept", _("Acceptance and decision on the spot")), ("deliver", _("Delivery"))]

EXTENSION_DAYS = 10  # 行政许可法 第四十二条

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

MISSING_DOCUMENT = "V03"  # 违规受理: accepted although a mandatory document is missing
SAME_PERSON = "V07"  # 越权: the one who proposes also decides
