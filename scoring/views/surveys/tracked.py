"""Opinions that are dealt with, comments to be read before they are shown."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from records.desk import Deed, Table, detail, listing, take
from records.fields import PlainForm, ReasonForm
from records.models import Attachment
from scoring.actions.surveys import opinions, satisfaction
from scoring.forms import surveys as forms
from scoring.models import Opinion, UnitRating
from scoring.permissions.surveys import can_answer_opinion, can_run, reads_all_surveys
from scoring.views.common import address, deed_of
from scoring.views.surveys.common import due, office_only, staff_only

S, C = Opinion.State, UnitRating.Comment

OPINIONS = Table(
    title=gettext_lazy("Opinions from surveys"),
    columns=[
        (gettext_lazy("Problem"), lambda row: str(row)[:60]),
        (gettext_lazy("Object of the survey"), lambda row: row.about.name),
        (gettext_lazy("Survey"), lambda row: row.survey.name),
        (gettext_lazy("How to deal with it"), lambda row: row.get_way_display() or "—"),
        (gettext_lazy("Unit that answers"), lambda row: row.organisation.short_name if row.organisation else "—"),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=address("opinion"),
    nothing=gettext_lazy("No opinion was noted yet."),
)
RELATED = ["survey", "about", "organisation", "given_by", "answered_by", "decided_by", "noted_by"]


@require_safe
@staff_only
def opinion_list(request):
    rows = Opinion.objects.visible_to(request.actor).select_related(*RELATED)
    return listing(request, OPINIONS, rows, forms.OpinionsFilter(request.GET))


def of_office(state):
    return lambda actor, row: row.state == state and can_run(actor, row.survey)


OPINION_DEEDS = {
    "give": Deed(
        forms.GiveForm,
        opinions.give,
        of_office(S.NOTED),
        gettext_lazy("Give to a unit"),
        gettext_lazy("Given; its term runs."),
        "exit",
        of_row=True,
    ),
    "drop": Deed(
        ReasonForm,
        opinions.drop,
        of_office(S.NOTED),
        gettext_lazy("Do not pursue"),
        gettext_lazy("Not pursued."),
        "stop",
        grave=True,
    ),
    "answer": Deed(
        forms.AnswerForm,
        opinions.answer,
        lambda actor, row: row.state == S.GIVEN and can_answer_opinion(actor, row),
        gettext_lazy("Answer"),
        gettext_lazy("Answered; the office of appraisal looks at it."),
        "edit",
    ),
    "show": Deed(
        PlainForm,
        opinions.show,
        of_office(S.ANSWERED),
        gettext_lazy("Accept and show"),
        gettext_lazy("Everybody may read problem and answer now."),
        "eye",
    ),
    "send_back": Deed(
        ReasonForm,
        opinions.send_back,
        of_office(S.ANSWERED),
        gettext_lazy("Send back"),
        gettext_lazy("Sent back; the term begins anew."),
        "stop",
        grave=True,
    ),
}


def opinion_page(request, row: Opinion, refused=None):
    reads_all = reads_all_surveys(request.actor)
    clock = due(opinions.running(row))
    about = {
        "title": str(row)[:40],
        "lamp": (row.tone, row.get_state_display()),
        "facts": [
            (_("Object of the survey"), row.about.name),
            (_("Survey"), row.survey.name),
            (_("As it was said"), row.words if reads_all else ""),
            (_("Noted by"), deed_of(row.noted_by, row.noted_at) if row.noted_by else ""),
            (_("Problem"), row.wording),
            (_("How to deal with it"), row.get_way_display()),
            (_("Unit that answers"), row.organisation.name if row.organisation else ""),
            (_("Given by"), deed_of(row.given_by, row.given_at)),
            (_("Answer"), row.answer),
            (_("Answered by"), deed_of(row.answered_by, row.answered_at)),
            (_("Reason"), row.reason),
            (_("Decided by"), deed_of(row.decided_by, row.decided_at)),
        ],
        "clocks": [clock] if clock else [],
        "files": files_of(row),
        "back": (reverse("scoring:opinions"), OPINIONS.title),
        "deed_address": "scoring:opinion_deed",
        "deed_key": row.pk,
        "nav_at": reverse("scoring:opinions"),
    }
    return detail(request, row, OPINION_DEEDS, about, refused)


def files_of(row):
    return Attachment.objects.about(row).order_by("pk")


def seen_opinion(actor, pk) -> Opinion:
    return get_object_or_404(Opinion.objects.visible_to(actor).select_related(*RELATED), pk=pk)


@require_safe
@staff_only
def opinion(request, pk):
    return opinion_page(request, seen_opinion(request.actor, pk))


@require_http_methods(["GET", "POST"])
@staff_only
def opinion_deed(request, pk, deed):
    return take(request, seen_opinion(request.actor, pk), deed, OPINION_DEEDS, opinion_page, address("opinion"))


# comments of the public

COMMENTS = Table(
    title=gettext_lazy("Comments of the public"),
    columns=[
        (gettext_lazy("Comment"), lambda row: row.comment[:60]),
        (gettext_lazy("Unit"), lambda row: row.organisation.short_name),
        (gettext_lazy("Rating"), lambda row: row.get_option_display()),
        (gettext_lazy("Day"), lambda row: row.rated_on.isoformat()),
    ],
    lamp=lambda row: (row.tone, row.get_comment_state_display()),
    link=address("comment"),
    nothing=gettext_lazy("Nobody has written a comment yet."),
)


@require_safe
@office_only
def comment_list(request):
    rows = UnitRating.objects.exclude(comment_state=C.NONE).select_related("organisation")
    return listing(request, COMMENTS, rows, forms.CommentsFilter(request.GET))


COMMENT_DEEDS = {
    "release": Deed(
        PlainForm,
        satisfaction.release,
        lambda actor, row: row.comment_state == C.WAITING,
        gettext_lazy("Release the comment"),
        gettext_lazy("Everybody may read it now."),
        "eye",
    ),
    "withhold": Deed(
        ReasonForm,
        satisfaction.withhold,
        lambda actor, row: row.comment_state in (C.WAITING, C.RELEASED),
        gettext_lazy("Withhold the comment"),
        gettext_lazy("Withheld; the rating counts all the same."),
        "stop",
        grave=True,
    ),
}


def comment_page(request, row: UnitRating, refused=None):
    about = {
        "title": _("Comment about %(unit)s") % {"unit": row.organisation.short_name},
        "lamp": (row.tone, row.get_comment_state_display()),
        "facts": [
            (_("Comment"), row.comment),
            (_("Unit"), row.organisation.name),
            (_("Rating"), row.get_option_display()),
            (_("Day"), row.rated_on),
            (_("Decided by"), deed_of(row.decided_by, row.decided_at)),
            (_("Reason"), row.reason),
        ],
        "back": (reverse("scoring:comments"), COMMENTS.title),
        "deed_address": "scoring:comment_deed",
        "deed_key": row.pk,
        "nav_at": reverse("scoring:comments"),
    }
    return detail(request, row, COMMENT_DEEDS, about, refused)


def commented(pk) -> UnitRating:
    rows = UnitRating.objects.exclude(comment_state=C.NONE).select_related("organisation", "decided_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
@office_only
def comment(request, pk):
    return comment_page(request, commented(pk))


@require_http_methods(["GET", "POST"])
@office_only
def comment_deed(request, pk, deed):
    return take(request, commented(pk), deed, COMMENT_DEEDS, comment_page, address("comment"))
