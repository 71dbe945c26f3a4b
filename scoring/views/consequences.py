"""What follows from scores: confirmed or dropped by a second person, answered by the unit, printed as letters."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from records.desk import Deed, Table, detail, listing, take
from records.fields import PlainForm, ReasonForm
from records.models import Attachment
from scoring.actions import consequences as actions
from scoring.forms import desk as forms
from scoring.models import Consequence, Kind
from scoring.models.surveys import Option
from scoring.permissions import can_answer, can_score, reads_all_sheets
from scoring.surveys import outcome_of
from scoring.views.common import address, deed_of, staff_only, term_in_words

S = Consequence.State
CONSEQUENCES = Table(
    title=gettext_lazy("Consequences of scores"),
    columns=[
        (gettext_lazy("Unit or person"), lambda row: row.about.name),
        (gettext_lazy("Consequence"), lambda row: row.get_kind_display()),
        (gettext_lazy("Follows from"), lambda row: str(row.source)),
        (gettext_lazy("Why"), lambda row: row.words),
        (gettext_lazy("Document"), lambda row: row.document.number if row.document else ""),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=address("consequence"),
    nothing=gettext_lazy("Nothing follows from any score yet."),
)
RELATED = [
    *("sheet__organisation", "publication__round__scheme", "document", "proposed_by", "decided_by"),
    *("answered_by", "accepted_by", "appraised__survey__organisation", "appraised__organisation"),
]


@require_safe
@staff_only
def consequence_list(request):
    rows = Consequence.objects.visible_to(request.actor).select_related(*RELATED)
    return listing(request, CONSEQUENCES, rows, forms.ConsequencesFilter(request.GET))


def of_office(state, question):
    return lambda actor, row: row.state == state and question(actor, row.source)


def may_decide(actor, row: Consequence) -> bool:
    return row.state == S.PROPOSED and actions.decides(actor, row)


DEEDS = {
    "confirm": Deed(
        forms.ConfirmForm,
        actions.confirm,
        may_decide,
        gettext_lazy("Confirm"),
        gettext_lazy("Confirmed; what goes out on paper is numbered."),
        "seal",
        of_row=True,
    ),
    "drop": Deed(
        ReasonForm,
        actions.drop,
        may_decide,
        gettext_lazy("Drop"),
        gettext_lazy("Dropped; the reason stays readable."),
        "stop",
        grave=True,
    ),
    "answer": Deed(
        forms.RectifiedForm,
        actions.answer,
        lambda actor, row: (
            row.state == S.CONFIRMED and row.kind == Kind.RECTIFY and can_answer(actor, row.about.organisation)
        ),
        gettext_lazy("Report what was rectified"),
        gettext_lazy("Reported; the office looks at it."),
        "edit",
    ),
    "accept": Deed(
        PlainForm,
        actions.accept,
        of_office(S.ANSWERED, can_score),
        gettext_lazy("Accept the rectification"),
        gettext_lazy("Accepted."),
    ),
    "send-back": Deed(
        ReasonForm,
        actions.send_back,
        of_office(S.ANSWERED, can_score),
        gettext_lazy("Not enough: send back"),
        gettext_lazy("Sent back; the term runs anew."),
        "stop",
        grave=True,
    ),
}


def seen(actor, pk) -> Consequence:
    return get_object_or_404(Consequence.objects.visible_to(actor).select_related(*RELATED), pk=pk)


def consequence_page(request, row: Consequence, refused=None):
    term = term_in_words(row)
    back = "scoring:consequences" if reads_all_sheets(request.actor) else "scoring:mine"
    about = {
        "title": f"{row.get_kind_display()} {row.about.name}",
        "lamp": (row.tone, row.get_state_display()),
        "facts": facts(row),
        "clocks": [term] if term else [],
        "files": Attachment.objects.about(row),
        "links": links(row),
        "back": (reverse(back), CONSEQUENCES.title),
        "deed_address": "scoring:consequence_deed",
        "deed_key": row.pk,
        "nav_at": reverse(back),
    }
    return detail(request, row, DEEDS, about, refused)


def facts(row: Consequence) -> list[tuple]:
    return [
        (_("Follows from"), str(row.publication or row.source)),
        (_("Unit or person"), row.about.name),
        (_("Unit"), row.about.organisation.name if row.appraised_id else ""),
        (_("Why"), row.words),
        (_("Answers by option"), answers(row)),
        (_("Proposed by"), deed_of(row.proposed_by, row.proposed_at)),
        (_("Proposal"), row.get_demand_display()),
        (_("Decided by"), deed_of(row.decided_by, row.decided_at)),
        (_("Reason"), row.reason),
        (_("Document"), row.document.number if row.document else ""),
        (_("Addressee"), row.document.addressee if row.document else ""),
        (_("What was done"), row.answer),
        (_("Answered by"), deed_of(row.answered_by, row.answered_at)),
        (_("Accepted by"), deed_of(row.accepted_by, row.accepted_at)),
    ]


def answers(row: Consequence) -> str:
    """What the people said of a person; of a score nothing."""
    if row.appraised is None:
        return ""
    counts = outcome_of(row.appraised).counts
    return "，".join(f"{option.label} {counts[option.value]}" for option in Option)


def links(row: Consequence) -> list[tuple]:
    if row.appraised_id:
        found = [(reverse("scoring:survey", args=[row.appraised.survey_id]), _("The survey"))]
    else:
        found = [(reverse("scoring:sheet", args=[row.sheet_id]), _("The sheet"))]
    if row.document:
        found.append((reverse("scoring:letter", args=[row.pk]), _("The paper")))
    return found


@require_safe
@staff_only
def consequence(request, pk):
    return consequence_page(request, seen(request.actor, pk))


@require_http_methods(["GET", "POST"])
@staff_only
def consequence_deed(request, pk, deed):
    return take(request, seen(request.actor, pk), deed, DEEDS, consequence_page, address("consequence"))


@require_safe
@staff_only
def letter(request, pk):
    """The numbered paper on A4."""
    row = seen(request.actor, pk)
    if row.document is None:
        raise Http404(_("No paper was issued."))
    back = reverse("scoring:consequence", args=[row.pk])
    return render(request, "scoring/letter.html", {"document": row.document, "back": back})
