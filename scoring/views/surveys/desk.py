"""Surveys at the desk: the list, a new one, its page with objects, meetings and opinions."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from records.desk import NOT_YOUR_DUTY, Deed, Table, denied, detail, listing, new, posted, take
from records.fields import PlainForm
from scoring.actions.surveys import course, opinions
from scoring.forms import surveys as forms
from scoring.models import Survey, SurveyMeeting
from scoring.permissions.surveys import can_run, runs_surveys
from scoring.surveys import outcome_of, slips_of
from scoring.views.common import address, deed_of
from scoring.views.surveys.common import office_only, percent, staff_only

S = Survey.State
SURVEYS = Table(
    title=gettext_lazy("Surveys"),
    columns=[
        (gettext_lazy("Survey"), lambda row: row.name),
        (gettext_lazy("Kind"), lambda row: row.get_kind_display()),
        (gettext_lazy("Period"), lambda row: f"{row.first} — {row.last}"),
        (gettext_lazy("Who asks"), lambda row: row.organisation.short_name),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=address("survey"),
    nothing=gettext_lazy("No survey was opened yet."),
)


@require_safe
@staff_only
def survey_list(request):
    rows = Survey.objects.visible_to(request.actor).select_related("organisation")
    add = []
    if runs_surveys(request.actor):
        kinds = ((Survey.Kind.UNITS, _("Survey of units")), (Survey.Kind.PERSONS, _("Appraisal of persons")))
        add = [(reverse("scoring:new_survey", args=[kind]), words) for kind, words in kinds]
    return listing(request, SURVEYS, rows, forms.SurveysFilter(request.GET), add=add)


@require_http_methods(["GET", "POST"])
@office_only
def new_survey(request, kind):
    """Of units at once; of persons the unit is chosen first."""
    back, unit = reverse("scoring:surveys"), None
    if kind == Survey.Kind.PERSONS:
        choose = forms.UnitOfPeopleForm(request.GET or None)
        if not (choose.is_bound and choose.is_valid()):
            page = {"form": choose, "back": back, "nav_at": back, "above": _("Surveys")}
            return render(request, "scoring/desk/choose.html", page | {"title": _("Appraisal of persons")})
        unit = choose.cleaned_data["unit"]
    return new(
        request,
        forms.SurveyForm(unit, request.actor.watched_path, *posted(request)),
        course.open_survey,
        request.actor.organisation,
        title=_("Appraisal of persons") if unit else _("Survey of units"),
        back=back,
        saved=_("The survey is open: plan its meetings now."),
        after=lambda made: reverse("scoring:survey", args=[made.pk]) if isinstance(made, Survey) else back,
        template="scoring/surveys/new.html",
        nav_at=back,
    )


def seen(actor, pk) -> Survey:
    return get_object_or_404(Survey.objects.visible_to(actor).select_related("organisation"), pk=pk)


DEEDS = {
    "note": Deed(
        forms.NoteForm,
        opinions.note,
        lambda actor, row: can_run(actor, row) and row.is_public,
        gettext_lazy("Note an opinion"),
        gettext_lazy("Noted; give it to the unit that answers."),
        "edit",
        of_row=True,
    ),
    "conclude": Deed(
        PlainForm,
        course.conclude,
        lambda actor, row: can_run(actor, row) and row.state == S.OPEN,
        gettext_lazy("Conclude the survey"),
        gettext_lazy("Concluded: the results stand."),
        "seal",
    ),
}


def survey_page(request, row: Survey, refused=None):
    at = reverse("scoring:surveys")
    about = {
        "title": row.name,
        "lamp": (row.tone, row.get_state_display()),
        "facts": facts(row),
        "tables": [objects_table(row), meetings_table(row), opinions_table(request.actor, row)],
        "links": links(request.actor, row),
        "back": (at, SURVEYS.title),
        "deed_address": "scoring:survey_deed",
        "deed_key": row.pk,
        "nav_at": at,
    }
    return detail(request, row, DEEDS, about, refused)


def facts(row: Survey) -> list[tuple]:
    values = row.values
    worth = f"{values['satisfied']} / {values['basically']} / {values['unsatisfied']}"
    return [
        (_("Kind"), row.get_kind_display()),
        (_("Period"), f"{row.first} — {row.last}"),
        (_("Who asks"), row.organisation.name),
        (_("Aspects"), "\n".join(row.aspects)),
        (_("Values of the options"), worth),
        (_("Basis"), row.basis),
        (_("Begun by"), deed_of(row.opened_by, row.opened_at)),
        (_("Survey concluded by"), deed_of(row.concluded_by, row.concluded_at)),
    ]


def objects_table(row: Survey) -> tuple:
    columns = [
        *(
            (_("Object of the survey"), False),
            (_("satisfied"), True),
            (_("basically satisfied"), True),
            (_("not satisfied"), True),
        ),
        *((_("Rate of satisfaction"), True), (_("Of 100 points"), True)),
    ]
    rows = []
    for about in row.objects_asked.select_related("organisation"):
        outcome = outcome_of(about)
        counts = list(outcome.counts.values()) if outcome.answers else ["—"] * 3
        rows.append([about.name, *counts, percent(outcome.rate), outcome.points if outcome.answers else "—"])
    return _("Results of the survey"), columns, rows


def meetings_table(row: Survey) -> tuple:
    columns = [(_("Day"), False), (_("Place of the meeting"), False), (_("Voting slips"), True), (_("State"), False)]
    rows = [
        [
            (reverse("scoring:meeting", args=[meeting.pk]), f"{meeting.held_on}"),
            meeting.place,
            slips_of(meeting) if meeting.state in SurveyMeeting.CLOSED else "—",
            ("lamp", meeting.tone, meeting.get_state_display()),
        ]
        for meeting in row.meetings.all()
    ]
    return _("Meetings"), columns, rows


def opinions_table(actor, row: Survey) -> tuple:
    columns = [
        (_("Problem"), False),
        (_("Object of the survey"), False),
        (_("How to deal with it"), False),
        (_("State"), False),
    ]
    visible = row.opinions.visible_to(actor).select_related("about")
    rows = [
        [
            (reverse("scoring:opinion", args=[opinion.pk]), str(opinion)[:60]),
            opinion.about.name,
            opinion.get_way_display() or "—",
            ("lamp", opinion.tone, opinion.get_state_display()),
        ]
        for opinion in visible[:100]
    ]
    return _("Opinions"), columns, rows


def links(actor, row: Survey) -> list[tuple]:
    found = []
    if can_run(actor, row) and row.state == S.OPEN:
        found.append((reverse("scoring:new_meeting", args=[row.pk]), _("Plan a meeting")))
    if row.is_public and row.meetings.filter(state=SurveyMeeting.State.PUBLISHED).exists():
        found.append((reverse("scoring:survey_results", args=[row.pk]), _("Public page")))
    if not row.is_public:
        found.append((f"{reverse('scoring:consequences')}?kind=transfer", _("Proposals about posts")))
    return found


@require_safe
@staff_only
def survey(request, pk):
    return survey_page(request, seen(request.actor, pk))


@require_http_methods(["GET", "POST"])
@staff_only
def survey_deed(request, pk, deed):
    return take(request, seen(request.actor, pk), deed, DEEDS, survey_page, address("survey"))


@require_http_methods(["GET", "POST"])
@office_only
def new_meeting(request, pk):
    row = seen(request.actor, pk)
    if not can_run(request.actor, row):
        return denied(request, NOT_YOUR_DUTY)
    return new(
        request,
        forms.MeetingForm(*posted(request)),
        course.plan_meeting,
        row,
        title=_("Plan a meeting"),
        back=reverse("scoring:survey", args=[row.pk]),
        saved=_("The meeting is planned: draw the evaluators, print the slips."),
        after=lambda made: reverse(
            "scoring:meeting" if isinstance(made, SurveyMeeting) else "scoring:survey", args=[made.pk]
        ),
        nav_at=reverse("scoring:surveys"),
    )
