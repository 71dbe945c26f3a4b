"""What the audit administrator reads: who signed in or failed to, who looked at what, what was taken out, the seals.

Every page only reads. Checking the record writes one entry: that it was checked, by whom, with which result.
"""

from axes.models import AccessFailureLog, AccessLog
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from administration import checking
from administration.forms import review as forms
from administration.models import Download, RightChange
from administration.permissions import is_auditor
from administration.unexplained import unexplained
from administration.views.common import AUDIT_ONLY, address, lamp_of_post, only
from administration.views.rights import POSTS
from records.desk import Table, listing, local
from records.models import Look, Seal
from records.subjects import described

DAYS = 30  # of the figures on the first page

auditors = only(is_auditor, AUDIT_ONLY)


@require_safe
@auditors
def audit(request):
    """The figures of the last thirty days, each with its list; the last checks of the record."""
    since = timezone.now() - timezone.timedelta(days=DAYS)
    figures = [
        (_("changes of rights"), RightChange.objects.filter(changed_at__gte=since).count(), "log", ""),
        (_("posts that the log of rights does not explain"), unexplained().count(), "unexplained", "over"),
        (_("failed sign-ins"), AccessFailureLog.objects.filter(attempt_time__gte=since).count(), "failures", ""),
        (_("sign-ins"), AccessLog.objects.filter(attempt_time__gte=since).count(), "sign_ins", ""),
        (_("files taken out"), Download.objects.filter(saved_at__gte=since).count(), "downloads", ""),
        (_("looks at personal data"), Look.objects.filter(looked_at__gte=since).count(), "looks", ""),
    ]
    page = {
        "figures": [(words, count, reverse(f"administration:{name}"), tone) for words, count, name, tone in figures],
        "checks": checking.latest(),
        "seal": Seal.objects.first(),
        "days": DAYS,
    }
    return render(request, "administration/audit.html", page)


@require_POST
@auditors
def check(request):
    """Look at the newest seals and entries now."""
    result = checking.check(by=request.actor, now=timezone.now())
    words = _("Intact: %(entries)s entries and %(seals)s seals were looked at.") % {
        "entries": result.entries,
        "seals": result.seals,
    }
    if result.fault:
        messages.error(request, _("Not intact: %(fault)s") % {"fault": result.fault})
    else:
        messages.success(request, words)
    return redirect("administration:audit")


@require_safe
@auditors
def unexplained_posts(request):
    """Posts that somebody made or changed without the portal."""
    rows = unexplained().select_related("user", "organisation", "deputy")
    table = Table(
        title=_("Posts that the log of rights does not explain"),
        columns=POSTS.columns,
        lamp=lamp_of_post,
        link=address("post"),
        nothing=_("Every post agrees with the log of rights."),
    )
    return listing(request, table, rows, forms.PlainFilter(request.GET))


SIGN_INS = [
    (gettext_lazy("User name"), lambda row: row.username or ""),
    (gettext_lazy("person"), lambda row: row.person),
    (gettext_lazy("time"), lambda row: local(row.attempt_time)),
    (gettext_lazy("network address"), lambda row: row.ip_address or ""),
    (gettext_lazy("browser"), lambda row: row.user_agent[:60]),
]


def named(rows) -> list:
    """The rows with the names of the staff behind the user names; telephone numbers of citizens are masked."""
    found = {user.username: user for user in User.objects.filter(username__in={row.username for row in rows})}
    for row in rows:
        user = found.get(row.username)
        row.person = "" if user is None or user.is_citizen else user.name
        if row.username and (user is None or user.is_citizen):
            row.username = f"{row.username[:3]}****{row.username[-2:]}"
    return rows


def signing(request, model, title, lamp):
    table = Table(title=title, columns=SIGN_INS, lamp=lamp, link=lambda row: f"#{row.pk}")
    rows = model.objects.order_by("-attempt_time", "-pk")
    return listing(request, table, rows, forms.SignInsFilter(request.GET), computed=lambda part: named(list(part)))


@require_safe
@auditors
def failures(request):
    def lamp(row):
        return ("over", _("locked")) if row.locked_out else ("warn", _("failed"))

    return signing(request, AccessFailureLog, _("Failed sign-ins"), lamp)


@require_safe
@auditors
def sign_ins(request):
    return signing(request, AccessLog, _("Sign-ins"), lambda row: ("ok", _("signed in")))


DOWNLOADS = Table(
    title=gettext_lazy("Files taken out"),
    columns=[
        (gettext_lazy("file"), lambda row: row.name),
        (gettext_lazy("person"), lambda row: str(row.user)),
        (gettext_lazy("Post"), lambda row: str(row.post) if row.post else ""),
        (gettext_lazy("address"), lambda row: row.path),
        (gettext_lazy("time"), lambda row: local(row.saved_at)),
    ],
    lamp=lambda row: ("info", _("was saved")),
    link=lambda row: f"#{row.pk}",
    nothing=gettext_lazy("Nobody has saved a file yet."),
)


@require_safe
@auditors
def downloads(request):
    rows = Download.objects.select_related("user", "post__organisation")
    return listing(request, DOWNLOADS, rows, forms.DownloadsFilter(request.GET))


LOOKS = Table(
    title=gettext_lazy("Looks at personal data"),
    columns=[
        (gettext_lazy("person"), lambda row: str(row.user)),
        (gettext_lazy("Post"), lambda row: str(row.post) if row.post else ""),
        (gettext_lazy("Kind"), lambda row: str(row.told.kind)),
        (gettext_lazy("number"), lambda row: row.told.number),
        (gettext_lazy("time"), lambda row: local(row.looked_at)),
    ],
    lamp=lambda row: ("info", _("was looked at")),
    link=lambda row: f"#{row.pk}",
    nothing=gettext_lazy("Nobody has looked at personal data yet."),
)


@require_safe
@auditors
def looks(request):
    """Which number was looked at, never what stands there: the audit sees no business."""
    rows = Look.objects.select_related("user", "post__organisation")
    return listing(request, LOOKS, rows, forms.LooksFilter(request.GET), computed=told)


def told(rows) -> list:
    rows = list(rows)
    for row, subject in zip(rows, described(rows), strict=True):
        row.told = subject
    return rows
