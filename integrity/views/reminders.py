"""Rounds of reminders, what each person is owed to answer, and the letter of an inquiry on A4."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from integrity import clocks
from integrity.actions import reminding
from integrity.forms import desk as forms
from integrity.models import Reminder, Round
from integrity.permissions import can_answer, can_settle, is_discipline
from integrity.views.common import a4, address, only, only_staff, owed, today, which
from records.desk import Deed, Table, detail, listing, local, new, posted, take, who

State = Reminder.State
only_discipline = only(is_discipline)

ROUNDS = Table(
    title=gettext_lazy("Rounds of reminders"),
    columns=[
        (gettext_lazy("title of the reminder"), lambda row: row.title),
        (gettext_lazy("kind of reminder"), lambda row: row.get_kind_display()),
        (gettext_lazy("sent at"), lambda row: local(row.sent_at)),
        (gettext_lazy("answer due on"), lambda row: row.due_on.isoformat()),
        (gettext_lazy("people reminded"), lambda row: len(row.reminders.all())),
        (gettext_lazy("answered"), lambda row: sum(one.answered_at is not None for one in row.reminders.all())),
    ],
    lamp=lambda row: lamp_of_round(row),
    link=lambda row: f"{reverse('integrity:reminders')}?round={row.pk}",
    nothing=gettext_lazy("Nobody was reminded yet."),
    numeric=(gettext_lazy("people reminded"), gettext_lazy("answered")),
)


def lamp_of_round(row: Round) -> tuple:
    left = sum(one.state == State.OPEN for one in row.reminders.all())
    return ("warn", _("%(count)s not answered") % {"count": left}) if left else ("ok", _("all answered"))


@require_safe
@only_discipline
def rounds(request):
    rows = Round.objects.visible_to(request.actor).prefetch_related("reminders")
    add = [(reverse("integrity:send"), _("Send a round of reminders"))]
    return listing(request, ROUNDS, rows, forms.RoundsFilter(request.GET), add=add)


@require_http_methods(["GET", "POST"])
@only_discipline
def send(request):
    form = forms.RoundForm(*posted(request))
    if form.is_bound:
        form.is_valid()
    unit = form.cleaned_data.get("organisation") if form.is_bound else None
    about = {
        "title": _("Send a round of reminders"),
        "lead": _("Everybody who holds a power of level A gets it: named at a risk point, or as holder of its step."),
        "back": reverse("integrity:rounds"),
        "saved": _("Sent; the answers are due within the term."),
        "after": lambda made: f"{reverse('integrity:reminders')}?round={made.pk}",
        "nav_at": reverse("integrity:rounds"),
    }
    return new(request, form, reminding.send, unit, **about)


REMINDERS = Table(
    title=gettext_lazy("Reminders"),
    columns=[
        (gettext_lazy("title of the reminder"), lambda row: row.round.title),
        (gettext_lazy("kind of reminder"), lambda row: row.round.get_kind_display()),
        (gettext_lazy("person"), lambda row: str(row.person)),
        (gettext_lazy("Unit"), lambda row: row.organisation.short_name),
        (gettext_lazy("answer due on"), lambda row: row.due_on.isoformat()),
    ],
    lamp=lambda row: lamp(row, today()),
    link=address("reminder"),
    nothing=gettext_lazy("You were not reminded of anything."),
)


def lamp(row: Reminder, day) -> tuple:
    """The state; red where nobody answered in time."""
    if row.state == State.OPEN and (row.due_on < day or row.again_at):
        return "over", _("reminded again, not answered") if row.again_at else _("not answered in time")
    return row.tone, row.get_state_display()


@require_safe
@only_staff
def reminders(request):
    form = forms.RemindersFilter(request.GET)
    rows = Reminder.objects.visible_to(request.actor).select_related("round", "person", "organisation")
    return listing(request, REMINDERS, rows.unanswered(today()) if which(form) else rows, form)


DEEDS = {
    "answer": Deed(
        forms.AnswerForm,
        reminding.answer,
        lambda actor, row: row.state == State.OPEN and can_answer(actor, row),
        gettext_lazy("Answer the reminder"),
        gettext_lazy("Answered; it stands in your archive."),
        "edit",
    ),
    "settle": Deed(
        forms.OpinionForm,
        reminding.settle,
        lambda actor, row: row.state == State.ANSWERED and can_settle(actor, row),
        gettext_lazy("The explanation holds: settle"),
        gettext_lazy("The reminder is settled."),
        "check",
    ),
    "return": Deed(
        forms.OpinionForm,
        reminding.send_back,
        lambda actor, row: row.state == State.ANSWERED and can_settle(actor, row),
        gettext_lazy("The explanation does not hold"),
        gettext_lazy("Sent back; another answer is owed."),
        "down",
        grave=True,
    ),
}


def seen(actor, pk) -> Reminder:
    related = ["round__office", "person", "organisation__parent", "judged_by", "document"]
    return get_object_or_404(Reminder.objects.visible_to(actor).select_related(*related), pk=pk)


@require_safe
@only_staff
def reminder(request, pk):
    return page(request, seen(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def reminder_deed(request, pk, deed):
    return take(request, seen(request.actor, pk), deed, DEEDS, page, address("reminder"))


def page(request, row: Reminder, refused=None):
    letter_page = (reverse("integrity:letter", args=[row.pk]), _("The letter on paper"))
    about = {
        "title": row.round.title,
        "lamp": lamp(row, today()),
        "facts": facts(row),
        "clocks": owed(row, clocks.REMINDER),
        "back": (reverse("integrity:reminders"), _("Reminders")),
        "links": [letter_page] if row.document_id else [],
        "deed_address": "integrity:reminder_deed",
        "nav_at": reverse("integrity:reminders"),
    }
    return detail(request, row, DEEDS, about, refused)


def facts(row: Reminder) -> list[tuple]:
    return [
        (_("kind of reminder"), row.round.get_kind_display()),
        (_("person"), row.person),
        (_("Unit"), row.organisation.name),
        (_("post"), row.post),
        (_("powers of level A"), row.powers),
        (_("words of the reminder"), row.round.text),
        (_("basis"), row.round.basis),
        (_("sent at"), local(row.round.sent_at)),
        (_("answer due on"), row.due_on),
        (_("reminded again at"), local(row.again_at)),
        (_("answer"), row.answer),
        (_("answered at"), local(row.answered_at)),
        (_("opinion"), row.opinion),
        (_("Judged by"), who(row.judged_by, row.judged_at)),
    ]


@require_safe
@only_staff
def letter(request, pk):
    """The numbered letter of inquiry."""
    row = seen(request.actor, pk)
    return a4(request, row.document, (reverse("integrity:reminder", args=[row.pk]), _("Back")))
