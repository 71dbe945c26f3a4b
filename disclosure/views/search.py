"""One search over everything that is open: items, powers, announcements, documents, tenders, projects, units."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosure import searching
from disclosure.forms.public import SearchForm
from disclosure.models import Indexed
from records.paging import PAGE_SIZE, sliced


@login_not_required
@require_safe
def search(request):
    """Groups with their best hits; with ?kind= all hits of one kind, in pages."""
    form = SearchForm(request.GET)
    form.is_valid()
    words = searching.words_of(form.cleaned_data.get("q") or "")
    kind = form.cleaned_data.get("kind")
    page = {"form": form, "words": words, "typed": form.cleaned_data.get("q") or "", "kind": kind}
    if words and kind:
        part = sliced(searching.of_kind(words, kind), request.GET, PAGE_SIZE)
        page |= {"page": part, "label": Indexed.Kind(kind).label}
        page["hits"] = [searching.hit(row, words) for row in part.rows]
    else:
        page["groups"] = searching.groups(words)
    return render(request, "disclosure/search.html", page)
