"""Faults of the platform itself and the log of its rounds."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from monitoring import actions, watcher
from monitoring.forms_room import FaultNoteForm
from monitoring.models import Heartbeat, Level, PlatformFinding, SweepLog
from monitoring.permissions_room import can_resolve, can_see_platform
from records.models import Seal
from records.refusal import Refused

CLOSED_SHOWN, ROUNDS_SHOWN = 30, 30


@require_safe
def platform(request):
    """What is wrong with the platform now, what was, and how its last rounds went."""
    if not can_see_platform(request.actor):
        raise PermissionDenied
    return show(request)


@require_POST
def resolve(request, pk):
    """Close a fault with a note; for the clock this is the confirmation."""
    if not can_see_platform(request.actor):
        raise PermissionDenied
    fault = get_object_or_404(PlatformFinding, pk=pk)
    form = FaultNoteForm(request.POST)
    if not form.is_valid():
        if not can_resolve(request.actor, fault):
            raise PermissionDenied
        return show(request, fault, form, status=422)
    try:
        actions.resolve_fault(
            fault, by=request.actor, now=timezone.now(), key=request.POST.get("key"), **form.cleaned_data
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Noted. What is still wrong will be found again within a minute."))
    return redirect("monitoring:platform")


def show(request, chosen=None, form=None, *, status=200):
    """`chosen` is the fault whose note has to be corrected."""
    now = timezone.now()
    faults = PlatformFinding.objects.select_related("resolved_by")
    opened = list(faults.filter(resolved_at=None))
    closed = faults.exclude(resolved_at=None)[:CLOSED_SHOWN]
    rounds = list(SweepLog.objects.all()[:ROUNDS_SHOWN])
    written = {fault.code for fault in opened}
    context = {
        "now": now,
        "lines": [line_of(fault, request.actor, form if fault == chosen else None) for fault in opened],
        "unwritten": [label for code, label in PlatformFinding.Code.choices if code in unwritten(now, written)],
        "held": watcher.is_held(),
        "closed": [{"fault": fault, "words": in_words(fault)} for fault in closed],
        "rounds": [round_line(line) for line in rounds],
        "lengths": [line.seconds for line in reversed(rounds)],
        "heartbeat": Heartbeat.objects.filter(name=watcher.SWEEP).first(),
        "seal": Seal.objects.order_by("-size").first(),
    }
    return render(request, "monitoring/platform.html", context, status=status)


def unwritten(now, written) -> set[str]:
    """What stands although the robot has not written it down: it is probably the robot that is dead."""
    return set(watcher.standing(now)) - written


def line_of(fault, actor, form) -> dict:
    may = can_resolve(actor, fault)
    form = form or FaultNoteForm(auto_id=f"id_%s_{fault.pk}")
    return {"fault": fault, "words": in_words(fault), "form": form if may else None}


def round_line(line: SweepLog) -> dict:
    """One round as the table shows it: alarms, batches, findings per level."""
    found = [(label, line.counts[level]) for level, label in Level.choices if line.counts.get(level)]
    return {"log": line, "alarms": sum(line.batches), "batches": len(line.batches), "found": found}


def in_words(fault: PlatformFinding) -> str:
    """What exactly is wrong, from the detail that was kept."""
    return SENTENCES.get(fault.code, lambda fault: fault.about)(fault)


def words_of_jump(fault) -> str:
    about = {"last": moment(fault.detail.get("last")), "now": moment(fault.found_at)}
    if fault.about == watcher.BACK:
        return _("The clock went back from %(last)s to %(now)s. No card is issued until it is right.") % about
    return _("The clock went from %(last)s to %(now)s at once. The cards wait for the confirmation.") % about


def words_of_lateness(fault) -> str:
    return _("The last round before ended at %(last)s.") % {"last": moment(fault.detail.get("last"))}


def words_of_seal(fault) -> str:
    last = fault.detail.get("last")
    return _("The last seal is of %(last)s.") % {"last": moment(last)} if last else _("There is no seal yet.")


def words_of_messages(fault) -> str:
    about = {"failed": fault.detail.get("failed", 0), "stuck": fault.detail.get("stuck", 0)}
    return _("%(failed)s messages could not be delivered, %(stuck)s wait for a sender.") % about


SENTENCES = {
    PlatformFinding.Code.UNDELIVERED: words_of_messages,
    PlatformFinding.Code.CLOCK_JUMP: words_of_jump,
    PlatformFinding.Code.LATE_SWEEP: words_of_lateness,
    PlatformFinding.Code.STALE_SEAL: words_of_seal,
}


def moment(value) -> str:
    """A moment as kept in the detail (ISO text) or as a datetime, in local time."""
    if not value:
        return "—"
    value = timezone.datetime.fromisoformat(value) if isinstance(value, str) else value
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
