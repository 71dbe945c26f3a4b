"""Efficiency cases: register with what came out, proposal, page with persons and outcomes; papers of supervision."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from approvals.forms.ledger import CopiesForm
from approvals.views.bench import Noun, seen
from approvals.views.deeds import Deed
from complaints.models import Order
from monitoring import forms_notices as forms
from monitoring.actions import efficiency as actions
from monitoring.letters_notices import KINDS
from monitoring.models import EfficiencyCase, Involved, Notice, Outcome, Urge
from monitoring.permissions_notices import can_draft, can_instruct, can_read_outcome
from monitoring.subjects import Chosen, chosen_subject
from monitoring.views import folders
from monitoring.views.notices import EXPORTED, narrowed
from records import paging
from records.actions import note_printing
from records.desk import attempt, local
from records.models import Document
from records.refusal import Refused
from records.subjects import described, may_open

State = EfficiencyCase.State
TONES = {State.PROPOSED: "info", State.DROPPED: "done", State.FILED: "warn", State.CONCLUDED: "done"}
DEEDS = {
    "file": Deed(forms.SignForm, actions.file, _("Sign and file the case"), _("The case is filed; its term runs.")),
    "drop": Deed(forms.WhyForm, actions.drop, _("Do not file"), _("The case is not filed."), icon="stop"),
    "involve": Deed(
        forms.InvolveForm, actions.involve, _("Name a person"), _("The person is named in the case."), icon="plus"
    ),
    "propose_outcome": Deed(
        forms.OutcomeProposalForm,
        actions.propose_outcome,
        _("Propose an outcome"),
        _("The outcome is proposed; a second person decides."),
        icon="edit",
    ),
    "decide_outcome": Deed(
        forms.OutcomeDecisionForm, actions.decide_outcome, _("Decide on an outcome"), _("The decision is on record.")
    ),
    "conclude": Deed(forms.ConcludeForm, actions.conclude, _("Conclude the case"), _("The case is concluded.")),
}
STORY = {
    "monitoring.efficiency.proposed": _("Case proposed"),
    "monitoring.efficiency.filed": _("Case filed"),
    "monitoring.efficiency.dropped": _("Case not filed"),
    "monitoring.efficiency.involved": _("Person named"),
    "monitoring.efficiency.outcome_proposed": _("Outcome proposed"),
    "monitoring.efficiency.outcome_decided": _("Outcome decided on"),
    "monitoring.efficiency.concluded": _("Case concluded"),
}


def lamp(case: EfficiencyCase, today):
    """The state; red when the inquiry has taken longer than its term."""
    if case.state == State.FILED and case.clock.due_on < today:
        return "over", _("inquiry overdue")
    return TONES[case.state], case.get_state_display()


def facts(case: EfficiencyCase):
    filed = local(case.filed_at)
    return [
        (_("Unit"), case.organisation.name),
        (_("Comes from"), case.get_source_display()),
        (_("Gravity"), case.get_gravity_display()),
        (_("Basis"), case.basis),
        (_("Proposed by"), case.proposed_by),
        (_("Filed by"), f"{case.filed_by}　{filed}" if case.filed_by else ""),
        (_("To be concluded by"), f"{case.clock.due_on:%Y-%m-%d}" if case.state == State.FILED else ""),
        (_("Concluded by"), case.concluded_by),
    ]


def notes(case: EfficiencyCase, actor):
    """What it comes from, and how far up responsibility has to be looked for."""
    if case.notice_id and Notice.objects.visible_to(actor).filter(pk=case.notice_id).exists():
        url = reverse("monitoring:notice", args=[case.notice_id])
        yield {"tone": "info", "text": gettext("The notice behind it."), "url": url, "link": str(case.notice)}
    if case.gravity == EfficiencyCase.Gravity.MAJOR and case.state == State.FILED:
        words = gettext("A major case: the main leader or the leader in charge has to be looked into as well.")
        yield {"tone": "warn", "text": words, "url": "", "link": ""}


NOUN = Noun(
    model=EfficiencyCase,
    name="monitoring:efficiency_case",
    register="monitoring:efficiency_cases",
    title=_("Efficiency cases"),
    deeds=DEEDS,
    story=STORY,
    lamp=lamp,
    facts=facts,
    texts=lambda case: [
        (_("Facts found"), case.facts),
        (_("Reasons"), case.reason),
        (_("Result of the inquiry"), case.result),
    ],
    columns=[
        (_("Number"), str),
        (_("Matter"), lambda case: case.matter),
        (_("Unit"), lambda case: case.organisation.name),
        (_("Comes from"), lambda case: case.get_source_display()),
        (_("Gravity"), lambda case: case.get_gravity_display()),
        (_("Filed at"), lambda case: case.filed_at),
        (_("State"), lambda case: case.get_state_display()),
    ],
    searched=["number__icontains", "matter__icontains", "involved__person__name__icontains"],
    dated="proposed_at",
    related=["clock", "proposed_by", "filed_by", "concluded_by", "notice"],
    notes=notes,
)


def check_watch(actor):
    if not (can_draft(actor) or can_instruct(actor)):
        raise PermissionDenied


@require_safe
def cases(request):
    """The register of inquiries with the sums that are reported: cases, persons, outcomes by kind (seed S3-15)."""
    check_watch(request.actor)
    form = forms.RegisterForm(request.GET, request.actor, State.choices)
    form.is_valid()
    mine = EfficiencyCase.objects.visible_to(request.actor)
    found = narrowed(mine.select_related("organisation", *NOUN.related), NOUN, form.cleaned_data).distinct()
    if "xlsx" in request.GET:
        cells = ([cell(case) for _header, cell in NOUN.columns] for case in found.order_by("-pk")[:EXPORTED])
        return xlsx_response(gettext("Efficiency cases"), [header for header, _cell in NOUN.columns], cells)
    part, today = paging.sliced(found.order_by("-pk"), request.GET, paging.PAGE_SIZE), timezone.localdate()
    about = {
        "form": form,
        "part": part,
        "rows": [(case, lamp(case, today)) for case in part.rows],
        "tiles": tiles(mine),
        "may_draft": can_draft(request.actor),
        "is_narrowed": any(form.cleaned_data.values()),
    }
    return render(request, "monitoring/notices/cases.html", about)


def tiles(mine) -> list[dict]:
    """How many cases are under inquiry and concluded, how many persons were held responsible, and how."""
    states = Counter(mine.order_by().values_list("state", flat=True))
    against = Outcome.objects.of_consequence().filter(case__in=mine).order_by()
    kinds = Counter(against.values_list("kind", flat=True))
    persons = against.exclude(involved=None).values("involved__person").distinct().count()
    shown = [
        {"tone": "warn", "count": states[State.FILED], "words": State.FILED.label},
        {"tone": "ok", "count": states[State.CONCLUDED], "words": State.CONCLUDED.label},
        {"tone": "over", "count": persons, "words": _("persons held responsible")},
    ]
    return shown + [
        {"tone": "info", "count": kinds[kind], "words": kind.label} for kind in Outcome.Kind if kinds[kind]
    ]


@require_safe
def case(request, pk):
    """One inquiry: persons, outcomes, papers, and what may be done now."""
    check_watch(request.actor)
    return show(request, NOUN, seen(NOUN, request.actor, pk))


def show(request, noun, found: EfficiencyCase, chosen="", form=None, *, status=200):
    outcomes = list(
        found.outcomes.select_related("involved__person", "proposed_by", "decided_by", "case__organisation")
    )
    about = {
        "involved": Involved.objects.filter(case=found).select_related("person"),
        "outcomes": [(outcome, paper_of(outcome)) for outcome in outcomes],
        "subject": described([found])[0],
        "may_open": may_open(request.actor, found),
    }
    return folders.page(request, noun, found, chosen, form, status=status, **about)


def paper_of(outcome: Outcome):
    """The key of the paper that tells the outcome, or None."""
    return Document.objects.about(outcome).filter(kind=KINDS[outcome.kind]).values_list("pk", flat=True).first()


@require_http_methods(["GET", "POST"])
def case_deed(request, pk, deed):
    """One deed on one inquiry."""
    check_watch(request.actor)
    return folders.take(request, NOUN, seen(NOUN, request.actor, pk), deed, show)


@require_http_methods(["GET", "POST"])
def new_case(request):
    """Propose an inquiry: about a card, a notice, a unit, or by itself."""
    if not can_draft(request.actor):
        raise PermissionDenied
    chosen = chosen_subject(request.GET, request.actor)
    data = request.POST if request.method == "POST" else None
    about = {"actor": request.actor, "organisation": chosen.organisation, "initial": beginning(chosen)}
    form = forms.ProposalForm(data, **about)
    made = proposed(request, form, chosen) if form.is_valid() else None
    if made:
        messages.success(request, _("The case is proposed; a second person files it."))
        return redirect("monitoring:efficiency_case", made.pk)
    page = {"form": form, "chosen": chosen, "register": reverse("monitoring:efficiency_cases")}
    return render(request, "monitoring/notices/new_case.html", page, status=422 if data is not None else 200)


def beginning(chosen: Chosen) -> dict:
    """What the notice behind the case says already."""
    if isinstance(chosen.thing, Order):
        return of_order(chosen.thing)
    if chosen.notice is None:
        return {"source": EfficiencyCase.Source.CARD if chosen.card else EfficiencyCase.Source.OWN}
    notice = chosen.notice
    said = {"matter": notice.matter, "facts": notice.facts, "basis": notice.basis}
    return said | {"source": EfficiencyCase.Source.NOTICE}


def of_order(order: Order) -> dict:
    """What an order, and what was established about it, say already; who complained stands nowhere."""
    proof = order.proofs.order_by("-pk").first()
    facts, basis = (proof.facts, proof.basis) if proof else (order.text, "")
    said = {"matter": order.title[: forms.MATTER], "facts": facts[: forms.PROPOSED], "basis": basis[: forms.BASIS]}
    return said | {"source": EfficiencyCase.Source.COMPLAINT}


def proposed(request, form, chosen: Chosen):
    unit = chosen.organisation or form.cleaned_data["unit"]
    about = {"organisation": unit, "said": form.said, "card": chosen.card, "notice": chosen.notice}
    return attempt(request, form, actions.propose, chosen.thing or unit, **about)


# Papers


def readable(request, pk) -> Document:
    """The paper, or 404. A notice by its own rule, an outcome by whom it concerns."""
    paper = get_object_or_404(Document.objects.select_related("organisation", "subject_type"), pk=pk)
    question = READERS.get(paper.subject_type.model_class())
    if question is None or not question(request.actor, paper):
        raise Http404
    return paper


def reads_notice(actor, paper) -> bool:
    above = can_draft(actor) or can_instruct(actor)
    seen_by = Notice.objects.visible_to(actor).filter(pk=paper.subject_id).exists()
    return seen_by and (above or paper.kind not in folders.WATCHERS_ONLY)


def reads_case(actor, paper) -> bool:
    """The letter of filing goes to the unit as well: its head reads it."""
    if EfficiencyCase.objects.visible_to(actor).filter(pk=paper.subject_id).exists():
        return True
    return actor.holds("head") and actor.works_for(paper.subject.organisation_id)


def reads_outcome(actor, paper) -> bool:
    outcome = Outcome.objects.select_related("case__organisation", "involved").get(pk=paper.subject_id)
    return can_read_outcome(actor, outcome)


def reads_urge(actor, paper) -> bool:
    return Urge.objects.visible_to(actor).filter(pk=paper.subject_id).exists()


READERS = {Notice: reads_notice, EfficiencyCase: reads_case, Outcome: reads_outcome, Urge: reads_urge}


@require_http_methods(["GET", "POST"])
def paper(request, pk):
    """One paper of supervision on A4; its copies go into the print register."""
    found = readable(request, pk)
    form = CopiesForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and noted(request, found, form):
        return redirect(f"{reverse('monitoring:paper', args=[found.pk])}?print=1")
    page = {"document": found, "form": form, "back": back_to(found, request.actor), "size": size_of(found)}
    page["print_now"] = "print" in request.GET
    return render(request, "monitoring/notices/paper.html", page, status=422 if request.method == "POST" else 200)


def noted(request, found, form) -> bool:
    """The line of the print register; what speaks against it goes into the form."""
    typed = form.cleaned_data
    try:
        note_printing(found, by=request.actor, now=timezone.now(), copies=typed["copies"], key=typed["key"])
    except Refused as refusal:
        form.add_error("copies", str(refusal.message))
    return not form.errors


def back_to(found, actor) -> str:
    """The page that the paper belongs to; for an outcome its case, for the person concerned the own archive."""
    if isinstance(found.subject, Urge):
        return reverse("monitoring:urges")
    if isinstance(found.subject, Notice):
        return reverse("monitoring:notice", args=[found.subject_id])
    if not (can_draft(actor) or can_instruct(actor)):
        return reverse("monitoring:my_archive")
    case = found.subject.case if isinstance(found.subject, Outcome) else found.subject
    return reverse("monitoring:efficiency_case", args=[case.pk])


LARGE, SMALL = 200, 420  # signs up to which a letter is set in the ordinary and in the small size


def size_of(found) -> str:
    """The class that keeps the letter on one page: ordinary, tight, dense."""
    signs = sum(len(paragraph) for paragraph in found.body["paragraphs"])
    return "" if signs <= LARGE else "tight" if signs <= SMALL else "tight dense"
