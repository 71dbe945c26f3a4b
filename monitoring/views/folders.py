"""The page of a paper of supervision that runs through deeds: notice, efficiency case. Facts left, deeds right.

The `Noun` says what is special about each; it is the one that the desks of the units use for their papers.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.views.bench import Noun, entries, mark, panel, points, seen
from monitoring.permissions_notices import NOT_YOUR_DUTY, possible_deeds, why_not
from records.desk import denied, is_known, sent
from records.models import Document
from records.refusal import Refused

WATCHERS_ONLY = [Document.Kind.INSTRUCTION]  # a leader's own words stay with those who watch


def page(request, noun: Noun, thing, chosen="", form=None, *, status=200, **more):
    """The facts, what was said, the papers, the course; and what this actor may do now."""
    today = timezone.localdate()
    names = possible_deeds(request.actor, thing, today)
    first = chosen if chosen in names else next(iter(names), "")
    told = entries(noun, thing)
    tone, words = noun.lamp(thing, today)
    refused = form if form is not None and chosen not in names else None
    about = {
        "noun": noun,
        "thing": thing,
        "tone": tone,
        "words": words,
        "facts": [(label, value) for label, value in noun.facts(thing) if value not in (None, "")],
        "texts": [(heading, text) for heading, text in noun.texts(thing) if text],
        "documents": papers_of(thing, request.actor),
        "points": points(noun, told),
        "notes": list(noun.notes(thing, request.actor)),
        "panels": [panel(noun, thing, name, form if name == chosen else None, name == first) for name in names],
        "mark": mark(told),
        "refused": refused,
        "refused_deed": noun.deeds[chosen].label if refused else "",
        "register": reverse(noun.register),
    }
    return render(request, f"monitoring/notices/{noun.name.partition(':')[2]}.html", about | more, status=status)


def papers_of(thing, actor) -> list[Document]:
    papers = Document.objects.about(thing).order_by("pk")
    above = thing.organisation.path.startswith(actor.watched_path) if actor.holds("inspector", "leader") else False
    return list(papers if above else papers.exclude(kind__in=WATCHERS_ONLY))


def take(request, noun: Noun, thing, name: str, show=page):
    """Do one deed. The answer is the page again: after it, or with what was wrong and everything typed."""
    if name not in noun.deeds:
        raise Http404
    if request.method == "GET":  # somebody comes back after signing in again
        return show(request, noun, thing, chosen=name)
    reason = why_not(request.actor, name, thing)
    if reason:
        return denied(request, reason)
    key, was = sent(request), request.POST.get("seen", "")
    form = noun.deeds[name].form(thing, request.POST, request.FILES, deed=name)
    if was and was != mark(entries(noun, thing)) and not is_known(request.actor, key):
        return overtaken(request, noun, thing, name, form, show)
    if not form.is_valid():
        return show(request, noun, thing, name, form, status=422)
    return act(request, noun, thing, name, form, key, show)


def act(request, noun: Noun, thing, name: str, form, key: str, show):
    """Call the action and answer in a way the person at the desk understands."""
    chosen = noun.deeds[name]
    try:
        made = chosen.action(thing, by=request.actor, now=timezone.now(), key=key, **form.arguments())
    except PermissionDenied as refused:
        return denied(request, str(refused) or NOT_YOUR_DUTY)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        again = seen(noun, request.actor, thing.pk)
        return show(request, noun, again, name, form, status=409 if refusal.code else 422)
    messages.success(request, chosen.done)
    return redirect(noun.name, made.pk if type(made) is noun.model else thing.pk)


def overtaken(request, noun: Noun, thing, name: str, form, show):
    """Somebody else acted while this page was open: nothing is done, and it is told what happened."""
    form.full_clean()
    form.errors.clear()
    last = points(noun, entries(noun, thing))[-1]
    words = _("While this page was open, somebody else acted: %(who)s, “%(what)s”. Nothing of yours was carried out.")
    form.add_error(None, words % {"who": last["who"] or "", "what": last["title"]})
    return show(request, noun, thing, name, form, status=409)
