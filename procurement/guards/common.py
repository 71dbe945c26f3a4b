"""Guards of every flow: something was stated, another person, nothing open, no lock."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deadlines import holds
from deadlines.models import Hold
from procurement.flows.base import Asked, Guard, Missing
from procurement.models import BidComplaint, Business, Handover, Method, Objection, Prequalification, Tender
from records.actions import SAME_PERSON

# field → what to say when nothing was stated
WORDS = {
    "audit_number": gettext_lazy("The pre-tender budget audit is missing: give its number and its amount."),
    "audited": gettext_lazy("The pre-tender budget audit is missing: give its number and its amount."),
    "approval_number": gettext_lazy("The number of the project approval is missing."),
    "funds_source": gettext_lazy("The source of the funds is missing."),
}


def stated(*fields: str) -> Guard:
    """These fields came with the step."""

    def guard(asked: Asked) -> Missing | None:
        for name in fields:
            if asked.data.get(name) in (None, "", []):
                return Missing(str(WORDS.get(name, _("Please fill this in."))), name)
        return None

    guard.fields = fields  # the form of the step does not call these optional
    return guard


def known(*fields: str) -> Guard:
    """The tender itself has these facts."""

    def guard(asked: Asked) -> Missing | None:
        for name in fields:
            if getattr(asked.tender, name) in (None, ""):
                return Missing(str(WORDS[name]))
        return None

    return guard


def papers_handed_over(asked: Asked) -> Missing | None:
    """Before step 1 the department hands its papers over to the centre (seed S1-56)."""
    if asked.tender.handovers.filter(way=Handover.Way.IN).exists():
        return None
    return Missing(_("The papers of the department have not been handed over to the centre yet."))


def confirmed(asked: Asked) -> Missing | None:
    """The other office of this step has agreed."""
    row = asked.tender.steps.filter(code=asked.step.code, round=asked.tender.round).first()
    if row is not None and row.confirmed_by_id is not None:
        return None
    return Missing(_("The supervising department has not confirmed this step yet."))


def another_than(code: str) -> Guard:
    """Whoever did that step does not do this one (seed S3-11)."""

    def guard(asked: Asked) -> Missing | None:
        if asked.by is None or asked.by.user is None:
            return None
        if asked.tender.steps.filter(code=code, finished_by=asked.by.user).exists():
            words = _("The same person did step “%(step)s”: somebody else does this one.")
            return Missing(words % {"step": asked.flow.step(code).name}, code=SAME_PERSON)
        return None

    return guard


def no_open_objection(asked: Asked) -> Missing | None:
    """招标投标法实施条例 第二十二、五十四条: the activity stands still until the answer."""
    if asked.tender.objections.filter(state=Objection.State.OPEN).exists():
        return Missing(_("An objection is not answered yet; until then this step is locked."))
    return None


def prequalification_concluded(asked: Asked) -> Missing | None:
    """Where firms are prequalified, the result stands before anybody is called to bid (条例 第十九条)."""
    rows = asked.tender.prequalifications.filter(round=asked.tender.round, state=Prequalification.State.OPEN)
    if rows.exists():
        return Missing(_("The prequalification has not been concluded yet."))
    return None


def no_open_complaint(asked: Asked) -> Missing | None:
    """An accepted complaint that stopped the tender, or one that nobody has looked at yet."""
    if asked.tender.complaints.filter(state__in=BidComplaint.OPEN).exists():
        return Missing(_("A complaint is not decided yet; until then this step is locked."))
    return None


def agent_not_restricted(asked: Asked) -> Missing | None:
    """Market parties on whom a restriction lies are not chosen (seed S1-43)."""
    agent = asked.data.get("agent")
    if agent is None:
        return None
    held = Hold.objects.about(agent).in_force(timezone.localdate(asked.now)).order_by("pk").first()
    if held is None:
        return None
    words = _("%(firm)s is restricted: %(ground)s.")
    return Missing(words % {"firm": agent.name, "ground": held.ground}, "agent")


def not_held(asked: Asked):
    """Raise Refused where supervision has locked the tender."""
    holds.check(asked.tender, asked.now)


def agent_chosen(asked: Asked) -> Missing | None:
    """A firm registered as an agent, or the tenderer itself where that was approved (招标投标法 第十二条)."""
    tender, agent = asked.tender, asked.data.get("agent")
    if agent is None:
        alone = tender.organised_by == Tender.OrganisedBy.ITSELF
        return None if alone else Missing(_("Name the agent, and how it was chosen."), "agent")
    if Business.AGENT not in agent.businesses:
        return Missing(_("This firm is not registered as a tender agent."), "agent")
    return None if asked.data.get("way") else Missing(_("Say how the agent was chosen."), "way")


# What the fair-competition check asks of the documents; each must be answered with "not found".
TERMS = {
    "brand": "未指定品牌、型号或者特定供应商",
    "local": "未要求本地注册、本地业绩或者本地社保",
    "excessive": "资格条件、业绩要求与项目规模相适应",
    "ownership": "未以所有制形式、组织形式排斥潜在投标人",
    "scoring": "评标办法的标准和分值明确、可以核对",
}


def terms_checked(asked: Asked) -> Missing | None:
    """Every line of the check was gone through and nothing was found (招标投标法实施条例 第三十二条)."""
    passed = set(asked.data.get("terms") or [])
    open_lines = [words for code, words in TERMS.items() if code not in passed]
    if not open_lines:
        return None
    words = _("Not passed: %(lines)s. The documents go back to be corrected.")
    return Missing(words % {"lines": "；".join(open_lines)}, "terms")


def reported(asked: Asked) -> Missing | None:
    """招标投标法 第四十七条: the written report lies with the supervising department."""
    award = asked.tender.awards.filter(round=asked.tender.round).first()
    if award is not None and award.reported_at is not None:
        return None
    return Missing(_("The tenderer has not handed in the written report on the tender yet."))


def guarantees_returned(asked: Asked) -> Missing | None:
    """招标投标法实施条例 第五十七条, 政府采购法实施条例 第三十三条."""
    award = asked.tender.awards.filter(round=asked.tender.round).select_related("contract").first()
    contract = getattr(award, "contract", None)
    if not asked.tender.guarantee or (contract and contract.winner_refunded_at and award.losers_refunded_at):
        return None
    return Missing(_("The bid guarantees have not all been returned yet."))


def losers_paid_back(asked: Asked) -> Missing | None:
    """Whoever did not win has the guarantee back."""
    award = asked.tender.awards.filter(round=asked.tender.round).first()
    if not asked.tender.guarantee or (award is not None and award.losers_refunded_at):
        return None
    return Missing(_("The guarantees of those who did not win have not been returned yet."))


def contract_published(asked: Asked) -> Missing | None:
    """政府采购法实施条例 第五十条."""
    award = asked.tender.awards.filter(round=asked.tender.round).select_related("contract").first()
    contract = getattr(award, "contract", None)
    if contract is not None and contract.published_at is not None:
        return None
    return Missing(_("The contract has not been published yet."))


def method_of_sale(asked: Asked) -> Missing | None:
    """What belongs to the state is sold by listing, auction or public tender."""
    if asked.data.get("method") in SALES:
        return None
    return Missing(_("Land and state property are sold by listing, auction or public tender."), "method")


SALES = {Method.LISTING, Method.AUCTION, Method.PUBLIC}
