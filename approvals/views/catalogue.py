"""The catalogue of items for the staff: the list, one item with its versions, two versions side by side, the deeds."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from approvals.actions import catalogue as actions
from approvals.catalogue import writing
from approvals.catalogue.compare import SAME, compare
from approvals.catalogue.content import RELATED, content
from approvals.catalogue.savings import figures
from approvals.filters import CatalogueFilter
from approvals.forms import catalogue as forms
from approvals.models import CleanUpProposal, Item
from approvals.permissions import can_draft_items, can_publish_item, can_see_catalogue
from approvals.views.desk import only
from powers.models import Power, is_unlisted
from records.desk import denied, sent
from records.paging import sliced
from records.refusal import Refused

ON_A_PAGE = 30
ALIVE = [Item.State.DRAFT, Item.State.PUBLISHED]
NOT_FOR_YOU = gettext_lazy("The catalogue is kept by the units and the system administrator.")


def listed(actor):
    """One row for each code: the version in force, else its draft, else the last one it had."""
    same = Item.objects.filter(code=OuterRef("code"))
    published, draft = same.filter(state=Item.State.PUBLISHED), same.filter(state=Item.State.DRAFT)
    alive_or_later = same.filter(Q(state__in=ALIVE) | Q(version__gt=OuterRef("version")))
    rows = Item.objects.kept_by(actor).annotate(has_draft=Exists(draft))
    shown = (
        Q(state=Item.State.PUBLISHED)
        | (Q(state=Item.State.DRAFT) & ~Exists(published))
        | (Q(state__in=[Item.State.RETIRED, Item.State.CANCELLED]) & ~Exists(alive_or_later))
    )
    return rows.filter(shown).select_related("organisation").order_by("organisation__sort", "code")


@require_safe
@only(can_see_catalogue, NOT_FOR_YOU)
def items(request):
    """The list with its filters; ?export=xlsx gives the workbook of what is in force."""
    narrowed = CatalogueFilter(request.GET, queryset=listed(request.actor), request=request)
    if request.GET.get("export"):
        return export(narrowed.qs, timezone.localdate())
    page = sliced(narrowed.qs, request.GET, ON_A_PAGE)
    asked = any(request.GET.get(name) for name in narrowed.filters)
    more = {"filter": narrowed, "page": page, "asked": asked, "drafter": can_draft_items(request.actor)}
    return render(request, "approvals/catalogue/items.html", more)


def export(rows, today):
    found = rows.filter(state=Item.State.PUBLISHED).prefetch_related(*RELATED)
    name = f"{_('Catalogue of items')}-{today.isoformat()}"
    return writing.response(name, ((item.code, content(item)) for item in found))


def versions_of(actor, code: str) -> list[Item]:
    """All versions, the newest first; 404 for another unit's item as for an absent one."""
    rows = Item.objects.kept_by(actor).filter(code=code).order_by("-version")
    found = list(rows.select_related("organisation", "drafted_by", "published_by").prefetch_related(*RELATED))
    if not found:
        raise Http404
    return found


def draft_of(versions: list[Item]) -> Item | None:
    return next((item for item in versions if item.is_draft), None)


def in_force(versions: list[Item]) -> Item | None:
    return next((item for item in versions if item.is_published), None)


@require_safe
@only(can_see_catalogue, NOT_FOR_YOU)
def item(request, code):
    return show_item(request, versions_of(request.actor, code))


def show_item(request, versions, form=None, *, status=200):
    """One item: its versions, what is proposed for it, and what this post may do."""
    actor, current, draft = request.actor, in_force(versions), draft_of(versions)
    proposals = CleanUpProposal.objects.filter(item__in=versions).select_related(
        "item", "into", "proposed_by", "decided_by"
    )
    drafter = can_draft_items(actor)
    shown = current or versions[0]
    page = {
        "item": shown,
        "power": Power.objects.in_force().filter(code=shown.power_code).first(),
        "is_unlisted": is_unlisted(shown.organisation_id, shown.power_code),
        "current": current,
        "draft": draft,
        "versions": [{"item": one, "figures": figures(one), "before": older(versions, one)} for one in versions],
        "proposals": list(proposals[:20]),
        "drafter": drafter,
        "head": can_publish_item(actor, current or versions[0]),
        "form": form or (forms.ProposeForm() if drafter and current else None),
    }
    return render(request, "approvals/catalogue/item.html", page, status=status)


def older(versions: list[Item], item: Item) -> Item | None:
    return next((other for other in versions if other.version < item.version), None)


@require_safe
@only(can_see_catalogue, NOT_FOR_YOU)
def comparison(request, code):
    return show_comparison(request, versions_of(request.actor, code))


def show_comparison(request, versions, form=None, *, status=200):
    """Two versions side by side. Beside a draft stands what speaks against it, and the button of the head."""
    chosen = forms.VersionsForm(versions, request.GET)
    asked = chosen.cleaned_data if chosen.is_valid() else {}
    right = next((one for one in versions if one.version == asked.get("b")), versions[0])
    left = next((one for one in versions if one.version == asked.get("a")), older(versions, right) or right)
    groups = compare(content(left), content(right))
    changed = sum(row.look != SAME for group in groups for row in group.rows)
    page = {
        "versions": versions,
        "left": left,
        "right": right,
        "groups": groups,
        "changed": changed,
        "whole": asked.get("all") or left == right,
        "faults": actions.faults_of(right) if right.is_draft else [],
        "figures": [figures(left), figures(right)],
        "drafter": can_draft_items(request.actor),
        "form": publish_form(request.actor, right, form),
    }
    return render(request, "approvals/catalogue/compare.html", page, status=status)


def publish_form(actor, right: Item, form):
    if not (right.is_draft and can_publish_item(actor, right)):
        return None
    return form or forms.PublishForm()


@dataclass(frozen=True)
class Deed:
    """One button: its form, its action, on what it acts, where its page is, and what is said afterwards."""

    form: type
    action: Callable
    on: Callable
    page: Callable
    done: str


def open_proposal(versions: list[Item]):
    return CleanUpProposal.objects.filter(item__in=versions, state=CleanUpProposal.State.OPEN).first()


DEEDS = {
    "revise": Deed(
        forms.DeedForm,
        actions.revise,
        in_force,
        show_item,
        gettext_lazy("The draft is made. Change it, then the head puts it into force."),
    ),
    "discard": Deed(forms.DeedForm, actions.discard, draft_of, show_item, gettext_lazy("The draft is thrown away.")),
    "publish": Deed(
        forms.PublishForm,
        actions.publish,
        draft_of,
        show_comparison,
        gettext_lazy("The new version is in force from today; open cases keep theirs."),
    ),
    "propose": Deed(
        forms.ProposeForm,
        actions.propose,
        in_force,
        show_item,
        gettext_lazy("The proposal waits for the head of the unit."),
    ),
    "carry-out": Deed(
        forms.DeedForm,
        actions.carry_out,
        open_proposal,
        show_item,
        gettext_lazy("Decided as proposed and registered."),
    ),
    "drop": Deed(forms.DeedForm, actions.drop, open_proposal, show_item, gettext_lazy("The proposal is closed.")),
}


@require_http_methods(["GET", "POST"])
@only(can_see_catalogue, NOT_FOR_YOU)
def deed(request, code, deed):
    """Do one deed; what speaks against it is told on the page it came from, with everything typed."""
    versions = versions_of(request.actor, code)
    if deed not in DEEDS:
        raise Http404
    chosen, form = DEEDS[deed], DEEDS[deed].form(request.POST)
    if request.method == "GET":  # somebody comes back after signing in again
        return chosen.page(request, versions)
    subject = chosen.on(versions)
    if not form.is_valid():
        return chosen.page(request, versions, form, status=422)
    try:
        if subject is None:
            raise Refused(None, _("This page was old. Please check everything once more and send it again."))
        done(chosen, subject, request, form)
    except PermissionDenied as refused:
        return denied(request, str(refused))
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        fresh = versions_of(request.actor, code)
        return chosen.page(request, fresh, form, status=409 if refusal.code else 422)
    messages.success(request, chosen.done)
    if not Item.objects.kept_by(request.actor).filter(code=code).exists():  # the only draft was thrown away
        return redirect("approvals:catalogue")
    return redirect("approvals:catalogue_item", code)


DRAFTING = {actions.revise, actions.discard, actions.propose}


def done(chosen: Deed, subject, request, form):
    key = sent(request)
    if not key and chosen.action in DRAFTING:  # no page sends it so: who may not is told that first
        actions.check_drafter(request.actor)
    chosen.action(subject, by=request.actor, now=timezone.now(), key=key, **form.arguments())
