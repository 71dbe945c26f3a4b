"""What everybody may read: published answers (来信公开), the knowledge, the ranking of the units."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from complaints import figures
from complaints import ranking as places
from complaints.actions import knowledge
from complaints.forms.voices import SearchForm, VoteForm
from complaints.models import Article, Order, Publication
from records import paging
from records.refusal import Refused

HOT_DAYS, HOT = 90, 8  # the topics asked about most in the last three months
BESIDE = 5  # of one's own kind, beside a page


@login_not_required
@require_safe
def voices(request):
    """Published questions with their answers, newest first; by words the most alike first."""
    rows = Publication.objects.public().select_related("organisation", "category")
    form = SearchForm(request.GET, Publication.objects.public())
    form.is_valid()
    found = form.narrowed(rows)
    order = ["-shared", "-decided_at", "-pk"] if form.cleaned_data.get("q") else ["-decided_at", "-pk"]
    part = paging.sliced(found.order_by(*order), request.GET, paging.PAGE_SIZE)
    page = {"form": form, "part": part, "narrowed": any(form.cleaned_data.values())}
    if not page["narrowed"]:
        page |= {"hot": hot_topics(), "totals": totals(timezone.localdate())}
    return render(request, "complaints/voices/voices.html", page)


def hot_topics() -> list[dict]:
    """What was asked about most lately, of what is public."""
    since = timezone.now() - timedelta(days=HOT_DAYS)
    named = Publication.objects.public().filter(decided_at__gte=since, category__isnull=False)
    rows = named.order_by().values("category__code", "category__name").annotate(count=Count("pk"))
    return list(rows.order_by("-count", "category__code")[:HOT])


def totals(today):
    """The figures of this year, as on the ranking."""
    return figures.whole(figures.counted(Order.objects.all(), figures.year_of(today)), today)


@login_not_required
@require_safe
def voice(request, pk):
    """One question with its answer, and what is alike."""
    rows = Publication.objects.public().select_related("organisation", "category")
    found = get_object_or_404(rows, pk=pk)
    like = rows.exclude(pk=pk).matching(found.title).order_by("-shared", "-pk")[:BESIDE]
    return render(request, "complaints/voices/voice.html", {"voice": found, "like": list(like)})


def offered(today):
    """The articles that everybody may read."""
    return Article.objects.public(today).select_related("organisation", "category")


@login_not_required
@require_safe
def articles(request):
    """Questions that are asked again and again, found by words or likeness."""
    today = timezone.localdate()
    form = SearchForm(request.GET, Article.objects.public(today))
    form.is_valid()
    found = form.narrowed(offered(today))
    order = ["-shared", "-helped", "-pk"] if form.cleaned_data.get("q") else ["-helped", "-pk"]
    part = paging.sliced(found.order_by(*order), request.GET, paging.PAGE_SIZE)
    page = {"form": form, "part": part, "narrowed": any(form.cleaned_data.values())}
    return render(request, "complaints/voices/articles.html", page)


@login_not_required
@require_safe
def article(request, pk):
    """One answer that holds, until when, and whether it helped others."""
    today = timezone.localdate()
    found = get_object_or_404(offered(today), pk=pk)
    like = offered(today).exclude(pk=pk).matching(found.title).order_by("-shared", "-pk")[:BESIDE]
    return render(request, "complaints/voices/article.html", {"article": found, "like": list(like)})


@login_not_required
@require_POST
def vote(request, pk):
    """Did this help? Nothing is kept of who says so."""
    found = get_object_or_404(offered(timezone.localdate()), pk=pk)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Please choose one."))
    try:
        knowledge.vote(found, helped=form.cleaned_data["helped"], by=request.actor, key=request.POST.get("key"))
    except Refused as refusal:
        return HttpResponseBadRequest(str(refusal.message))
    return redirect("complaints:article", pk)


@login_not_required
@require_safe
def ranking(request):
    """Units by how they answered: the last whole month against the one before, and this year."""
    today = timezone.localdate()
    last = figures.month_before(today)
    tables = [
        (_("Last month"), last, places.ranked(lines(last, today), lines(figures.month_before(last.first), today))),
        (_("This year"), figures.year_of(today), places.ranked(lines(figures.year_of(today), today))),
    ]
    page = {"tables": tables, "today": today, "total": totals(today)}
    return render(request, "complaints/voices/ranking.html", page)


def lines(period, today):
    return figures.by_unit(figures.counted(Order.objects.all(), period), today)
