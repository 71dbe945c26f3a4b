"""Rows of the lists of opinions and of requests for a longer term: values in, plain text out."""

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import Branch, Case, ExtensionRequest
from approvals.queues import Today
from records.models import Entry

ANSWERED = {  # state → tone of its lamp
    Branch.State.AGREED: "done",
    Branch.State.DISAGREED: "over",
    Branch.State.CLOSED: "done",
}
ASKED = {
    ExtensionRequest.State.OPEN: "warn",
    ExtensionRequest.State.APPROVED: "ok",
    ExtensionRequest.State.REFUSED: "over",
    ExtensionRequest.State.LAPSED: "done",
}
COLUMNS = {
    "due": F("clock__due_on"),
    "used": F("clock__used_days"),
    "days": F("clock__promised"),
    "paused_on": F("clock__paused_on"),
    "number": F("case__number"),
    "item": F("case__item__name"),
    "applicant": F("case__applicant_name"),
    "lead": F("case__organisation__short_name"),
    "unit": F("organisation__short_name"),
    "part_name": F("part__name"),
    "author": F("proposed_by__name"),
    "signer": F("signed_by__name"),
}


def narrowed(branches: QuerySet, asked: dict) -> QuerySet:
    """The branches a filter form asks for; `asked` holds only what was typed validly."""
    if asked.get("state"):
        branches = branches.filter(state=asked["state"])
    if text := asked.get("q"):
        named = Q(case__number__startswith=text.upper()) | Q(case__applicant_name__contains=text)
        branches = branches.filter(named | Q(case__telephone=text))
    return branches


def values(branches: QuerySet) -> QuerySet:
    """What a row of the list needs, and nothing more."""
    return branches.values("pk", "state", "agrees", "opinion", "opened_at", "closed_at", **COLUMNS)


def lamp(state: str, due, paused_on, today: Today) -> tuple[str, str]:
    """Tone and words: the answer once it is signed, until then the days left."""
    if state in ANSWERED:
        return ANSWERED[state], Branch.State(state).label
    if paused_on:
        return "pause", _("clock stands still")
    left = today.left(due)
    if left < 0:
        return "over", _("%(days)s working days over") % {"days": -left}
    if left == 0:
        return "warn", _("due today") if due == today.day else _("time is up, no working day")
    return "ok", _("%(days)s working days left") % {"days": left}


def line(row: dict, today: Today) -> dict:
    """A row as the page prints it."""
    tone, words = lamp(row["state"], row["due"], row["paused_on"], today)
    return row | {
        "tone": tone,
        "words": words,
        "urgent": tone in ("over", "warn") and row["closed_at"] is None,
        "state": Branch.State(row["state"]).label,
        "used": "" if row["used"] is None else f"{row['used']} / {row['days']}",
        "due": row["due"].isoformat(),
        "asked": moment(row["opened_at"]),
        "answered": moment(row["closed_at"]) if row["closed_at"] else "",
        "people": "、".join(filter(None, [row["author"], row["signer"]])),
    }


def moment(value) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")


def card(branches: list[Branch], today: Today, returned: dict | None = None) -> list[dict]:
    """The lines of the card on the page of a case. `returned`: code of a branch → why its opinion was sent back."""
    return [
        {
            "branch": branch,
            "lamp": lamp(branch.state, branch.clock.due_on, branch.clock.paused_on, today),
            "returned": (returned or {}).get(branch.part.code, ""),
        }
        for branch in branches
    ]


def returned(case: Case, branches: list[Branch]) -> dict[str, str]:
    """Code of a branch that has to be written again → what has to be changed."""
    again = {branch.part.code for branch in branches if branch.state == Branch.State.OPEN and branch.proposed_by_id}
    if not again:
        return {}
    entries = Entry.objects.about(case).filter(verb="approvals.case.opinion_returned").order_by("pk")
    return {entry.body["part"]: entry.body["reason"] for entry in entries if entry.body["part"] in again}


def requests(rows: QuerySet) -> list[dict]:
    """The requests for a longer term with the tone of their lamp."""
    return [{"request": request, "tone": ASKED[request.state]} for request in rows]
