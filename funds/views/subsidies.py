"""Lists of recipients at the desks: made, filled, shown, passed on; one row; objections; rosters."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from funds.actions import checking, listing, subsidising
from funds.forms import subsidies as forms
from funds.models import FundFlag, Objection, Programme, Roll, RollLine
from funds.money import yuan
from funds.permissions import subsidies as may
from funds.views.common import NOT_YOUR_DUTY, Deed, Table, denied, detail, new, only, posted, take
from funds.views.common import listing as list_page
from records import desk, sheets
from records.actions import look
from records.fields import FileForm, PlainForm

MARKS = {
    "FF-07": gettext_lazy("stands on another list of this programme and period"),
    "FF-08": gettext_lazy("one bank account for several people"),
    "FF-09": gettext_lazy("registered as dead"),
    "FF-10": gettext_lazy("gets another subsidy that goes not together with this one"),
    "FF-11": gettext_lazy("paid by the state already"),
    "FF-13": gettext_lazy("the amount is not area × rate"),
    "name": gettext_lazy("stood on an earlier list under another name"),
    "age": gettext_lazy("not of the age of the programme"),
    "holder": gettext_lazy("the account is in another name"),
}
ROLLS = Table(
    title=gettext_lazy("Lists of recipients"),
    columns=[
        (gettext_lazy("Number"), lambda row: row.number),
        (gettext_lazy("Subsidy programme"), lambda row: row.programme.name),
        (gettext_lazy("Village"), lambda row: row.village.short_name),
        (gettext_lazy("Period paid for"), lambda row: row.period_words),
        (gettext_lazy("on show until"), lambda row: row.shown_until.isoformat() if row.is_shown else ""),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=lambda row: reverse("funds:roll", args=[row.pk]),
    nothing=gettext_lazy("No list was made yet."),
)


@require_safe
@only(may.can_work)
def rolls(request):
    rows = Roll.objects.visible_to(request.actor).select_related("programme", "village")
    ways = [(reverse("funds:pay_lists"), _("Payment lists"))]
    if may.can_load(request.actor):
        ways.append((reverse("funds:rosters"), _("Rosters to compare with")))
    add = [(reverse("funds:new_roll"), _("New list"))] if writes_lists(request.actor) else []
    return list_page(request, ROLLS, rows, forms.RollsFilter(request.GET), add=add, ways=ways)


def writes_lists(actor) -> bool:
    """Somebody of a village or town."""
    return may.can_work(actor) and actor.organisation.level in ("village", "town")


@require_http_methods(["GET", "POST"])
@only(writes_lists, NOT_YOUR_DUTY)
def new_roll(request):
    form = forms.RollForm(request.actor, *posted(request))
    programme = form.cleaned_data.get("programme") if form.is_bound and form.is_valid() else None
    about = {"title": _("New list"), "back": reverse("funds:rolls"), "saved": _("The list is begun; enter the rows.")}
    return new(
        request,
        form,
        listing.open_roll,
        programme,
        after=lambda made: (
            reverse("funds:roll", args=[made.pk]) if made.pk and isinstance(made, Roll) else about["back"]
        ),
        **about,
    )


def row_form(roll):
    """The form of a row; an area is asked for where the amount depends on it."""

    class Form(forms.RowForm):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            if roll.programme.at(roll.period).way == Programme.Way.FIXED:
                del self.fields["area"]
            self.fields["amount"].help_text = _("empty: as the programme pays")

    return Form


def objection_form(roll):
    """The form of an objection offers the rows of this list."""

    class Form(forms.ObjectionForm):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            rows = roll.lines.exclude(state=RollLine.State.STRUCK).select_related("recipient")
            self.fields["line"].offer(rows, words=lambda row: f"{row.recipient} {row.recipient.shown}")

    return Form


def is_over(roll) -> bool:
    """The publicity has ended without an open objection: whoever asks sooner is refused, and that is on record."""
    ended = roll.is_shown and timezone.localdate() > roll.shown_until
    return ended and not roll.objections.filter(answered_at=None).exists()


def roll_deeds(roll) -> dict[str, Deed]:
    return {
        "show": Deed(
            PlainForm,
            subsidising.show,
            lambda actor, row: row.state in Roll.AT and may.can_move(actor, row),
            gettext_lazy("Begin the publicity"),
            gettext_lazy("The list is on show."),
            "eye",
        ),
        "pass": Deed(
            PlainForm,
            subsidising.pass_on,
            lambda actor, row: is_over(row) and may.can_move(actor, row),
            gettext_lazy("Pass on after the publicity"),
            gettext_lazy("The list moved on."),
        ),
        "enter": Deed(
            row_form(roll),
            listing.enter,
            may.can_enter,
            gettext_lazy("Enter a row"),
            gettext_lazy("Entered and checked."),
            "plus",
        ),
        "object": Deed(
            objection_form(roll),
            subsidising.object_to,
            may.can_object,
            gettext_lazy("Write down an objection"),
            gettext_lazy("Noted; the list waits for the answer."),
            "edit",
        ),
        "return": Deed(
            forms.WordsForm,
            subsidising.send_back,
            may.can_return,
            gettext_lazy("Send back to the village"),
            gettext_lazy("Sent back."),
            "stop",
            grave=True,
        ),
    }


def roll_of(request, pk) -> Roll:
    related = ("programme__fund", "programme__manager", "village__parent", "made_by")
    return get_object_or_404(Roll.objects.visible_to(request.actor).select_related(*related), pk=pk)


def roll_page(request, roll: Roll, refused=None):
    lines = list(roll.lines.select_related("recipient").order_by("pk"))
    paid = [line for line in lines if line.state in RollLine.LIVE]
    about = {
        "template": "funds/subsidies/roll.html",
        "roll": roll,
        "deed_address": "funds:roll_deed",
        "deed_key": roll.pk,
        "lines": lines,
        "people": len(paid),
        "has_area": roll.programme.way == Programme.Way.AREA,
        "total": yuan(sum(line.amount for line in paid)),
        "rate": roll.programme.at(roll.period).rate_in_words(),
        "is_over": is_over(roll),
        "held": sum(line.state == RollLine.State.HELD for line in lines),
        "blocked": sum(line.state == RollLine.State.BLOCKED for line in lines),
        "steps": roll.steps.select_related("done_by", "organisation"),
        "objections": roll.objections.select_related("line__recipient", "answered_by"),
        "may_enter": may.can_enter(request.actor, roll),
        "may_answer": may.can_answer(request.actor, roll),
    }
    return detail(request, roll, roll_deeds(roll), about, refused)


@require_safe
@only(may.can_work)
def roll(request, pk):
    return roll_page(request, roll_of(request, pk))


@require_http_methods(["GET", "POST"])
@only(may.can_work)
def roll_deed(request, pk, deed):
    row = roll_of(request, pk)
    return take(request, row, deed, roll_deeds(row), roll_page, lambda _row: reverse("funds:roll", args=[pk]))


@require_http_methods(["GET", "POST"])
@only(may.can_work)
def import_rows(request, pk):
    """GET asks for the file; POST takes all its rows in, or says row by row what is wrong."""
    row = roll_of(request, pk)
    if not may.can_enter(request.actor, row):
        return denied(request, NOT_YOUR_DUTY)

    def enter(rows, **about) -> int:
        listing.enter(row, rows=[forms.row_of(cleaned) for _number, cleaned in rows], **about)
        return len(rows)

    page = {"title": _("Read in rows"), "saved": _("%(count)s rows are entered and checked.")}
    page |= {"back": reverse("funds:roll", args=[pk]), "pattern": reverse("funds:rows_pattern")}
    page["columns"] = sheets.labels(forms.RowForm).values()
    return desk.read_in(request, FileForm(*posted(request)), forms.RowForm, enter, **page)


@require_safe
@only(may.can_work)
def rows_pattern(request):
    """An empty workbook with the right headers."""
    return desk.pattern(_("Rows of a list"), forms.RowForm)


LINE_DEEDS = {
    "excuse": Deed(
        forms.WordsForm,
        checking.excuse,
        lambda actor, row: row.state == RollLine.State.HELD and may.can_judge(actor, row),
        gettext_lazy("Let the row pass"),
        gettext_lazy("The row stands in order."),
    ),
    "strike": Deed(
        forms.WordsForm,
        checking.strike,
        lambda actor, row: row.state != RollLine.State.STRUCK and may.can_strike(actor, row),
        gettext_lazy("Strike the row off"),
        gettext_lazy("Struck off."),
        "stop",
        grave=True,
    ),
}


def line_of(request, pk) -> RollLine:
    related = ("roll__village__parent", "roll__programme__fund", "programme__manager", "recipient", "judged_by")
    rows = RollLine.objects.filter(roll__in=Roll.objects.visible_to(request.actor))
    return get_object_or_404(rows.select_related(*related), pk=pk)


def line_page(request, line: RollLine, refused=None):
    """The facts of a row. Units that check it read the numbers in clear, and every such look is noted."""
    in_clear = may.can_see_numbers(request.actor, line.roll)
    if in_clear:
        look(line, request.actor, timezone.now())
    facts = [
        (_("Name"), line.name if in_clear else str(line.recipient)),
        (_("Identity number"), line.recipient.number if in_clear else line.recipient.shown),
        (_("Subsidy programme"), f"{line.programme} {line.roll.period_words}"),
        (_("Village"), line.roll.village.short_name),
        (_("Area"), f"{line.area} {line.programme.area_unit}" if line.area else ""),
        (_("Amount (yuan)"), yuan(line.amount)),
        (_("Bank account"), listing.account_number(line) if in_clear else line.account_shown),
        (_("Bank"), line.bank),
        (_("Holder of the account"), line.holder if in_clear or line.holder == line.name else "***"),
        (_("Reason"), line.judged_words),
    ]
    about = {
        "template": "funds/subsidies/line.html",
        "title": f"{line.recipient} {line.programme}",
        "line": line,
        "deed_address": "funds:line_deed",
        "deed_key": line.pk,
        "facts": facts,
        "marks": [MARKS.get(mark, mark) for mark in line.marks],
        "flags": FundFlag.objects.about(line).current().visible_to(request.actor),
        "grants": line.grants.select_related("pay_list"),
        "in_clear": in_clear,
    }
    return detail(request, line, LINE_DEEDS, about, refused)


@require_safe
@only(may.can_work)
def line(request, pk):
    return line_page(request, line_of(request, pk))


@require_http_methods(["GET", "POST"])
@only(may.can_work)
def line_deed(request, pk, deed):
    row = line_of(request, pk)
    return take(request, row, deed, LINE_DEEDS, line_page, lambda _row: reverse("funds:line", args=[pk]))


@require_http_methods(["GET", "POST"])
@only(may.can_work)
def objection(request, pk):
    """The answer to an objection."""
    rows = Objection.objects.filter(roll__in=Roll.objects.visible_to(request.actor), answered_at=None)
    row = get_object_or_404(rows.select_related("roll__village__parent", "roll__programme"), pk=pk)
    if not may.can_answer(request.actor, row.roll):
        return denied(request, NOT_YOUR_DUTY)
    back = reverse("funds:roll", args=[row.roll_id])
    about = {"title": _("Answer the objection"), "back": back, "saved": _("Answered."), "lead": row.words}
    form = forms.AnswerForm(*posted(request))
    return new(request, form, subsidising.answer, row, after=lambda _made: back, **about)


@require_http_methods(["GET", "POST"])
@only(lambda actor: may.can_work(actor) and may.can_load(actor), NOT_YOUR_DUTY)
def rosters(request):
    """The books of other offices that lists are compared with: read in from a file, all rows or none."""
    form = forms.RosterForm(*posted(request))

    def load(rows, **about) -> int | None:
        entries = [forms.entry_of(cleaned) for _number, cleaned in rows]
        return checking.load_roster(form.cleaned_data["kind"], entries, source=form.cleaned_data["source"], **about)

    page = {"title": _("Rosters to compare with"), "saved": _("Read in; new or changed: %(count)s.")}
    page |= {"back": reverse("funds:rolls"), "pattern": reverse("funds:rosters_pattern")}
    page["after"] = lambda _count: reverse("funds:rosters")
    return desk.read_in(
        request, form, lambda row: forms.RosterRowForm(row, kind=form.cleaned_data["kind"]), load, **page
    )


@require_safe
@only(may.can_work)
def rosters_pattern(request):
    return desk.pattern(_("Roster"), forms.RosterRowForm)
