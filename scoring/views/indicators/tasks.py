"""Tasks: their list, and the page of one with progress, ratings and notices."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from records.desk import Deed, Table, detail, listing, take, who
from records.fields import PlainForm, ReasonForm
from records.models import Attachment
from scoring.actions.indicators import delays, tasks
from scoring.forms import indicators as forms
from scoring.models import Delay, GoalDocument, Observation, Task
from scoring.models.fields import shown
from scoring.permissions.indicators import can_do, can_name, can_rate, can_review, can_sign_off, can_urge
from scoring.views.indicators.common import RELATED, address, amount, only_staff, standing, today

S = Task.State
DONE, TIME = gettext_lazy("done (percent)"), gettext_lazy("time (percent)")
MOST = 100  # entries on the page


TASKS = Table(
    title=gettext_lazy("Tasks of indicators"),
    columns=[
        (gettext_lazy("indicator"), lambda row: row.task.indicator.name),
        (gettext_lazy("code"), lambda row: row.task.indicator.code),
        (gettext_lazy("Unit"), lambda row: row.task.organisation.short_name),
        (gettext_lazy("person responsible"), lambda row: str(row.task.responsible or "")),
        (gettext_lazy("due on"), lambda row: row.task.due_on.isoformat()),
        (gettext_lazy("done / target"), lambda row: row.done),
        (DONE, lambda row: row.reached),
        (TIME, lambda row: row.expected),
    ],
    lamp=lambda row: row.lamp,
    link=lambda row: row.task.address,
    nothing=gettext_lazy("No task belongs to your unit yet."),
    numeric=(DONE, TIME),
)


@require_safe
@only_staff
def task_list(request):
    """All tasks this person may see, the most urgent first."""
    form, day = forms.TasksFilter(request.GET), today()
    rows = chosen(Task.objects.visible_to(request.actor), form, day)
    rows = rows.measured().select_related(*RELATED).order_by("state", "due_on", "pk")
    return listing(request, TASKS, rows, form, computed=lambda part: [standing(task, day) for task in part])


def chosen(rows, form, day):
    """What the form asks for beside its lookups."""
    form.is_valid()
    which = form.cleaned_data.get("which", "")
    if which == "behind":
        return rows.behind(day)
    if which == "late":
        kept = Q(done_on__isnull=False) | Q(direction="fall")
        return rows.running().filter(due_on__lt=day).exclude(kept)
    return rows.filter(done_on__isnull=False) if which == "reached" else rows


def seen_task(actor, pk) -> Task:
    rows = Task.objects.visible_to(actor).measured()
    people = ["self_by", "reviewed_by", "signed_by"]
    return get_object_or_404(rows.select_related(*RELATED, *people), pk=pk)


def runs(row) -> bool:
    return row.document.state == GoalDocument.State.IN_FORCE


def deed(form, action, may, states, label, done, icon="check", **more) -> Deed:
    """A deed of these people, offered in these states while the document is in force."""
    allowed = lambda actor, row: runs(row) and row.state in states and may(actor, row)  # noqa: E731
    return Deed(form, action, allowed, label, done, icon, **more)


def is_urged(actor, row) -> bool:
    """Behind its time, and no notice about it is open."""
    if not can_urge(actor, row) or Delay.objects.exclude(state=Delay.State.CLOSED).filter(task=row).exists():
        return False
    return delays.standing(row, today())[2]


DEEDS = {
    "progress": deed(
        forms.ProgressForm,
        tasks.observe,
        can_do,
        [S.OPEN],
        gettext_lazy("Enter progress"),
        gettext_lazy("The progress is entered."),
        "plus",
        of_row=True,
    ),
    "rate": deed(
        forms.RatingForm,
        tasks.rate,
        can_rate,
        [S.OPEN],
        gettext_lazy("Rate your own work"),
        gettext_lazy("Rated; the office of appraisal reviews it."),
        "star",
    ),
    "name": deed(
        forms.NameForm,
        tasks.name,
        can_name,
        [S.OPEN],
        gettext_lazy("Name who answers for it"),
        gettext_lazy("Noted."),
        "user",
        of_row=True,
    ),
    "review": deed(
        forms.ReviewForm,
        tasks.review,
        can_review,
        [S.SELF_RATED],
        gettext_lazy("Review the rating"),
        gettext_lazy("Reviewed; somebody else of the office signs it off."),
        "edit",
    ),
    "return": deed(
        ReasonForm,
        tasks.give_back,
        can_review,
        [S.SELF_RATED],
        gettext_lazy("Give back to the unit"),
        gettext_lazy("Given back with the reason."),
        "down",
        grave=True,
    ),
    "sign": deed(
        PlainForm,
        tasks.sign_off,
        can_sign_off,
        [S.REVIEWED],
        gettext_lazy("Sign off"),
        gettext_lazy("Signed off; the points count."),
        "seal",
    ),
    "reopen": deed(
        ReasonForm,
        tasks.reopen,
        can_sign_off,
        [S.REVIEWED],
        gettext_lazy("Ask for another review"),
        gettext_lazy("Sent back to the review with the reason."),
        "down",
        grave=True,
    ),
    "urge": deed(
        PlainForm,
        delays.issue,
        is_urged,
        [S.OPEN],
        gettext_lazy("Issue a notice of delay"),
        gettext_lazy("The notice is issued; the term of the explanation runs."),
        "warn",
        grave=True,
    ),
}


@require_safe
@only_staff
def task(request, pk):
    return task_page(request, seen_task(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def task_deed(request, pk, deed):
    return take(request, seen_task(request.actor, pk), deed, DEEDS, task_page, address("task"))


def task_page(request, row: Task, refused=None):
    day = today()
    how = standing(row, day)
    about = {
        "title": row.indicator.name,
        "lamp": how.lamp,
        "standing": how,
        "facts": facts(row),
        "tables": [entries(row), *notices(row)],
        "files": Attachment.objects.about(row),
        "warnings": [_("Sent back: %(reason)s") % {"reason": row.reason}] if row.reason else [],
        "back": (reverse("scoring:tasks"), _("Tasks of indicators")),
        "links": links(row),
        "deed_address": "scoring:task_deed",
        "deed_key": row.pk,
        "nav_at": reverse("scoring:tasks"),
        "template": "scoring/indicators/task.html",
    }
    return detail(request, row, DEEDS, about, refused)


def links(row: Task) -> list[tuple]:
    found = [
        (row.indicator.as_subject().address, _("In the tree")),
        (reverse("scoring:goal_unit", args=[row.organisation.code]), _("Tasks of the unit")),
    ]
    if row.responsible_id:
        found.append((reverse("scoring:goal_person", args=[row.responsible_id]), _("Tasks of the person")))
    return found


def facts(row: Task) -> list[tuple]:
    return [
        (_("Document of goals"), str(row.document)),
        (_("code"), row.indicator.code),
        (_("Unit"), row.organisation.name),
        (_("person responsible"), str(row.responsible or "")),
        (_("standard to be met"), row.indicator.standard),
        (_("direction"), row.get_direction_display()),
        (_("target"), amount(row.target, row.indicator.measure)),
        (_("weight in the document (percent)"), amount(row.weight)),
        (_("due on"), row.due_on),
        (_("done on"), row.done_on),
        (_("points by the unit"), rating(row.self_points, row.self_words)),
        (_("Rated by"), who(row.self_by, row.self_at)),
        (_("points of the review"), rating(row.points, row.words)),
        (_("Reviewed by"), who(row.reviewed_by, row.reviewed_at)),
        (_("Signed by"), who(row.signed_by, row.signed_at)),
    ]


def rating(points, words: str) -> str:
    return "" if points is None else f"{shown(points)}　{words}"


def entries(row: Task) -> tuple:
    """The entries of progress, newest first, each with its evidence."""
    made = list(row.observations.select_related("made_by")[:MOST])
    kind = ContentType.objects.get_for_model(Observation)
    papers = {}
    for file in Attachment.objects.filter(subject_type=kind, subject_id__in=[one.pk for one in made]):
        papers.setdefault(file.subject_id, file)
    lines = [
        [one.day.isoformat(), amount(one.amount), one.words, str(one.made_by or ""), paper(papers.get(one.pk))]
        for one in made
    ]
    heads = [
        (_("day"), False),
        (_("amount done"), True),
        (_("work that was done"), False),
        (_("entered by"), False),
        (_("Evidence"), False),
    ]
    return _("Progress entered"), heads, lines


def paper(file):
    return (reverse("records:attachment", args=[file.token]), file.name) if file else ""


def notices(row: Task) -> list[tuple]:
    made = row.delays.select_related("document")
    if not made:
        return []
    lines = [
        [
            (reverse("scoring:delay", args=[one.pk]), one.document.number),
            f"{one.expected.normalize():f}%",
            f"{one.reached.normalize():f}%",
            one.due_on.isoformat(),
            one.get_state_display(),
        ]
        for one in made.order_by(F("issued_at").desc())
    ]
    heads = [(_("Number"), False), (TIME, True), (DONE, True), (_("to be explained by"), False), (_("State"), False)]
    return [(_("Notices of delay"), heads, lines)]
