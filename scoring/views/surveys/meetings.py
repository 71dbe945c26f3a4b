"""A meeting at the desk: draw, slips, box, paper slips, result, minutes, and the invitations."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from records.actions import look
from records.desk import Deed, blame, denied, detail, done, new, posted, sent, take
from records.fields import PlainForm
from records.refusal import Refused
from scoring import pool
from scoring.actions.surveys import counting, draws, votes
from scoring.forms import surveys as forms
from scoring.models import Invitation, Slip, Survey, SurveyMeeting
from scoring.models.surveys import Option
from scoring.permissions.surveys import can_run
from scoring.surveys import differences
from scoring.views.common import address, deed_of
from scoring.views.surveys.common import office_only, staff_only

S = SurveyMeeting.State
RELATED = ["survey__organisation", "document"]


def seen(actor, pk) -> SurveyMeeting:
    visible = Survey.objects.visible_to(actor)
    return get_object_or_404(SurveyMeeting.objects.filter(survey__in=visible).select_related(*RELATED), pk=pk)


def run_by(actor, pk) -> SurveyMeeting:
    """The meeting, for those who run its survey."""
    row = seen(actor, pk)
    if not can_run(actor, row.survey):
        raise Http404
    return row


DEEDS = {
    "open": Deed(
        PlainForm,
        votes.open_box,
        lambda actor, row: can_run(actor, row.survey) and row.state == S.PLANNED,
        gettext_lazy("Open the box: votes are taken"),
        gettext_lazy("Slips count from now on."),
        "check",
    ),
    "close": Deed(
        PlainForm,
        votes.close_box,
        lambda actor, row: can_run(actor, row.survey) and row.state == S.VOTING,
        gettext_lazy("Close the box and count"),
        gettext_lazy("The box is closed; now the paper slips, then the result."),
        "stop",
        grave=True,
    ),
    "publish": Deed(
        forms.TellForm,
        counting.publish,
        lambda actor, row: can_run(actor, row.survey) and row.state == S.COUNTING,
        gettext_lazy("Tell the result"),
        gettext_lazy("The result is told, the minutes are written."),
        "seal",
    ),
    "void": Deed(
        forms.VoidForm,
        votes.void_run,
        lambda actor, row: (
            can_run(actor, row.survey) and row.state not in SurveyMeeting.CLOSED and row.slips.free().exists()
        ),
        gettext_lazy("Void a printing"),
        gettext_lazy("Slips of this printing that were not used are void."),
        "stop",
        grave=True,
        of_row=True,
    ),
}


def meeting_page(request, row: SurveyMeeting, refused=None):
    survey = row.survey
    about = {
        "title": f"{survey.name} {row.held_on}",
        "lamp": (row.tone, row.get_state_display()),
        "facts": facts(row),
        "warnings": warnings(row),
        "tables": tables(row),
        "links": links(request.actor, row),
        "back": (reverse("scoring:survey", args=[survey.pk]), survey.name),
        "deed_address": "scoring:meeting_deed",
        "deed_key": row.pk,
        "nav_at": reverse("scoring:surveys"),
    }
    return detail(request, row, DEEDS, about, refused)


def facts(row: SurveyMeeting) -> list[tuple]:
    slips = Slip.objects.filter(meeting=row, void=False)
    return [
        (_("Place of the meeting"), row.place),
        (_("Chaired by"), row.host),
        (_("Evaluators invited"), row.invitations.exclude(answer=Invitation.Answer.EXCUSED).count() or ""),
        (_("Slips printed"), slips.count() or ""),
        (_("Slips used"), slips.used_ones().count() if row.state != S.PLANNED else ""),
        (_("Planned by"), deed_of(row.planned_by, row.planned_at)),
        (_("Box opened by"), deed_of(row.opened_by, row.opened_at)),
        (_("Box closed by"), deed_of(row.closed_by, row.closed_at)),
        (_("Result told by"), deed_of(row.published_by, row.published_at)),
        (_("Course of the meeting"), row.course),
    ]


def warnings(row: SurveyMeeting) -> list[str]:
    told = []
    if row.state == S.COUNTING and row.paper_counts.count() == 1:
        told.append(_("A second person has to count the paper slips as well."))
    if differences(row):
        told.append(_("The two counts of the paper slips differ: find out where first."))
    return told


def tables(row: SurveyMeeting) -> list[tuple]:
    found = []
    if differs := differences(row):
        columns = [(_("Where the counts differ"), False), (_("First count"), True), (_("Second count"), True)]
        found.append((_("Differences"), columns, [[one.words, *one.counts] for one in differs]))
    if row.state == S.PUBLISHED:
        found.append(result_table(row))
    return found


def result_table(row: SurveyMeeting) -> tuple:
    columns = [(_("Object of the survey"), False), (_("Aspect"), False), *((option.label, True) for option in Option)]
    lines: dict[tuple, list] = {}
    for tally in row.tallies.select_related("object").order_by("object__number", "aspect", "pk"):
        lines.setdefault((tally.object.name, tally.aspect), []).append(tally.count)
    aspects = row.survey.aspects
    return _("Result"), columns, [[name, aspects[place], *counts] for (name, place), counts in lines.items()]


def links(actor, row: SurveyMeeting) -> list[tuple]:
    if not can_run(actor, row.survey):
        return [(reverse("scoring:minutes", args=[row.pk]), _("Minutes of the meeting"))] if row.document else []
    pages = [
        ("draw_evaluators", _("Draw the evaluators"), row.state == S.PLANNED and not hasattr(row, "draw")),
        ("invitations", _("Invitations"), row.invitations.exists()),
        ("print_slips", _("Print slips"), row.state not in SurveyMeeting.CLOSED),
        ("paper_slip", _("Paper slip"), row.state not in SurveyMeeting.CLOSED),
        ("count_paper", _("Count paper slips"), row.state in (S.VOTING, S.COUNTING)),
        ("minutes", _("Minutes of the meeting"), row.document is not None),
    ]
    found = [(reverse(f"scoring:{name}", args=[row.pk]), words) for name, words, is_due in pages if is_due]
    return [*found, (reverse("scoring:screen", args=[row.pk, pool.screen_secret(row.pk)]), _("Screen"))]


@require_safe
@staff_only
def meeting(request, pk):
    return meeting_page(request, seen(request.actor, pk))


@require_http_methods(["GET", "POST"])
@staff_only
def meeting_deed(request, pk, deed):
    return take(request, seen(request.actor, pk), deed, DEEDS, meeting_page, address("meeting"))


@require_http_methods(["GET", "POST"])
@office_only
def draw_evaluators(request, pk):
    row = run_by(request.actor, pk)
    back = reverse("scoring:meeting", args=[row.pk])
    return new(
        request,
        forms.DrawForm(row, *posted(request)),
        draws.draw,
        row,
        title=_("Draw the evaluators"),
        lead=_(
            "Give the number in all for shares as in the pool, or a number for each category. A draw is made once."
        ),
        back=back,
        saved=_("Drawn; everybody can repeat the draw from its log."),
        after=lambda _made: reverse("scoring:invitations", args=[row.pk]),
        nav_at=reverse("scoring:surveys"),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@office_only
def print_slips(request, pk):
    """GET asks how many; POST shows the sheet that can be printed once."""
    row = run_by(request.actor, pk)
    form = forms.SlipsForm(*posted(request))
    back = reverse("scoring:meeting", args=[row.pk])
    if form.is_bound and form.is_valid():
        try:
            key, count = sent(request), form.cleaned_data["count"]
            tokens = votes.print_slips(row, count, by=request.actor, now=timezone.now(), key=key)
        except Refused as refusal:
            blame(form, refusal)
        else:
            return sheet(request, row, tokens)
    lead = _("The slips are shown once, to be printed at once. Void the printing and print again if that fails.")
    page = {"form": form, "title": _("Print slips"), "back": back, "lead": lead, "nav_at": reverse("scoring:surveys")}
    return render(request, "records/desk/form.html", page, status=422 if form.is_bound else 200)


def sheet(request, row: SurveyMeeting, tokens):
    if tokens == row:  # sent twice
        messages.warning(request, _("These slips were shown already. Void that printing and print again."))
        return redirect("scoring:meeting", row.pk)
    slips = [request.build_absolute_uri(reverse("scoring:ballot", args=[token])) for token in tokens]
    return render(request, "scoring/surveys/slips.html", {"row": row, "slips": slips})


@require_safe
@office_only
def paper_slip(request, pk):
    """For whoever has no telephone: to be copied, ticked, and counted by two."""
    row = run_by(request.actor, pk)
    page = {"row": row, "survey": row.survey, "objects": row.survey.objects_asked.all(), "options": Option}
    return render(request, "scoring/surveys/paper_slip.html", page)


@require_http_methods(["GET", "POST"])
@office_only
def count_paper(request, pk):
    """Each of two people for themselves: nobody is shown what the other one found before both have counted."""
    row = run_by(request.actor, pk)
    back = reverse("scoring:meeting", args=[row.pk])
    if row.state not in (S.VOTING, S.COUNTING):
        return denied(request, _("Paper slips are counted while or after votes are taken, before the result is told."))
    own = row.paper_counts.filter(counted_by=request.actor.user).first()
    form = forms.PaperForm(row, *posted(request), initial=typed(own))
    if form.is_bound and form.is_valid() and done(request, form, counting.enter_paper, row) is not None:
        messages.success(request, _("Your count is noted."))
        return redirect(back)
    page = {"form": form, "row": row, "back": back, "options": Option, "nav_at": reverse("scoring:surveys")}
    return render(request, "scoring/surveys/count.html", page, status=422 if form.is_bound else 200)


def typed(own) -> dict:
    if own is None:
        return {}
    cells = {
        f"c_{number}_{place}_{option}": count
        for number, rows in own.counts.items()
        for place, row in enumerate(rows)
        for option, count in enumerate(row)
    }
    return cells | {"valid": own.valid, "invalid": own.invalid}


@require_safe
@staff_only
def minutes(request, pk):
    """The minutes on A4; of surveys of units anybody who sees the survey reads them."""
    row = seen(request.actor, pk)
    if row.document is None:
        raise Http404
    back = reverse("scoring:meeting", args=[row.pk])
    return render(request, "scoring/surveys/minutes.html", {"document": row.document, "back": back})


# invitations: the names are opened to be called


@never_cache
@require_safe
@office_only
def invitations(request, pk):
    """Who was drawn, with name and telephone; that somebody looked is noted."""
    row = run_by(request.actor, pk)
    rows = row.invitations.select_related("evaluator__category").order_by("evaluator__category", "place")
    look(row, request.actor, timezone.now())
    people = [(one, pool.unseal(one.evaluator)) for one in rows]
    page = {"row": row, "people": people, "back": reverse("scoring:meeting", args=[row.pk])}
    return render(
        request,
        "scoring/surveys/invitations.html",
        page | {"nav_at": reverse("scoring:surveys"), "open": is_open(row)},
    )


def is_open(row: SurveyMeeting) -> bool:
    return row.state not in SurveyMeeting.CLOSED


def may_answer(actor, row: Invitation) -> bool:
    return can_run(actor, row.meeting.survey) and not row.answer and is_open(row.meeting)


ANSWERS = {
    "coming": Deed(
        forms.ComingForm, draws.answer, may_answer, gettext_lazy("Comes"), gettext_lazy("Noted: comes."), "check"
    ),
    "excused": Deed(
        forms.ExcusedForm,
        draws.answer,
        may_answer,
        gettext_lazy("Cannot come"),
        gettext_lazy("Noted; the next of the draw is invited."),
        "exit",
    ),
}


def invitation_page(request, row: Invitation, refused=None):
    back = reverse("scoring:invitations", args=[row.meeting_id])
    person = pool.unseal(row.evaluator)
    about = {
        "title": f"{row.evaluator.number} {row.evaluator.category}",
        "lamp": ("ok" if row.answer == "coming" else "quiet" if row.answer else "warn", words_of(row)),
        "facts": [
            (_("Name"), person["name"]),
            (_("Telephone"), person["telephone"]),
            (_("Place in the draw"), row.place),
            (_("Reason"), row.reason),
            (_("Called by"), deed_of(row.answered_by, row.answered_at)),
        ],
        "back": (back, _("Invitations")),
        "deed_address": "scoring:invitation_deed",
        "deed_key": row.pk,
        "nav_at": reverse("scoring:surveys"),
    }
    return detail(request, row, ANSWERS, about, refused)


def words_of(row: Invitation) -> str:
    return row.get_answer_display() or _("to be called")


def invited(actor, pk) -> Invitation:
    row = get_object_or_404(Invitation.objects.select_related("evaluator__category", "meeting__survey"), pk=pk)
    if not can_run(actor, row.meeting.survey):
        raise Http404
    return row


@never_cache
@require_safe
@office_only
def invitation(request, pk):
    row = invited(request.actor, pk)
    look(row.evaluator, request.actor, timezone.now())
    return invitation_page(request, row)


@require_http_methods(["GET", "POST"])
@office_only
def invitation_deed(request, pk, deed):
    row = invited(request.actor, pk)
    after = lambda one: reverse("scoring:invitations", args=[one.meeting_id])  # noqa: E731
    return take(request, row, deed, ANSWERS, invitation_page, after)
