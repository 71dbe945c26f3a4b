"""Supervision notices: register, draft, page with its deeds; leaders' instructions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from accounts.messaging.outbox import read_about
from approvals.views.bench import Noun, seen
from approvals.views.deeds import Deed
from monitoring import forms_notices as forms
from monitoring.actions import notices as actions
from monitoring.models import Colour, Instruction, Notice
from monitoring.models.notices import WatchedQuerySet
from monitoring.permissions_notices import can_draft, can_instruct, can_watch_notices, is_late
from monitoring.subjects import Chosen, chosen_subject
from monitoring.views import folders
from records import paging
from records.desk import attempt, local
from records.models import Attachment
from records.subjects import described, may_open

State = Notice.State
EXPORTED = 20_000  # lines
TONES = {
    State.DRAFTED: "info",
    State.DROPPED: "done",
    State.ISSUED: "ok",
    State.ANSWERED: "warn",
    State.RETURNED: "warn",
    State.RAISED: "done",
    State.WITHDRAWN: "done",
    State.CLOSED: "done",
}
COLOUR_TONES = {Colour.BLUE: "info", Colour.YELLOW: "warn", Colour.RED: "over"}
DEEDS = {
    "issue": Deed(forms.SignForm, actions.issue, _("Sign and issue"), _("The notice is issued; the term runs.")),
    "amend": Deed(
        forms.AmendForm, actions.amend, _("Amend the draft"), _("Amended; another person signs it."), icon="edit"
    ),
    "drop": Deed(forms.WhyForm, actions.drop, _("Do not issue"), _("The notice is not issued."), icon="stop"),
    "reply": Deed(
        forms.ReplyForm,
        actions.reply,
        _("Reply to the notice"),
        _("The reply is on its way; supervision verifies it."),
        icon="edit",
    ),
    "close": Deed(
        forms.VerdictForm, actions.close, _("The reply holds: settle"), _("The notice is settled; it stays on record.")
    ),
    "send_back": Deed(
        forms.SendBackForm,
        actions.send_back,
        _("The reply does not hold: send back"),
        _("Sent back with a new term."),
        icon="down",
    ),
    "raise_colour": Deed(
        forms.RaiseForm,
        actions.raise_colour,
        _("Raise to the next colour"),
        _("The next notice is drafted; a second person signs it."),
        icon="up",
    ),
    "withdraw": Deed(
        forms.WhyForm, actions.withdraw, _("Withdraw the notice"), _("The notice is withdrawn."), icon="stop"
    ),
}
STORY = {
    "monitoring.notice.drafted": _("Notice drafted"),
    "monitoring.notice.amended": _("Draft amended"),
    "monitoring.notice.issued": _("Notice issued"),
    "monitoring.notice.dropped": _("Notice not issued"),
    "monitoring.notice.replied": _("Unit replied"),
    "monitoring.notice.sent_back": _("Reply sent back"),
    "monitoring.notice.closed": _("Notice settled"),
    "monitoring.notice.raised": _("Raised to the next colour"),
    "monitoring.notice.withdrawn": _("Notice withdrawn"),
}


def lamp(notice: Notice, today):
    """The state; red when the reply is late."""
    if is_late(notice, today):
        return "over", _("reply overdue")
    return TONES[notice.state], notice.get_state_display()


def facts(notice: Notice):
    owed = notice.state in Notice.OWED
    by = f"{notice.clock.due_on:%Y-%m-%d}" if owed else ""
    issued = local(notice.issued_at)
    return [
        (_("Unit"), notice.organisation.name),
        (_("Person responsible"), notice.responsible),
        (_("Comes from"), notice.get_source_display()),
        (_("Basis"), notice.basis),
        (_("Term (working days)"), notice.days),
        (_("To be answered by"), by),
        (_("Drafted by"), notice.drafted_by or gettext("the robot")),
        (_("Signed by"), f"{notice.issued_by}　{issued}" if notice.issued_by else ""),
    ]


def notes(notice: Notice, actor):
    """Where the notice comes from and what came of it, each with the way there."""
    if notice.previous_id and Notice.objects.visible_to(actor).filter(pk=notice.previous_id).exists():
        yield link("info", gettext("Follows a notice that was not complied with."), notice.previous)
    for later in notice.successors.exclude(state=State.DROPPED):
        if actor_sees(actor, later):
            yield link("warn", gettext("The next notice of the chain."), later)
    if notice.finding_id and may_open(actor, notice):
        url = reverse("monitoring:finding", args=[notice.finding_id])
        yield {"tone": "info", "text": gettext("The finding behind it."), "url": url, "link": gettext("Open")}


def link(tone, words, notice: Notice) -> dict:
    return {"tone": tone, "text": words, "url": reverse("monitoring:notice", args=[notice.pk]), "link": str(notice)}


def actor_sees(actor, notice: Notice) -> bool:
    return Notice.objects.visible_to(actor).filter(pk=notice.pk).exists()


NOUN = Noun(
    model=Notice,
    name="monitoring:notice",
    register="monitoring:notices",
    title=_("Supervision notices"),
    deeds=DEEDS,
    story=STORY,
    lamp=lamp,
    facts=facts,
    texts=lambda notice: [
        (_("Facts found"), notice.facts),
        (_("Demand"), notice.demand),
        (_("Reasons"), notice.reason),
    ],
    columns=[
        (_("Number"), str),
        (_("Level of the notice"), lambda notice: notice.get_colour_display()),
        (_("Matter"), lambda notice: notice.matter),
        (_("Unit"), lambda notice: notice.organisation.name),
        (_("Comes from"), lambda notice: notice.get_source_display()),
        (_("Issued at"), lambda notice: notice.issued_at),
        (_("To be answered by"), lambda notice: notice.clock.due_on if notice.clock else None),
        (_("State"), lambda notice: notice.get_state_display()),
    ],
    searched=["number__icontains", "matter__icontains"],
    dated="drafted_at",
    related=["clock", "issued_by", "drafted_by", "responsible", "previous", "instruction__written_by"],
    notes=notes,
)


def check_reader(actor):
    if not can_watch_notices(actor):
        raise PermissionDenied


def narrowed(rows: WatchedQuerySet, noun: Noun, asked: dict):
    """The filters of a register of supervision."""
    if text := asked.get("q"):
        found = Q()
        for lookup in noun.searched:
            found |= Q(**{lookup: text})
        rows = rows.filter(found)
    limits = {"state": "state", "colour": "colour", "unit": "organisation"}
    limits |= {"since": f"{noun.dated}__date__gte", "until": f"{noun.dated}__date__lte"}
    return rows.filter(**{lookup: asked[name] for name, lookup in limits.items() if asked.get(name)})


@require_safe
def notices(request):
    """The register: what waits for a signature, for a reply, for verification; narrowed, paged, or as a workbook."""
    check_reader(request.actor)
    form = forms.RegisterForm(request.GET, request.actor, State.choices, Colour.choices)
    form.is_valid()
    rows = Notice.objects.visible_to(request.actor).select_related("organisation", *NOUN.related)
    found = narrowed(rows, NOUN, form.cleaned_data).order_by("-pk")
    if "xlsx" in request.GET:
        cells = ([cell(notice) for _header, cell in NOUN.columns] for notice in found[:EXPORTED])
        return xlsx_response(gettext("Supervision notices"), [header for header, _cell in NOUN.columns], cells)
    part, today = paging.sliced(found, request.GET, paging.PAGE_SIZE), timezone.localdate()
    mine = Notice.objects.visible_to(request.actor)
    about = {
        "form": form,
        "part": part,
        "rows": [(notice, lamp(notice, today), COLOUR_TONES[notice.colour]) for notice in part.rows],
        "tiles": tiles(mine, today, request.actor),
        "may_draft": can_draft(request.actor),
        "is_narrowed": any(form.cleaned_data.values()),
    }
    return render(request, "monitoring/notices/register.html", about)


def tiles(rows, today, actor) -> list[dict]:
    """The figures above the register; each is a filter. Drafts are nobody's business but the watchers'."""
    counted = {state: rows.filter(state=state).count() for state in (State.DRAFTED, State.ISSUED, State.ANSWERED)}
    late = rows.filter(state__in=Notice.OWED, clock__due_on__lt=today).count()
    shown = [
        {"tone": "info", "count": counted[State.DRAFTED], "words": _("drafts to be signed"), "state": State.DRAFTED},
        {"tone": "ok", "count": counted[State.ISSUED], "words": _("waiting for a reply"), "state": State.ISSUED},
        {"tone": "over", "count": late, "words": _("replies overdue"), "state": ""},
        {"tone": "warn", "count": counted[State.ANSWERED], "words": _("replies to verify"), "state": State.ANSWERED},
    ]
    return shown if can_draft(actor) or can_instruct(actor) else shown[1:]


@require_safe
def notice(request, pk):
    """One notice, its replies and verdicts, and what may be done now."""
    found = seen(NOUN, request.actor, pk)
    read_about(request.user, f"notice:{pk}", timezone.now())
    return show(request, NOUN, found)


def show(request, noun, found: Notice, chosen="", form=None, *, status=200):
    about = {
        "replies": replies_of(found),
        "colour_tone": COLOUR_TONES[found.colour],
        "subject": described([found])[0],
        "may_open": may_open(request.actor, found),
        "may_inquire": can_draft(request.actor) and found.number,
        "instruction": found.instruction if can_draft(request.actor) or can_instruct(request.actor) else None,
    }
    return folders.page(request, noun, found, chosen, form, status=status, **about)


def replies_of(found: Notice) -> list[dict]:
    """Every reply with its files and what the verification said."""
    replies = list(found.replies.select_related("replied_by", "verdict__verified_by"))
    return [
        {
            "reply": reply,
            "files": list(Attachment.objects.about(reply)),
            "verdict": getattr(reply, "verdict", None),
        }
        for reply in replies
    ]


@require_http_methods(["GET", "POST"])
def notice_deed(request, pk, deed):
    """One deed on one notice."""
    return folders.take(request, NOUN, seen(NOUN, request.actor, pk), deed, show)


@require_http_methods(["GET", "POST"])
def new_notice(request):
    """Draft a notice: about a card, a finding, a case, a unit, or by itself."""
    if not can_draft(request.actor):
        raise PermissionDenied
    chosen = chosen_subject(request.GET, request.actor)
    data = request.POST if request.method == "POST" else None
    about = {"actor": request.actor, "organisation": chosen.organisation, "initial": beginning(chosen)}
    form = forms.NoticeForm(data, **about)
    made = drafted(request, form, chosen) if form.is_valid() else None
    if made:
        messages.success(request, _("The draft is written; a second person signs it."))
        return redirect("monitoring:notice", made.pk)
    page = {"form": form, "chosen": chosen, "register": reverse("monitoring:notices")}
    return render(request, "monitoring/notices/new.html", page, status=422 if data is not None else 200)


def beginning(chosen: Chosen) -> dict:
    """What the finding behind the notice says already."""
    finding = chosen.finding
    if finding is None:
        return {}
    words = {"used": finding.used_days, "limit": finding.limit_days}
    spent = "该事项时限{limit}个工作日，已用{used}个工作日。".format(**words) if finding.used_days is not None else ""
    said = finding.evidence.get("message", "")
    return {
        "matter": finding.rule.name,
        "facts": f"{chosen.words}：{finding.effective_on:%Y年%-m月%-d日}，{finding.rule.name}。{spent}{said}"[
            : forms.FACTS
        ],
        "basis": finding.rule.law,
        "responsible": finding.responsible_id,
    }


def drafted(request, form, chosen: Chosen):
    """Call the action; None, with the reason in the form, when it is refused."""
    typed = form.cleaned_data
    unit = chosen.organisation or typed["unit"]
    origin = actions.Origin(card=chosen.card, finding=chosen.finding)
    about = {"organisation": unit, "said": form.said, "origin": origin, "responsible": typed.get("responsible")}
    return attempt(request, form, actions.draft, chosen.thing or unit, **about)


# Instructions


@require_safe
def instructions(request):
    """What leaders have written, and how far each is carried out."""
    actor = request.actor
    if not (can_draft(actor) or can_instruct(actor)):
        raise PermissionDenied
    rows = Instruction.objects.watched_by(actor).select_related("organisation", "written_by", "notice__clock")
    part, today = paging.sliced(rows, request.GET, paging.PAGE_SIZE), timezone.localdate()
    shown = zip(part.rows, described(part.rows), strict=True)
    about = {
        "part": part,
        "rows": [(one, subject, lamp(one.notice, today)) for one, subject in shown],
        "may_instruct": can_instruct(actor),
    }
    return render(request, "monitoring/notices/instructions.html", about)


@require_http_methods(["GET", "POST"])
def new_instruction(request):
    """A leader writes an instruction; it becomes the draft of a notice."""
    if not can_instruct(request.actor):
        raise PermissionDenied
    chosen = chosen_subject(request.GET, request.actor)
    data = request.POST if request.method == "POST" else None
    form = forms.InstructionForm(data, actor=request.actor, organisation=chosen.organisation)
    made = instructed(request, form, chosen) if form.is_valid() else None
    if made:
        messages.success(request, _("The instruction is sent; the discipline office makes a notice of it."))
        return redirect("monitoring:instructions")
    page = {"form": form, "chosen": chosen, "register": reverse("monitoring:instructions")}
    return render(request, "monitoring/notices/new_instruction.html", page, status=422 if data is not None else 200)


def instructed(request, form, chosen: Chosen):
    typed = form.cleaned_data
    unit = chosen.organisation or typed["unit"]
    about = {"organisation": unit, "text": typed["text"], "days": typed["days"], "colour": typed["colour"]}
    return attempt(request, form, actions.instruct, chosen.thing or unit, **about)
