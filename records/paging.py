"""Short lists in pages without counting: one row more than a page holds says whether there is a next one."""

from dataclasses import dataclass

from django import forms

PAGE_SIZE = 20  # with its style sheets the page of a desk stays below 60 kB
MANY = 1000  # a count stops here and says "1000+"


class PageForm(forms.Form):
    """?page=N; anything else is the first page."""

    page = forms.IntegerField(required=False, min_value=1, max_value=200)


@dataclass(frozen=True)
class Slice:
    """One page of a list. `previous` and `next` are page numbers or None."""

    rows: list
    number: int
    previous: int | None
    next: int | None


def capped(rows) -> str:
    """How many, without counting a million; give `rows` the order of an index, so that the counting stops early."""
    count = rows[: MANY + 1].count()
    return f"{MANY}+" if count > MANY else str(count)


def sliced(rows, query, size: int) -> Slice:
    """The page of `rows` (a QuerySet) that the query string asks for, with one statement."""
    form = PageForm(query)
    number = (form.cleaned_data["page"] if form.is_valid() else None) or 1
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    following = number + 1 if len(found) > size else None
    return Slice(found[:size], number, number - 1 or None, following)
