"""What waits at the desks of public funds, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds import unconfirmed
from funds.models import (
    Account,
    Application,
    Check,
    Collection,
    FundFlag,
    Plan,
    ProgrammeVersion,
    Proposal,
    Stage,
    StatementLine,
    Term,
)
from funds.permissions import DECIDING, SIGNING, UNIT_ROLES, can_sign_term, is_finance

A, P = Application.State, Plan.State
STAGES = [Stage.HELD, Stage.ALLOCATED, Stage.DISBURSED, Stage.USED]


@dataclass(frozen=True)
class Tile:
    """One heap of work: whose it is, what lies there, and the list that shows it."""

    name: str
    words: str
    rows: Callable
    address: str
    query: str
    roles: list
    tone: str = "warn"


def proposals(actor):
    return Proposal.objects.open().filter(fund__finance__in=actor.units).exclude(proposed_by=actor.user)


def plans(actor):
    return Plan.objects.filter(state=P.SUBMITTED, quota__account__fund__finance__in=actor.units)


def programme_terms(actor):
    """Terms of programmes that others proposed, for who signs at finance."""
    return ProgrammeVersion.objects.waiting().filter(fund__finance__in=actor.units).exclude(proposed_by=actor.user)


def step_terms(actor):
    if not can_sign_term(actor):
        return Term.objects.none()
    return Term.objects.filter(signed_at=None).exclude(proposed_by=actor.user)


def of_finance(actor, state):
    return Application.objects.filter(state=state, quota__account__fund__finance__in=actor.units)


def own(actor, *states):
    return Application.objects.filter(state__in=states, quota__account__organisation__in=actor.units)


def differences(actor):
    return StatementLine.objects.unsettled().filter(statement__organisation__in=actor.units)


def checks(actor):
    """What colleagues accepted or audited and nobody stands for yet."""
    return Check.objects.open().filter(organisation__in=actor.units).exclude(entered_by=actor.user)


def unconfirmed_fees(actor):
    """For finance: what should be with the treasury and stands on no list of the bank."""
    if not is_finance(actor):
        return Collection.objects.none()
    return unconfirmed.waiting(Collection.objects.visible_to(actor), timezone.localdate())


def suspicions(actor):
    """For those who handle them: all of other units; the second person sees what others proposed."""
    rows = FundFlag.objects.visible_to(actor).open().exclude(organisation__in=actor.units)
    return rows.exclude(proposed_by=actor.user)


def unexplained(actor):
    return FundFlag.objects.open().filter(organisation__in=actor.units, state=FundFlag.State.ASKED)


TILES = [
    Tile("proposals", _("proposals to decide"), proposals, "funds:proposals", "?state=proposed", SIGNING),
    Tile("plans", _("plans to decide"), plans, "funds:plans", "?state=submitted", SIGNING),
    Tile(
        "audit",
        _("applications to audit"),
        lambda actor: of_finance(actor, A.SUBMITTED).exclude(submitted_by=actor.user),
        "funds:applications",
        "?state=submitted",
        SIGNING,
    ),
    Tile(
        "approve",
        _("applications to approve"),
        lambda actor: of_finance(actor, A.AUDITED).exclude(audited_by=actor.user),
        "funds:applications",
        "?state=audited",
        DECIDING,
    ),
    Tile(
        "pay", _("to be sent to the bank"), lambda actor: of_finance(actor, A.APPROVED), "funds:files", "", UNIT_ROLES
    ),
    Tile(
        "bank",
        _("the bank has not answered"),
        lambda actor: of_finance(actor, A.SENT),
        "funds:applications",
        "?state=sent",
        UNIT_ROLES,
        "info",
    ),
    Tile(
        "programmes",
        _("terms of programmes to sign"),
        programme_terms,
        "funds:programme_versions",
        "?state=proposed",
        DECIDING,
    ),
    Tile("terms", _("terms of steps to sign"), step_terms, "funds:terms", "", DECIDING),
    Tile(
        "unconfirmed", _("fees that no list of the bank shows"), unconfirmed_fees, "funds:unconfirmed", "", UNIT_ROLES
    ),
    Tile("checks", _("checks to confirm"), checks, "funds:checks", "?state=entered", SIGNING),
    Tile("flags", _("suspicions to handle"), suspicions, "funds:flags", "?state=open_all", SIGNING, "over"),
    Tile("asked", _("suspicions to explain"), unexplained, "funds:flags", "?state=asked", UNIT_ROLES),
    Tile("differences", _("differences with the bank"), differences, "funds:statements", "", UNIT_ROLES, "over"),
    Tile(
        "returned",
        _("returned to my unit"),
        lambda actor: own(actor, A.RETURNED, A.FAILED),
        "funds:applications",
        "?state=returned",
        UNIT_ROLES,
    ),
    Tile(
        "drafts",
        _("my unit writes"),
        lambda actor: own(actor, A.DRAFT),
        "funds:applications",
        "?state=draft",
        UNIT_ROLES,
        "info",
    ),
]


def waiting(actor) -> list[dict]:
    """The heaps that hold something for this actor."""
    found = [{"tile": tile, "count": tile.rows(actor).count()} for tile in TILES if actor.holds(*tile.roles)]
    return [row for row in found if row["count"]]


def standing(funds) -> dict[int, dict]:
    """What lies at each stage of each fund: fund → {"total": …, "parts": …} as `shares`, with one statement."""
    rows = (
        Account.objects.filter(fund__in=funds)
        .values("fund_id", "stage")
        .annotate(rest=Sum(F("lots__rest"), default=0))
        .order_by()
    )
    found = {}
    for row in rows:
        found.setdefault(row["fund_id"], {})[row["stage"]] = row["rest"]
    return {fund.pk: shares(fund, found.get(fund.pk, {})) for fund in funds}


def shares(fund, stages: dict) -> dict:
    """The stages in their order, where each begins and how long it is in percent of the whole, and the whole."""
    whole = sum(stages.get(stage, 0) for stage in STAGES)
    parts, start = [], 0.0
    for stage in STAGES:
        amount = stages.get(stage, 0)
        percent = round(amount * 100 / whole, 2) if whole else 0
        parts.append({"stage": stage, "amount": fund.shown(amount), "start": start, "percent": percent})
        start = round(start + percent, 2)
    return {"total": fund.in_words(whole), "parts": parts}
