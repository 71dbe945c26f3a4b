"""What anybody opens with a number and its code, as a receipt or a square code has them. Wrong tries are counted."""

import hmac
from collections.abc import Callable
from hashlib import sha256

from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from records.fields import CodeField
from records.numbers import query_code

WRONG_TRIES, FOR_SECONDS = 10, 600  # of one number or address; 32 ** 8 codes cannot be guessed at this pace
DIFFERS = _("Number and code do not belong together. Please compare both with your receipt.")


class QueryForm(forms.Form):
    """Number and query code, as the receipt has them; each app names its number."""

    number = CodeField(max_length=40)
    code = CodeField(label=_("Query code"), max_length=40)


def typed(request):
    """A sent form, or the two values inside the square code."""
    if request.method == "POST":
        return request.POST
    return request.GET if "number" in request.GET or "code" in request.GET else None


def find(form, what: str, get: Callable, code_of: Callable = query_code, *, waits, differs=DIFFERS, address=None):
    """The row of a valid form, if the code is right; None with the reason in the form.

    `get(number)` is the row or None. Unknown number and wrong code look and take the same. Wrong tries count for the
    number, and for the address where it is given; `waits` is said when there were too many.
    """
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    keys = [f"{what}:number:{sha256(number.encode()).hexdigest()}"]
    keys += [f"{what}:ip:{address}"] if address is not None else []
    if any(tries >= WRONG_TRIES for tries in cache.get_many(keys).values()):
        form.add_error(None, waits)
        return None
    found = get(number)
    if hmac.compare_digest(code.encode(), code_of(number).encode()) and found is not None:
        return found
    for key in keys:
        count_wrong(key)
    form.add_error(None, differs)
    return None


def count_wrong(key: str):
    """One more wrong try; forgotten ten minutes after the first."""
    if cache.add(key, 1, FOR_SECONDS):
        return
    try:
        cache.incr(key)
    except ValueError:  # it expired between the two
        cache.add(key, 1, FOR_SECONDS)
