"""The register and the page of a paper that runs through deeds: penalty, levy, slip, report. Shared by all four.

A `Noun` says what is special about each; the functions here fetch, call one action and render.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.exports import xlsx_response
from accounts.models import Role
from approvals.forms.enforcement import RegisterForm
from approvals.permissions_enforcement import NOT_YOUR_DUTY, possible_deeds, why_not
from approvals.views.deeds import Deed
from records import paging
from records.desk import denied, is_known, sent
from records.models import Document, Entry
from records.refusal import Refused

EXPORTED = 20_000  # lines
UNIT = gettext_lazy("Unit")  # the column


@dataclass(frozen=True)
class Noun:
    """One kind of paper. `name` is that of its page, `register` that of its list; `story` maps verbs to words."""

    model: type
    name: str
    register: str
    title: str
    deeds: dict[str, Deed]
    story: dict[str, str]
    lamp: Callable  # (thing, today) → (tone, words)
    facts: Callable  # thing → [(label, value)]
    texts: Callable  # thing → [(heading, text)]
    columns: list[tuple[str, Callable]]  # (header, cell of a thing)
    searched: list[str]  # lookups behind the search field
    dated: str  # the time by which the register is sorted and narrowed
    related: list[str] = field(default_factory=list)
    notes: Callable = lambda thing, actor: []  # → [{tone, text, url, link}]


def seen(noun: Noun, actor, pk: int):
    """The paper, if this actor may see it; 404 for a stranger's as for an absent one."""
    rows = noun.model.objects.visible_to(actor).select_related("organisation", *noun.related)
    return get_object_or_404(rows, pk=pk)


def entries(noun: Noun, thing) -> list[Entry]:
    """What is on record about it, oldest first."""
    found = Entry.objects.about(thing).filter(verb__in=noun.story)
    return list(found.select_related("actor", "organisation").order_by("pk"))


def points(noun: Noun, told: list[Entry]) -> list[dict]:
    """The record in plain words."""
    return [
        {"title": noun.story[entry.verb], "at": entry.happened_at, "unit": entry.organisation, "who": entry.actor}
        for entry in told
    ]


def page(request, noun: Noun, thing, chosen="", form=None, *, status=200):
    """Facts left, the deeds of this actor right; `form` is the one that was refused."""
    names = possible_deeds(request.actor, thing)
    first = chosen if chosen in names else next(iter(names), "")
    told = entries(noun, thing)
    panels = [panel(noun, thing, name, form if name == chosen else None, name == first) for name in names]
    refused = form if form is not None and chosen not in names else None
    tone, words = noun.lamp(thing, timezone.localdate())
    about = {
        "noun": noun,
        "thing": thing,
        "tone": tone,
        "words": words,
        "facts": [(label, value) for label, value in noun.facts(thing) if value not in (None, "")],
        "texts": [(heading, text) for heading, text in noun.texts(thing) if text],
        "documents": list(Document.objects.about(thing).order_by("pk")),
        "points": points(noun, told),
        "notes": noun.notes(thing, request.actor),
        "panels": panels,
        "mark": mark(told),
        "refused": refused,
        "refused_deed": noun.deeds[chosen].label if refused else "",
        "just_issued": "issued" in request.GET,
        "register": reverse(noun.register),
    }
    return render(request, "approvals/enforcement/bench.html", about, status=status)


def panel(noun: Noun, thing, name: str, form, is_open: bool) -> dict:
    """One deed with its form."""
    return {
        "name": name,
        "deed": noun.deeds[name],
        "form": form if form is not None else noun.deeds[name].form(thing, deed=name),
        "open": is_open,
        "url": reverse(f"{noun.name}_deed", args=[thing.pk, name]),
    }


def mark(told: list[Entry]) -> str:
    """Where the paper stands: a form with another mark was opened before somebody else acted."""
    return str(told[-1].pk) if told else ""


def take(request, noun: Noun, thing, name: str):
    """Do one deed. The answer is the page again: after it, or with what was wrong and everything typed."""
    if name not in noun.deeds:
        raise Http404
    if request.method == "GET":  # somebody comes back after signing in again
        return page(request, noun, thing, chosen=name)
    key, was = sent(request), request.POST.get("seen", "")
    form = noun.deeds[name].form(thing, request.POST, deed=name)
    if was and was != mark(entries(noun, thing)) and not is_known(request.actor, key):
        return overtaken(request, noun, thing, name, form)
    if not form.is_valid():
        reason = why_not(request.actor, name, thing)
        return denied(request, reason) if reason else page(request, noun, thing, name, form, status=422)
    return act(request, noun, thing, name, form, key)


def act(request, noun: Noun, thing, name: str, form, key: str):
    """Call the action and answer in a way the person at the desk understands."""
    chosen = noun.deeds[name]
    try:
        chosen.action(thing, by=request.actor, now=timezone.now(), key=key, **form.arguments())
    except PermissionDenied as refused:
        return denied(request, str(refused) or NOT_YOUR_DUTY)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        again = seen(noun, request.actor, thing.pk)
        return page(request, noun, again, name, form, status=409 if refusal.code else 422)
    messages.success(request, chosen.done)
    address = reverse(noun.name, args=[thing.pk])
    return redirect(f"{address}?issued=1" if chosen.issues else address)


def overtaken(request, noun: Noun, thing, name: str, form):
    """Somebody else acted while this page was open: nothing is done, and it is told what happened."""
    form.full_clean()
    form.errors.clear()
    last = points(noun, entries(noun, thing))[-1]
    words = _("While this page was open, somebody else acted: %(who)s, “%(what)s”. Nothing of yours was carried out.")
    form.add_error(None, words % {"who": last["who"] or "", "what": last["title"]})
    return page(request, noun, thing, name, form, status=409)


def register(request, noun: Noun, **more):
    """The list: narrowed, paged, or as a spreadsheet."""
    form = RegisterForm(request.GET, noun.model.State.choices)
    form.is_valid()
    rows = noun.model.objects.visible_to(request.actor).select_related("organisation", *noun.related)
    found = narrowed(rows, noun, form.cleaned_data).order_by("-pk")
    if form.cleaned_data.get("export"):
        cells = ([cell(thing) for _header, cell in noun.columns] for thing in found[:EXPORTED])
        return xlsx_response(
            f"{noun.title}-{timezone.localdate().isoformat()}", [header for header, _cell in noun.columns], cells
        )
    part, today = paging.sliced(found, request.GET, paging.PAGE_SIZE), timezone.localdate()
    columns = shown_to(request.actor, noun)
    lines = [(thing, noun.lamp(thing, today), cells_of(columns, thing)) for thing in part.rows]
    about = {
        "noun": noun,
        "form": form,
        "part": part,
        "lines": lines,
        "columns": [header for header, _cell in columns],
    }
    about["narrowed"] = any(form.cleaned_data.get(name) for name in ("q", "state", "since", "until"))
    return render(request, "approvals/enforcement/register.html", about | more)


def shown_to(actor, noun: Noun) -> list[tuple[str, Callable]]:
    """The columns on the page: a unit need not read its own name in every line."""
    above = actor.holds(Role.INSPECTOR, Role.LEADER)
    return [column for column in noun.columns if above or column[0] != UNIT]


def cells_of(columns, thing) -> list[dict]:
    """The cells of one line, each with the header that a narrow page shows beside it."""
    return [{"header": header, "value": cell(thing)} for header, cell in columns]


def narrowed(rows, noun: Noun, asked: dict):
    """The filters of the register."""
    if text := asked.get("q"):
        found = Q()
        for lookup in noun.searched:
            found |= Q(**{lookup: text})
        rows = rows.filter(found)
    limits = {"state": "state", "since": f"{noun.dated}__date__gte", "until": f"{noun.dated}__date__lte"}
    return rows.filter(**{lookup: asked[name] for name, lookup in limits.items() if asked.get(name)})
