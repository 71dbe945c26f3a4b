"""The register of suspicions about public money, and the page of one with what may be done about it."""

from django.contrib.contenttypes.models import ContentType
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from deadlines.models import Deadline
from funds import flagged
from funds.actions import handling
from funds.detectors import BY_CODE
from funds.forms import flags as forms
from funds.models import FundFlag, Level
from funds.permissions.flags import can_decide, can_explain, can_handle, can_see_flags
from funds.views.common import Deed, Table, detail, listing, only, take
from funds.views.desk import address
from funds.words import counted, explained

S = FundFlag.State
QUEUES = {
    "open_all": lambda rows: rows.open(),
    "lapsed": lambda rows: rows.exclude(lapsed_at=None),
    "": lambda rows: rows.current(),
}
VALUE = gettext_lazy("Value")


def name_of(row: FundFlag) -> str:
    return f"{row.code} {BY_CODE[row.code].name}" if row.code in BY_CODE else row.code


def state_of(row: FundFlag) -> tuple[str, str]:
    return ("done", _("lapsed")) if row.lapsed_at else (row.tone, row.get_state_display())


FLAGS = Table(
    title=gettext_lazy("Suspicions about public money"),
    columns=[
        (gettext_lazy("Flag"), name_of),
        (gettext_lazy("What was found"), explained),
        (gettext_lazy("Fund"), lambda row: row.fund.name if row.fund else "—"),
        (gettext_lazy("Unit"), lambda row: row.organisation.short_name),
        (VALUE, lambda row: counted(row, row.value)),
        (gettext_lazy("level"), lambda row: row.get_level_display()),
        (gettext_lazy("raised at"), lambda row: timezone.localdate(row.raised_at).isoformat()),
    ],
    lamp=state_of,
    link=address("flag"),
    nothing=gettext_lazy("No suspicion stands. They appear as soon as the books or the lists show one."),
    numeric=(VALUE,),
)


@require_safe
@only(can_see_flags)
def flags(request):
    """The register; without a filter what the facts still show, the newest first."""
    seen = FundFlag.objects.visible_to(request.actor).select_related("fund", "organisation").order_by("-pk")
    form = forms.FlagsFilter(request.actor, request.GET)
    form.is_valid()
    state = form.cleaned_data.get("state", "")
    rows = QUEUES[state](seen) if state in QUEUES else seen.current().filter(state=state)
    return listing(request, FLAGS, rows, form, template="funds/flags/list.html", tiles=tiles(seen), chosen=state)


def tiles(seen) -> list[tuple]:
    """(count, words, tone, query) of the heaps that people look for first."""
    late = seen.open().filter(pk__in=overdue())
    return [
        (seen.open().count(), _("still open"), "warn", "state=open_all"),
        (seen.current().filter(state=S.PROPOSED).count(), _("wait for a second person"), "pause", "state=proposed"),
        (late.count(), _("beyond the term of handling"), "over", "state=open_all"),
        (seen.open().filter(level=Level.RED).count(), _("red lights, open"), "over", "state=open_all&level=red"),
        (seen.filter(state=S.VERIFIED).count(), _("verified"), "over", "state=verified"),
        (seen.filter(state=S.DISMISSED).count(), _("suspicion dismissed"), "ok", "state=dismissed"),
    ]


def overdue():
    kind = ContentType.objects.get_for_model(FundFlag)
    clocks = Deadline.objects.running().filter(subject_type=kind, due_on__lt=timezone.localdate())
    return clocks.values("subject_id")


def offered(states, allowed):
    """May this actor do the deed now? Its states first: they cost no question."""
    return lambda actor, row: row.lapsed_at is None and row.state in states and allowed(actor, row)


DEEDS = {
    "ask": Deed(
        forms.AskForm,
        handling.ask,
        offered([S.OPEN, S.EXPLAINED], can_handle),
        gettext_lazy("Ask for an explanation"),
        gettext_lazy("The unit is asked for an explanation."),
        "mail",
    ),
    "explain": Deed(
        forms.ExplainForm,
        handling.explain,
        offered([S.OPEN, S.ASKED], can_explain),
        gettext_lazy("Write down the explanation"),
        gettext_lazy("The explanation is on record."),
        "edit",
    ),
    "propose": Deed(
        forms.ProposeForm,
        handling.propose,
        offered([S.OPEN, S.ASKED, S.EXPLAINED], can_handle),
        gettext_lazy("Propose how it ends"),
        gettext_lazy("Proposed; a second person decides."),
        "flag",
    ),
    "decide": Deed(
        forms.DecideForm,
        handling.decide,
        offered([S.PROPOSED], can_decide),
        gettext_lazy("Decide as the second person"),
        gettext_lazy("The decision is on record."),
        "check",
        grave=True,
    ),
}
RELATED = ["fund__finance", "organisation", "version", "proposed_by"]


def seen_flag(actor, pk) -> FundFlag:
    return get_object_or_404(FundFlag.objects.visible_to(actor).select_related(*RELATED), pk=pk)


def flag_page(request, row: FundFlag, refused=None):
    """One suspicion: what it rests on, the rows behind it, what was done, and what may be done now."""
    about = {
        "title": name_of(row),
        "lamp": state_of(row),
        "flag": row,
        "words": explained(row),
        "rule": BY_CODE.get(row.code),
        "parameters": parameters_of(row),
        "facts": flagged.facts_of(row),
        "tables": flagged.tables_of(row),
        "links": [*flagged.about(row), *before_and_after(row)],
        "course": list(row.deeds.select_related("done_by")),
        "clock": flagged.clock_of(row),
        "today": timezone.localdate(),
        "back": (reverse("funds:flags"), FLAGS.title),
        "deed_address": "funds:flag_deed",
        "template": "funds/flags/flag.html",
        "nav_at": reverse("funds:flags"),
    }
    return detail(request, row, DEEDS, about, refused)


def before_and_after(row: FundFlag) -> list[tuple]:
    """The suspicion of the same matter that was closed before, and the one that new facts raised afterwards."""
    links = [(reverse("funds:flag", args=[row.earlier_id]), _("Closed before"))] if row.earlier_id else []
    return links + [(reverse("funds:flag", args=[later.pk]), _("Raised again")) for later in row.later.order_by("pk")]


def parameters_of(row: FundFlag) -> list[tuple]:
    """(words, value) of the parameters that were in force."""
    rule = BY_CODE.get(row.code)
    said = row.version.parameters if row.version_id else {}
    return [(one.words, said.get(one.name, one.default)) for one in rule.parameters] if rule else []


@require_safe
@only(can_see_flags)
def flag(request, pk):
    return flag_page(request, seen_flag(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only(can_see_flags)
def flag_deed(request, pk, deed):
    return take(request, seen_flag(request.actor, pk), deed, DEEDS, flag_page, address("flag"))
