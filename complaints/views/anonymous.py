"""The pages of people whom nobody knows. complaints.middleware has taken out who sends; no session is ever touched."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts.actor import Actor
from complaints import actions, codes, puzzle, story
from complaints.actions import anonymous as deeds
from complaints.forms.anonymous import DEED_FORMS, AnonymousForm, CodeForm
from complaints.models import Order, Reply
from complaints.permissions import may_reopen
from records.refusal import Refused

DONE = {
    "say": gettext_lazy("Your message is there."),
    "rate": gettext_lazy("Thank you. Your word is noted."),
    "reopen": gettext_lazy("It is open again; the hotline office assigns it."),
    "withdraw": gettext_lazy("You have withdrawn it."),
}


@login_not_required
@sensitive_post_parameters()
@sensitive_variables()
@never_cache
@require_http_methods(["GET", "POST"])
def new(request):
    """The form; its answer is the page with the code, which is shown this once."""
    now = timezone.now()
    posted = request.method == "POST"
    form = AnonymousForm(request.POST, request.FILES) if posted else AnonymousForm()
    if posted and form.is_valid() and (order := filed(form, now)):
        shown = {"order": order, "code": codes.printed(order.code)}
        return render(request, "complaints/anonymous/receipt.html", shown)
    page = {"form": form, "price": price_of(form, now), "wait": int(puzzle.SLOW_WAIT.total_seconds())}
    return render(request, "complaints/anonymous/new.html", page, status=422 if form.errors else 200)


def price_of(form, now) -> puzzle.Puzzle:
    """The puzzle of the form: a form that comes back with errors keeps its own while it is good for something."""
    return puzzle.read(form.data.get("puzzle", "")[:200], now) or puzzle.new(now)


def filed(form, now) -> Order | None:
    """The order, or None with the reason in the form."""
    typed = form.cleaned_data
    about = {"sent": typed["puzzle"], "answer": typed["answer"], "pictures": typed["files"], "now": now}
    try:
        return deeds.file(form.filing(), **about)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return None


@login_not_required
@sensitive_post_parameters()
@sensitive_variables()
@never_cache
@require_http_methods(["GET", "POST"])
def query(request):
    """The code opens the order; every deed carries the code again, so that nobody has to be remembered."""
    asking = CodeForm(request.POST if request.method == "POST" else None)
    now = timezone.now()
    if not asking.is_bound or not asking.is_valid():
        return ask(request, asking)
    try:
        order = deeds.find(asking.cleaned_data["code"], now)
    except deeds.TooMany:
        return HttpResponse(_("Too many wrong codes at the moment. Please try again in a minute."), status=429)
    if order is None:
        asking.add_error("code", _("No order has this code. Please compare every sign with your note."))
        return ask(request, asking)
    return answered(request, order, asking.cleaned_data["code"], now)


def ask(request, asking):
    return render(request, "complaints/anonymous/query.html", {"form": asking}, status=422 if asking.errors else 200)


def answered(request, order: Order, code: str, now):
    """The page of the order, after the deed that was sent with the code, if one was."""
    deed = request.POST.get("deed", "")
    if deed not in DEED_FORMS:
        return show(request, order, code, now)
    form = DEED_FORMS[deed](request.POST, auto_id=f"{deed}_%s")
    if form.is_valid() and carried_out(order, deed, form, code, now):
        return show(request, deeds.find(code, now), code, now, done=DONE[deed])
    return show(request, deeds.find(code, now), code, now, status=422, wrong=deed, form=form)


def carried_out(order: Order, deed: str, form, code: str, now) -> bool:
    """Do it as nobody; what speaks against it goes into the form."""
    try:
        getattr(actions, deed)(order, by=Actor(), now=now, code=code, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    return not form.errors


def show(request, order: Order, code: str, now, *, status=200, done="", wrong="", form=None):
    """Where it is, what was said, what can be done now."""
    can = possible(order, now)
    forms = {name: DEED_FORMS[name](auto_id=f"{name}_%s") for name in can}
    if form is not None:
        forms[wrong] = form
    page = {
        "order": order,
        "code": code,
        "done": done,
        "next": story.next_thing(order),
        "points": story.timeline(order, outside=True),
        "replies": list(order.replies.filter(state=Reply.State.SENT).select_related("organisation")),
        "talks": list(order.talks.select_related("organisation")),
        "forms": forms,
        "refused": form,
    }
    return render(request, "complaints/anonymous/order.html", page, status=status)


def possible(order: Order, now) -> list[str]:
    """What the author may do now."""
    known = [
        ("say", order.closed_at is None),
        ("rate", order.state == Order.State.REPLIED),
        ("reopen", may_reopen(order, now)),
        ("withdraw", order.state in (*Order.OPEN, Order.State.REPLIED)),
    ]
    return [name for name, holds in known if holds]
