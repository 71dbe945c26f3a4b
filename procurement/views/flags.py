"""The register of suspicions, the page of one, and those of one tender."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from deadlines.models import Deadline
from procurement.actions import flagging
from procurement.flagged import shown
from procurement.flags import RULES
from procurement.forms.flags import AskForm, DecideForm, ExplainForm, FlagFilterForm, ProposeForm
from procurement.models import Behaviour, FactBid, FactParty, FactTender, Flag, Tender
from procurement.permissions_flags import can_decide, can_handle, can_see_flags
from procurement.views.common import only
from records import paging
from records.desk import is_known, sent
from records.refusal import Refused

NOT_YOURS = gettext_lazy("Suspicions are for supervision and for those who sign for a supervising department.")
EXPORTED = 20_000
NARROWING = {
    "severity": "severity",
    "code": "code",
    "group": "group",
    "since": "raised_at__date__gte",
    "until": "raised_at__date__lte",
}
QUEUES = {
    "open": lambda rows: rows.owed(),
    "resting": lambda rows: rows.resting(),
    "lapsed": lambda rows: rows.exclude(lapsed_at=None),
}
DEEDS = {
    "ask": (gettext_lazy("Ask for an explanation"), AskForm, flagging.ask, ["open", "explained"]),
    "explain": (gettext_lazy("Write down the explanation"), ExplainForm, flagging.explain, ["asked"]),
    "propose": (gettext_lazy("Propose how it ends"), ProposeForm, flagging.propose, ["open", "asked", "explained"]),
    "decide": (gettext_lazy("Decide as the second person"), DecideForm, flagging.decide, ["proposed"]),
}


def narrowed(rows, form: FlagFilterForm):
    """The flags that the filters leave."""
    said = form.cleaned_data
    rows = rows.filter(**{lookup: said[name] for name, lookup in NARROWING.items() if said.get(name)})
    if said.get("family"):
        rows = rows.filter(code__in=[rule.code for rule in RULES if rule.family == said["family"]])
    if said.get("q"):
        rows = rows.filter(matching(said["q"]))
    state = said.get("state")
    return QUEUES[state](rows) if state in QUEUES else rows.current().filter(**({"state": state} if state else {}))


def matching(words: str) -> Q:
    """Number or title of the tender, or the name of somebody concerned."""
    firms = list(FactParty.objects.filter(name__contains=words).order_by("pk").values_list("pk", flat=True)[:100])
    found = Q(fact__number__contains=words) | Q(fact__title__contains=words)
    return found | Q(parties__overlap=firms) if firms else found


@require_safe
@only(can_see_flags, NOT_YOURS)
def flags(request):
    """The register; without a filter what the facts still show, the newest first and leads of history last."""
    form = FlagFilterForm(request.GET)
    seen = Flag.objects.visible_to(request.actor)
    rows = narrowed(seen, form) if form.is_valid() else seen.none()
    rows = rows.select_related("fact", "organisation").order_by("resting", "-pk")
    if form.is_valid() and form.cleaned_data["export"]:
        return export(list(rows[:EXPORTED]))
    part = paging.sliced(rows, request.GET, paging.PAGE_SIZE)
    current = seen.current()
    tiles = [
        (seen.owed().count(), _("still open"), "warn", "open"),
        (current.filter(state=Flag.State.PROPOSED).count(), _("wait for a second person"), "pause", "proposed"),
        (seen.filter(state=Flag.State.VERIFIED).count(), _("verified"), "over", "verified"),
        (seen.filter(state=Flag.State.DISMISSED).count(), _("suspicion dismissed"), "ok", "dismissed"),
        (seen.resting().count(), _("leads of history, not taken up"), "info", "resting"),
    ]
    page = {
        "form": form,
        "part": part,
        "rows": shown(part.rows, timed=True),
        "tiles": tiles,
        "count": paging.capped(rows),
    }
    page["today"] = timezone.localdate()
    return render(request, "procurement/flags/list.html", page)


def export(found: list[Flag]):
    header = [_("Flag"), _("Name"), _("Severity"), _("Tender number"), _("Title"), _("Supervising department")]
    header += [_("Value"), _("Threshold"), _("Size of the comparison group"), _("Explanation"), _("State")]
    header += [_("Raised at"), _("Decided at")]
    cells = (
        [row.flag.code, str(row.rule.name), row.flag.get_severity_display(), row.flag.fact.number, row.flag.fact.title]
        + [row.flag.organisation.name if row.flag.organisation else "", row.flag.value, row.flag.threshold]
        + [row.flag.group_size, row.words, row.flag.get_state_display(), row.flag.raised_at, row.flag.decided_at]
        for row in shown(found)
    )
    return xlsx_response(_("Red flags"), header, cells)


def seen(actor, pk) -> Flag:
    rows = Flag.objects.visible_to(actor).select_related("fact__tender", "fact__buyer", "organisation", "proposed_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
@only(can_see_flags, NOT_YOURS)
def flag(request, pk):
    return page_of(request, seen(request.actor, pk))


def page_of(request, found: Flag, refused=None, status=200):
    """One suspicion: what it rests on, what was done, what may be done now; `refused` is (name, form)."""
    [row] = shown([found])
    alike = Flag.objects.visible_to(request.actor).current().filter(group=found.group).exclude(pk=found.pk)
    page = {
        "row": row,
        "flag": found,
        "fact": found.fact,
        "bids": list(bids_of(found)),
        "concerned": set(found.parties),
        "clock": Deadline.objects.about(found).order_by("-pk").first(),
        "deeds": list(found.deeds.select_related("done_by")),
        "alike": shown(list(alike.select_related("fact").order_by("-pk")[:10])),
        "panels": panels(request.actor, found, refused),
        "parameters": parameters_of(row),
        "behaviours": list(behaviours_of(found)),
        "today": timezone.localdate(),
    }
    return render(request, "procurement/flags/flag.html", page, status=status)


def bids_of(found: Flag):
    return FactBid.objects.filter(tender=found.fact).select_related("party").order_by("amount", "pk")


def behaviours_of(found: Flag):
    """The entries of the library that a match rests on."""
    entries = [pk for _kind, pk, _standing in found.detail.get("marks", [])]
    return Behaviour.objects.filter(pk__in=entries).select_related("flag") if entries else []


def parameters_of(row) -> list[tuple]:
    """(words, value, unit) of the parameters that were in force."""
    said = row.flag.version.parameters if row.flag.version_id else row.rule.defaults
    return [(one.words, said.get(one.name, one.default), one.unit) for one in row.rule.parameters]


def panels(actor, found: Flag, refused=None) -> list[dict]:
    """The deeds that are up to this actor now."""
    made = []
    for name, (label, form, _action, states) in DEEDS.items():
        allowed = can_decide(actor, found) if name == "decide" else can_handle(actor, found)
        if found.state in states and allowed:
            failed = refused is not None and refused[0] == name
            made.append(
                {
                    "name": name,
                    "label": label,
                    "form": refused[1] if failed else form(auto_id=f"id_{name}_%s"),
                    "open": failed or not made,
                }
            )
    return made


@require_http_methods(["GET", "POST"])
@only(can_see_flags, NOT_YOURS)
def deed(request, pk, name):
    """Do one deed on a suspicion."""
    found = seen(request.actor, pk)
    if name not in DEEDS:
        raise Http404
    if request.method == "GET":
        return page_of(request, found)
    if not can_handle(request.actor, found):
        raise PermissionDenied
    label, form_class, action, _states = DEEDS[name]
    form = form_class(request.POST, auto_id=f"id_{name}_%s")
    if form.is_valid() and done(request, form, action, found):
        messages.success(request, _("Carried out: %(deed)s.") % {"deed": label})
        return redirect("procurement:flag", pk)
    return page_of(request, found, (name, form), status=422)


def done(request, form, action, found: Flag) -> bool:
    """True when the action was carried out, now or by the first click."""
    key = sent(request) or None
    if key and is_known(request.actor, key):
        return True
    try:
        action(found, by=request.actor, now=timezone.now(), key=key, **form.arguments())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return False
    return True


@require_safe
@only(can_see_flags, NOT_YOURS)
def of_tender(request, number):
    """Every suspicion about one tender, also those that lapsed."""
    tender = get_object_or_404(Tender.objects.visible_to(request.actor), number=number)
    fact = FactTender.objects.filter(tender=tender).select_related("buyer", "winner", "agent").first()
    rows = (
        Flag.objects.visible_to(request.actor).filter(fact=fact).select_related("fact").order_by("lapsed_at", "code")
    )
    page = {"tender": tender, "fact": fact, "rows": shown(list(rows)) if fact else []}
    if fact is not None:
        page["bids"] = list(FactBid.objects.filter(tender=fact).select_related("party").order_by("amount", "pk"))
    return render(request, "procurement/flags/of_tender_page.html", page)
