"""The supervision points (监察点): where each line of business is watched. Data; a rule names its point."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Point:
    """`app` is the line of business, `about` what is looked at there, `powers` the kinds of powers exercised there."""

    code: str
    app: str
    name: str
    about: str
    powers: tuple[str, ...] = ()


ASKED_FOR = ("permit", "confirmation", "payment", "award", "service")  # kinds of powers.PowerKind
OF_THE_OFFICE = ("penalty", "coercion", "inspection", "levy")

LINES = {
    "approvals": _("Approvals"),
    "complaints": _("Voices of the people"),
    "procurement": _("Trading of public resources"),
    "funds": _("Public funds"),
    "projects": _("Projects"),
    "scoring": _("Appraisal"),
    "integrity": _("Integrity risks"),
    "disclosure": _("Openness of government"),
}

# Five points of approvals, six of trading, five of funds, three of projects and of appraisal, two of integrity risks
# (县电子监察; seed S1-39).
POINTS = [
    Point(
        "acceptance",
        "approvals",
        _("Acceptance"),
        _("told at once, answered in five days, refused with reasons"),
        ASKED_FOR,
    ),
    Point(
        "time_limit", "approvals", _("Time limit"), _("the promise, the law's limit, the answer to a card"), ASKED_FOR
    ),
    Point("fee", "approvals", _("Fee rates"), _("only what the table lists, never more"), (*ASKED_FOR, "levy")),
    Point(
        "procedure",
        "approvals",
        _("Approval procedure"),
        _("every step, in its order, by the person entitled"),
        (*ASKED_FOR, *OF_THE_OFFICE),
    ),
    Point(
        "certificate", "approvals", _("Certificates"), _("printed and handed over in time"), ("permit", "confirmation")
    ),
    Point("order_time", "complaints", _("Time limits of orders"), _("assigned, taken, answered in its term")),
    Point("order_taking", "complaints", _("Taking of orders"), _("no return and no refusal without ground and law")),
    Point("order_answer", "complaints", _("Quality of answers"), _("nothing empty, copied, passed on or out of date")),
    Point("order_satisfaction", "complaints", _("Satisfaction"), _("solved at the root, not again and again")),
    Point("trade_time", "procurement", _("Time limits of trading"), _("each link of a trade within its days")),
    Point("trade_business", "procurement", _("Business of trading"), _("the links in their order, nothing left out")),
    Point("bidder", "procurement", _("Bidders"), _("restrictions, collusion, guarantees")),
    Point("agent", "procurement", _("Bidding agents"), _("conduct of the agents that run a tender")),
    Point("expert", "procurement", _("Evaluation experts"), _("drawn by lot, recused, scoring without bias")),
    Point("trade_overall", "procurement", _("Trading as a whole"), _("patterns over many trades")),
    Point("fund_transit", "funds", _("Passing on and payment"), _("passed on, audited and paid within the terms")),
    Point("fund_use", "funds", _("Use of money"), _("for its purpose, to its payee, without delay"), ("internal",)),
    Point(
        "fund_subsidy",
        "funds",
        _("Direct subsidies"),
        _("the right people, the right amount, once"),
        ("payment", "subsidies"),
    ),
    Point("fund_revenue", "funds", _("Non-tax revenue"), _("every fee into the single account"), ("levy", "penalty")),
    Point("fund_overall", "funds", _("Public funds as a whole"), _("yellow and red lights, suspicions handled")),
    Point("project_nodes", "projects", _("Nodes of the plans"), _("every node on its day")),
    Point("project_reports", "projects", _("Reports and problems"), _("reports on time, problems solved")),
    Point("project_people", "projects", _("Works for the people"), _("what was promised for the year is done")),
    Point("appraisal_terms", "scoring", _("Terms of appraisal"), _("rectified, reviewed and explained in time")),
    Point("appraisal_voice", "scoring", _("Opinions from surveys"), _("every opinion answered in its term")),
    Point("appraisal_duty", "scoring", _("Duty reports"), _("handed in by their day, talked about in time")),
    Point(
        "risk_rectification",
        "integrity",
        _("Rectification of risks"),
        _("plans, feedback and verification in their terms"),
    ),
    Point("risk_reminders", "integrity", _("Reminders and self-reports"), _("answered and handed in on time")),
    Point("publication", "disclosure", _("Publication by duty"), _("what has to be open is open on its day")),
    Point(
        "information_requests",
        "disclosure",
        _("Information requests"),
        _("answered within the term of the law, by two people"),
    ),
]
BY_CODE = {point.code: point for point in POINTS}
