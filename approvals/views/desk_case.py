"""The workbench of one case: the facts, the deeds that may follow, and the one address that takes them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Role
from approvals import procedures, queues, story
from approvals.models import UNIT_ROLES, Case, Material
from approvals.permissions import can_do, can_look, may_follow, possible_deeds
from approvals.views.deeds import DEEDS
from approvals.views.desk import only
from deadlines import holds
from deadlines.words import explanation
from records.actions import look
from records.desk import denied, is_known, sent
from records.models import Document
from records.refusal import Refused

MOST_DAYS = 120  # lines of the arithmetic on the page
PARTS = [
    Prefetch("materials", Material.objects.select_related("document", "attachment")),
    "corrections__missing",
]
RELATED = ["item", "organisation", "clock__policy", "step_clock", "clerk", "reviewer", "approver", *procedures.RELATED]


def seen_case(actor, number: str) -> Case:
    """The case, if this actor may see it, with why supervision holds it; 404 for a stranger's as for an absent one."""
    if not number.isprintable():
        raise Http404
    timed = queues.timed(Case.objects.visible_to(actor), queues.Today.at(timezone.now()), queues.closed())
    held = holds.ground_of(Case, timezone.localdate())
    seen = timed.annotate(held=held).select_related(*RELATED).prefetch_related(*PARTS, procedures.CHECKS)
    if actor.holds(Role.CLERK):  # whose forms list the documents of the item
        seen = seen.prefetch_related("item__documents")
    return get_object_or_404(seen, number=number)


def mark(case: Case) -> str:
    """Where the case stands: a form that carries another mark was opened before somebody else acted."""
    clock = case.clock
    standing = f"{clock.paused_on or ''}.{clock.extended_days}" if clock else ""
    return f"{case.state}.{standing}{procedures.mark(case)}"


def offered(actor, case: Case) -> list[str]:
    """The deeds of this actor that the course allows now, in the order of the table; none on a locked case."""
    if case.held and actor.holds(*UNIT_ROLES):
        return []
    possible = set(possible_deeds(actor, case))
    if can_do(actor, "accept", case) and may_follow(case, "correct"):
        possible.add("correct")
    if possible & {"accept", "accept_below"}:
        possible.add("check")
    return [name for name in DEEDS if name in possible]


@require_safe
@only(can_look)
def workbench(request, number):
    """Facts left, the legal next deeds right. The person concerned can see that somebody looked."""
    case = seen_case(request.actor, number)
    look(case, request.actor, timezone.now())
    return show(request, case)


@require_http_methods(["GET", "POST"])
@only(can_look)
def deed(request, number, deed):
    """Do one deed. The answer is the workbench again: after it, or with what was wrong and everything typed."""
    case = seen_case(request.actor, number)
    if deed not in DEEDS:
        raise Http404
    if request.method == "GET":  # somebody comes back after signing in again, or from one deed to the next
        look(case, request.actor, timezone.now())
        return show(request, case, chosen=deed)
    key, seen = sent(request), request.POST.get("seen", "")
    form = DEEDS[deed].form(case, request.POST, request.FILES, deed=deed)
    if seen and seen != mark(case) and not is_known(request.actor, key):
        return overtaken(request, case, deed, form)
    if not form.is_valid():
        allowed = can_do(request.actor, DEEDS[deed].duty or deed, case)
        return show(request, case, deed, form, status=422) if allowed else denied(request, NOT_YOUR_DUTY)
    return act(request, case, deed, form, key)


NOT_YOUR_DUTY = gettext_lazy("This deed is not the duty of your post in this unit.")


def act(request, case, name, form, key):
    """Call the action and answer in a way the person at the desk understands."""
    chosen = DEEDS[name]
    try:
        chosen.action(case, by=request.actor, now=timezone.now(), key=key, **form.arguments())
    except PermissionDenied as refused:
        return denied(request, str(refused) or NOT_YOUR_DUTY)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        fresh = seen_case(request.actor, case.number)
        return show(request, fresh, name, form, status=409 if refusal.code else 422)
    messages.success(request, chosen.done)
    if name == "check":
        return redirect("approvals:deed", case.number, form.follows())
    page = reverse("approvals:workbench", args=[case.number])
    return redirect(f"{page}?issued=1" if chosen.issues else page)


def overtaken(request, case, name, form):
    """Somebody else acted while this page was open: nothing is done, and it is told what happened."""
    form.full_clean()
    form.errors.clear()
    last = story.entries(case).last()
    about = {"who": last.actor or "", "what": story.past(case, last).title} if last else {"who": "", "what": ""}
    words = _("While this page was open, somebody else acted: %(who)s, “%(what)s”. Nothing of yours was carried out.")
    form.add_error(None, words % about)
    return show(request, case, name, form, status=409)


def show(request, case, chosen="", form=None, *, status=200):
    """The workbench; `form` is the one that was refused."""
    now = timezone.now()
    today = queues.Today.at(now)
    names = offered(request.actor, case)
    first = chosen if chosen in names else next(iter(names), "")
    panels = [
        {
            "name": name,
            "deed": DEEDS[name],
            "form": form if form is not None and name == chosen else DEEDS[name].form(case, deed=name),
            "open": name == first,
        }
        for name in names
    ]
    page = facts(case, today) | {
        "panels": panels,
        "mark": mark(case),
        "refused": form if form is not None and chosen not in names else None,
        "typed": typed(form) if form is not None and chosen not in names else [],
        "refused_deed": DEEDS[chosen].label if chosen else "",
        "just_issued": "issued" in request.GET,
    }
    return render(request, "approvals/desk/workbench.html", page, status=status)


def typed(form) -> list[tuple[str, str]]:
    """The text of a form that can no longer be sent, so that nobody has to write it twice."""
    return [(bound.label, str(bound.data)) for bound in form if isinstance(bound.data, str) and bound.data.strip()]


def facts(case: Case, today: queues.Today) -> dict:
    """Everything the page shows about the case."""
    row = queues.of_case(case)
    points = story.timeline(case)
    return {
        "case": case,
        "line": queues.line(row, today),
        "today": today.day,
        "promise": promise(row, today),
        "materials": case.materials.all(),
        "corrections": case.corrections.all(),
        "documents": list(Document.objects.about(case).order_by("pk")),
        "points": points,
        "arithmetic": arithmetic(case.clock, today.day) if case.clock else [],
    } | procedures.beside(case)


def promise(row: dict, today: queues.Today) -> dict:
    """The promise to the applicant beside what is owed now; nothing before acceptance."""
    used, limit, due = queues.promise(row, today)
    if limit is None:
        return {}
    share = max(0, min(1, used / limit)) if limit else 0
    tone = "over" if used > limit else "ok"
    return {"used": queues.days_used(used, limit), "share": share, "barred": bool(limit), "due": due, "tone": tone}


def arithmetic(clock, today):
    """The clock day by day, until it was met or, while it runs, until its last day or today."""
    until = clock.met_on or clock.cancelled_on or max(clock.due_on, today)
    lines = explanation(clock, until)[-MOST_DAYS:]
    return [{"day": line.day, "why": story.WHY[line.why], "counts": line.counts, "used": line.used} for line in lines]
