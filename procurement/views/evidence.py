"""Evidence over the whole market: who meets whom, observed and expected, as a picture and as a list."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.exports import xlsx_response
from procurement.evidence import KINDS, pairs
from procurement.forms.flags import EvidenceForm
from procurement.network import HEIGHT, WIDTH, drawn
from procurement.permissions_flags import can_see_evidence
from procurement.views.common import only
from procurement.views.flags import NOT_YOURS

LISTED = 50


@require_safe
@only(can_see_evidence, NOT_YOURS)
def evidence(request, kind):
    if kind not in KINDS:
        raise Http404
    form = EvidenceForm.of(request.GET)
    asked = form.asked(kind)
    found = pairs(asked)
    if form.is_valid() and form.cleaned_data["export"]:
        return export(kind, found)
    points, lines = drawn(found[:LISTED])
    page = {
        "kind": kind,
        "kinds": [(name, words[0]) for name, words in KINDS.items()],
        "words": KINDS[kind],
        "form": form,
        "asked": asked,
        "rows": found[:LISTED],
        "total": found[0].total if found else 0,
        "points": points,
        "lines": lines,
        "width": WIDTH,
        "height": HEIGHT,
    }
    return render(request, "procurement/flags/evidence.html", page)


def export(kind: str, found):
    title, left, right = KINDS[kind]
    header = [
        left,
        right,
        _("met"),
        _("expected by chance"),
        _("probability by chance"),
        _("left won"),
        _("right won"),
    ]
    header += [_("tenders of the left"), _("tenders of the right"), _("tenders in all"), _("marks in common")]
    rows = (
        [*pair.names, pair.met, round(pair.expected, 4), pair.chance, pair.left_won, pair.right_won]
        + [pair.left_n, pair.right_n, pair.total, "、".join(pair.keys)]
        for pair in found
    )
    return xlsx_response(str(title), header, rows)
