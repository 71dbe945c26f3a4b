"""Registers of findings and cards, the page of one finding, the rules, and a unit's own cards."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.exports import xlsx_response
from accounts.messaging.outbox import read_about
from accounts.models import Role
from deadlines.plan import Unit
from deadlines.words import explanation, why_in_words
from monitoring import answers, clocks, story
from monitoring.actions.locks import in_force
from monitoring.deeds_cards import DEEDS, offered
from monitoring.feed import SHOWN, with_subjects
from monitoring.figures import Period
from monitoring.filters import FindingFilter
from monitoring.forms import CursorForm
from monitoring.models import Appeal, Card, Finding, Heartbeat, Level, Notice, WarningEnd
from monitoring.permissions import can_watch
from monitoring.permissions_cards import can_propose
from monitoring.rules import ANOMALIES
from records.subjects import described, may_open

PAGE = 30
EXPORT_LIMIT = 20_000
CLOCKS = {  # what the clocks of supervision itself measure
    "answer": gettext_lazy("answer to the card"),
    "red_answer": gettext_lazy("answer to the card"),
    "appeal": gettext_lazy("decision on the appeal"),
    "supervision": gettext_lazy("reply to a supervision notice"),
    "instruction": gettext_lazy("signature of the notice that carries out an instruction"),
    "inquiry": gettext_lazy("efficiency case from filing to conclusion"),
    "rectification": gettext_lazy("putting right what a spot check found"),
}


def check_watch(actor):
    if not can_watch(actor):
        raise PermissionDenied


@require_safe
def overview(request):
    """What an inspector needs first: what came today, what waits for an answer, what waits to be closed."""
    check_watch(request.actor)
    today = timezone.localdate()
    day, month = Period(today, today), Period(today.replace(day=1), today)
    findings = Finding.objects.visible_to(request.actor)
    cards = Card.objects.visible_to(request.actor)
    tiles = {level: findings.filter(month.within("issued_at"), level=level).count() for level in Level.values}
    context = {
        "today": today,
        "tiles": tiles,
        "new_today": findings.filter(day.within("issued_at")).cards().count(),
        "waiting": cards.filter(state=Card.State.ISSUED, superseded_by=None).count(),
        "answered": cards.filter(state=Card.State.ANSWERED).count(),
        "heartbeat": Heartbeat.objects.filter(name="sweep").first(),
        "rows": with_ends(with_subjects(list(latest(findings.cards())[:12]))),
        "pending": cards.filter(state=Card.State.PENDING).count(),
        "notices": waiting_notices(request.actor),
        "appeals": Appeal.objects.visible_to(request.actor).filter(state=Appeal.State.OPEN).count(),
        "month_start": month.first,
        "States": Card.State,
        "Levels": Level,
    }
    return render(request, "monitoring/overview.html", context)


def waiting_notices(actor) -> list[dict]:
    """Notices that wait for a signature or for somebody to verify the reply."""
    mine = Notice.objects.visible_to(actor)
    waiting = [
        {"state": Notice.State.DRAFTED, "words": _("notices to be signed"), "tone": "pause"},
        {"state": Notice.State.ANSWERED, "words": _("replies to notices to verify"), "tone": "warn"},
    ]
    counted = [tile | {"count": mine.filter(state=tile["state"]).count()} for tile in waiting]
    return [tile for tile in counted if tile["count"]]


def latest(findings):
    return findings.select_related(*SHOWN).order_by("-pk")


@require_safe
def cards(request):
    """The register of everything found: anomalies, pre-warnings and cards."""
    check_watch(request.actor)
    narrowed = FindingFilter(request.GET, queryset=Finding.objects.visible_to(request.actor), actor=request.actor)
    found = narrowed.qs if narrowed.is_valid() else Finding.objects.none()
    if "xlsx" in request.GET:
        return export(found)
    cursor = CursorForm(request.GET)
    before = cursor.cleaned_data.get("before") if cursor.is_valid() else None
    rows = list(latest(found.filter(pk__lt=before) if before else found)[: PAGE + 1])
    page = {"after": "", "before": rows[PAGE - 1].pk if len(rows) > PAGE else "", "words": capped(found)}
    context = {"filter": narrowed, "rows": with_ends(with_subjects(rows[:PAGE])), "page": page}
    context |= {"first": before is None, "may_propose": can_propose(request.actor)}
    return render(request, "monitoring/cards.html", context)


def with_ends(rows: list[dict]) -> list[dict]:
    """The same rows, with how each pre-warning ended; one query."""
    ends = WarningEnd.objects.filter(finding__in=[row["finding"] for row in rows]).in_bulk(field_name="finding_id")
    return [row | {"end": ends.get(row["finding"].pk)} for row in rows]


def capped(found) -> str:
    """How many there are, counted no further than a thousand."""
    count = found.order_by()[:1001].count()
    return _("%(count)s in all") % {"count": "1000+" if count > 1000 else count}


def export(found):
    """The narrowed register as a workbook."""
    rows = with_subjects(list(latest(found)[:EXPORT_LIMIT]))
    header = [_("Number"), _("Level"), _("Rule"), _("Unit"), _("Person")]
    header += [_("Kind of matter"), _("Number of the matter"), _("Item")]
    header += [_("Effective on"), _("Issued at"), _("Used"), _("Limit"), _("Counted in"), _("Answer")]
    return xlsx_response(_("Register of supervision"), header, map(cells, rows))


def cells(row) -> list:
    finding, subject, card = row["finding"], row["subject"], row["card"]
    return [
        card.number if card else "",
        finding.get_level_display(),
        f"{finding.code} {finding.rule.name}",
        finding.organisation.name,
        str(finding.responsible or ""),
        str(subject.kind),
        subject.number,
        subject.title,
        finding.effective_on,
        timezone.localtime(finding.issued_at).replace(tzinfo=None),
        finding.used_days,
        finding.limit_days,
        str(finding.counted_in) if finding.used_days is not None else "",
        card.get_state_display() if card else "",
    ]


@require_safe
def mine(request):
    """The cards and warnings of one's own unit, and how to answer them."""
    if not request.actor.holds(Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD):
        raise PermissionDenied
    findings = Finding.objects.visible_to(request.actor)
    rows = with_subjects(list(latest(findings)[:PAGE]))
    open_cards = Card.objects.visible_to(request.actor).filter(state=Card.State.ISSUED, superseded_by=None)
    return render(request, "monitoring/my_cards.html", {"rows": with_ends(rows), "open": open_cards.count()})


@require_safe
def finding(request, pk):
    """One finding: what was found, by which rule, the arithmetic day by day, the answers and what may be done now."""
    found = get_finding(request.actor, pk)
    read_about(request.user, f"finding:{pk}", timezone.now())
    return show(request, found)


def get_finding(actor, pk) -> Finding:
    related = [
        "organisation",
        "responsible",
        "rule",
        "deadline__policy",
        "anomaly__actor",
        "card__superseded_by__finding",
    ]
    return get_object_or_404(Finding.objects.visible_to(actor).select_related(*related), pk=pk)


def show(request, found: Finding, chosen="", form=None, status=200):
    """The page of a finding; `form` is the one of the deed `chosen` that was refused."""
    card = getattr(found, "card", None)
    context = {
        "finding": found,
        "subject": described([found])[0],
        "may_open": may_open(request.actor, found),
        "card": card,
        "end": WarningEnd.objects.filter(finding=found).first(),
        "camera": found.evidence.get("camera", {}),
        "shot_at": parse_datetime(found.evidence.get("camera", {}).get("at") or ""),
        "related": related_to(found),
        "nav_at": reverse("monitoring:cards" if can_watch(request.actor) else "monitoring:my_cards"),
    }
    if card is not None:
        context |= life(request.actor, card, chosen, form)
    return render(request, "monitoring/finding.html", context | arithmetic(found), status=status)


def life(actor, card: Card, chosen: str, form) -> dict:
    """What happened to the card, what is owed on it, and what this actor may do with it now."""
    today = timezone.localdate()
    names = offered(actor, card)
    first = chosen if chosen in names else next(iter(names), "")
    panels = [
        {
            "name": name,
            "deed": DEEDS[name],
            "form": form if form is not None and name == chosen else DEEDS[name].form(),
            "open": name == first,
        }
        for name in names
    ]
    return {
        "panels": panels,
        "refused": form if form is not None and chosen not in names else None,
        "refused_deed": DEEDS[chosen].label if chosen in DEEDS else "",
        "points": story.story(card),
        "files": story.files(card),
        "owed": answers.running(card),
        "appeal": card.appeals.select_related("clock").first(),
        "appeal_open": card.appeal_until is not None and today <= card.appeal_until,
        "holds": in_force(card, today),
        "today": today,
    }


def arithmetic(found: Finding) -> dict:
    """The clock behind a finding, in words and day by day; hours have no days to be listed."""
    deadline, said = found.deadline, found.evidence
    if deadline is None:
        return {"lines": [], "what_anomaly": ANOMALIES.get(said.get("code"), "")}
    last = min(filter(None, [timezone.localdate(found.issued_at), deadline.met_on]))
    counted = deadline.unit != Unit.HOURS
    return {
        "what_clock": CLOCKS.get(deadline.name) or clocks.in_words(deadline.name),
        "lines": in_words(explanation(deadline, last), deadline.unit) if counted else [],
        "started_on": date.fromisoformat(said["started_on"]),
        "due_on": date.fromisoformat(said["due_on"]),
    }


def in_words(lines, unit) -> list[dict]:
    words = [(line, why_in_words(line, unit)) for line in lines]
    return [{"day": line.day, "counts": line.counts, "used": line.used, "words": why} for line, why in words]


def related_to(found: Finding):
    """The other findings on the same subject, oldest first."""
    same = Finding.objects.filter(subject_type=found.subject_type_id, subject_id=found.subject_id)
    return same.exclude(pk=found.pk).select_related("rule", "card").order_by("pk")
