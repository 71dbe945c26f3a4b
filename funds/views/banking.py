"""Files to the bank and the bank's answers: what goes out, what came back, and what differs."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from funds.actions import paying, reconciling
from funds.forms import desk as forms
from funds.forms.files import FileForm
from funds.models import Application, PaymentFile, Statement, StatementLine
from funds.money import yuan
from funds.permissions import is_finance
from funds.views.common import NOT_YOUR_DUTY, Table, blame, detail, done, download, listing, only, posted
from funds.views.desk import address
from funds.views.quotas import AMOUNT, application_cells
from records.desk import local
from records.fields import ListFilter
from records.refusal import Refused

S, R = Application.State, StatementLine.Result
TOTAL = gettext_lazy("Total (yuan)")
FILES = Table(
    title=gettext_lazy("Files to the bank"),
    columns=[
        (gettext_lazy("Number"), lambda row: row.number),
        (gettext_lazy("made on"), lambda row: local(row.made_at)),
        (gettext_lazy("payments"), lambda row: row.lines),
        (TOTAL, lambda row: yuan(row.total)),
    ],
    lamp=lambda row: (
        ("warn", _("%(count)s open") % {"count": row.open}) if row.open else ("ok", _("answered by the bank"))
    ),
    link=address("file"),
    nothing=gettext_lazy("No file has been made yet."),
    numeric=(TOTAL,),
)


@require_http_methods(["GET", "POST"])
@only(is_finance, NOT_YOUR_DUTY)
def files(request):
    """What is to be paid, to be ticked and sent; below it the files that were made."""
    finance = request.actor.organisation
    ready = Application.objects.filter(state=S.APPROVED, quota__account__fund__finance__in=finance.units)
    ready = list(ready.select_related("payee", "quota__account__organisation").order_by("approved_at", "pk")[:200])
    form = FileForm(ready, *posted(request))
    if form.is_bound and form.is_valid():
        made = done(request, form, paying.make_file, finance)
        if made is not None:
            messages.success(request, _("The file is made: fetch it and hand it to the bank."))
            return redirect("funds:file", made.pk)
    rows = PaymentFile.objects.filter(organisation__in=finance.units).defer("text")
    rows = rows.annotate(open=Count("applications", filter=Q(applications__state=S.SENT))).order_by("-pk")
    more = {"picking": form, "ready": [(one, application_cells(one)) for one in ready]}
    page = listing(request, FILES, rows, ListFilter(request.GET), template="funds/desk/files.html", **more)
    page.status_code = 422 if form.is_bound else 200
    return page


def seen_file(actor, pk) -> PaymentFile:
    rows = PaymentFile.objects.filter(organisation__in=actor.units).select_related("made_by")
    return get_object_or_404(rows.annotate(open=Count("applications", filter=Q(applications__state=S.SENT))), pk=pk)


@require_safe
@only(is_finance, NOT_YOUR_DUTY)
def file(request, pk):
    row = seen_file(request.actor, pk)
    facts = [
        (_("made on"), f"{row.made_by} {local(row.made_at)}"),
        (_("payments"), row.lines),
        (_("Total (yuan)"), yuan(row.total)),
        (_("digest"), row.digest),
    ]
    headers = [(_("Number"), False), (_("Payee"), False), (_("State"), False), (AMOUNT, True)]
    lines = row.applications.select_related("payee").order_by("line")
    about = {
        "title": _("Payment file %(number)s") % {"number": row.number},
        "lamp": FILES.lamp(row),
        "facts": facts,
        "tables": [(_("Payments of the file"), headers, [application_cells(line) for line in lines])],
        "links": [(reverse("funds:file_csv", args=[row.pk]), _("Fetch the file (CSV)"))],
        "back": (reverse("funds:files"), FILES.title),
        "nav_at": reverse("funds:files"),
    }
    return detail(request, row, {}, about)


@require_safe
@only(is_finance, NOT_YOUR_DUTY)
def file_csv(request, pk):
    row = seen_file(request.actor, pk)
    return download(row.text, row.number)


STATEMENTS = Table(
    title=gettext_lazy("Answers of the bank"),
    columns=[
        (gettext_lazy("File"), lambda row: row.name),
        (gettext_lazy("read in at"), lambda row: local(row.read_at)),
        (gettext_lazy("lines"), lambda row: row.lines),
        (TOTAL, lambda row: yuan(row.total)),
    ],
    lamp=lambda row: (
        ("over", _("%(count)s differ") % {"count": row.open}) if row.open else ("ok", _("all lines agree"))
    ),
    link=address("statement"),
    nothing=gettext_lazy("No file of the bank has been read yet."),
    numeric=(TOTAL,),
)
OPEN = Count("rows", filter=~Q(rows__result__in=StatementLine.AGREED) & Q(rows__settled_at=None))


@require_http_methods(["GET", "POST"])
@only(is_finance, NOT_YOUR_DUTY)
def statements(request):
    """Read a file of the bank; below it those that were read."""
    form, faults = forms.StatementForm(*posted(request)), []
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        about = {"by": request.actor, "now": timezone.now()}
        try:
            made = reconciling.read_statement(request.actor.organisation, upload.name, read(upload), **about)
        except Refused as refusal:
            faults = getattr(refusal, "faults", [])
            if not faults:
                blame(form, refusal)
        else:
            messages.success(request, _("Read: what agrees is booked, what differs stands below."))
            return redirect("funds:statement", made.pk)
    rows = Statement.objects.filter(organisation__in=request.actor.units).annotate(open=OPEN).order_by("-pk")
    more = {"upload": form, "faults": faults}
    empty = ListFilter(request.GET)
    page = listing(request, STATEMENTS, rows, empty, template="funds/desk/statements.html", **more)
    page.status_code = 422 if form.is_bound else 200
    return page


def read(upload) -> bytes:
    """The bytes of an upload, one more than is taken at most: a huge file is never read whole."""
    from funds.bankfiles import MOST_BYTES

    return upload.read(MOST_BYTES + 1)


LINE_TONES = {R.PAID: "ok", R.FAILED: "info", R.DISORDER: "warn"}


def seen_statement(actor, pk) -> Statement:
    rows = Statement.objects.filter(organisation__in=actor.units).select_related("read_by")
    return get_object_or_404(rows.annotate(open=OPEN), pk=pk)


@require_safe
@only(is_finance, NOT_YOUR_DUTY)
def statement(request, pk):
    return statement_page(request, seen_statement(request.actor, pk))


def statement_page(request, row: Statement, refused=None):
    rows = row.rows.select_related("application", "settled_by")
    lines = sorted(rows, key=lambda one: (one.result in StatementLine.AGREED, one.settled_at is not None, one.pk))
    page = {
        "row": row,
        "title": _("Answer of the bank %(name)s") % {"name": row.name},
        "lamp": STATEMENTS.lamp(row),
        "facts": [
            (_("read in at"), f"{row.read_by} {local(row.read_at)}"),
            (_("lines"), row.lines),
            (_("Total (yuan)"), yuan(row.total)),
            (_("digest"), row.digest),
        ],
        "lines": [bank_line(request.actor, row, one, refused) for one in lines[:300]],
        "nav_at": reverse("funds:statements"),
    }
    return render(request, "funds/desk/statement.html", page, status=422 if refused else 200)


def bank_line(actor, statement: Statement, line: StatementLine, refused) -> dict:
    """A line with its form, where this person may settle the difference."""
    settled = line.settled_at is not None
    open_ = line.result not in StatementLine.AGREED and not settled
    tone = "done" if settled else LINE_TONES.get(line.result, "over")
    form = refused[1] if refused and refused[0] == line.pk else forms.SettleForm(auto_id=f"id_{line.pk}_%s")
    may = open_ and actor.user.pk != statement.read_by_id
    return {"line": line, "amount": yuan(line.amount), "tone": tone, "form": form if may else None}


@require_POST
@only(is_finance, NOT_YOUR_DUTY)
def settle(request, pk, line):
    """Say how a difference was settled."""
    row = seen_statement(request.actor, pk)
    difference = get_object_or_404(row.rows, pk=line)
    form = forms.SettleForm(request.POST, auto_id=f"id_{line}_%s")
    if form.is_valid() and done(request, form, reconciling.settle_difference, difference) is not None:
        messages.success(request, _("The difference is settled."))
        return redirect("funds:statement", pk)
    return statement_page(request, row, (difference.pk, form))
