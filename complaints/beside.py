"""Complaints beside what they are about, and what they are about beside them; as far as the actor may see it."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import Kind, Order, Reference
from records.beside import Line
from records.subjects import described, may_open

COMPLAINTS = gettext_lazy("Orders about this")
ABOUT = gettext_lazy("What it is about")
MOST = 20
TONES = {
    Order.State.CLOSED: "done",
    Order.State.WITHDRAWN: "done",
    Order.State.INVALID: "done",
    Order.State.MERGED: "done",
    Order.State.REPLIED: "ok",
    Order.State.SECOND: "warn",
}


def of_case(actor, case) -> Iterable[Line]:
    """The orders about this case, newest first, with where they stand; for its applicant also the way to one."""
    yield from map(for_the_office if actor.is_staff_member else for_the_complainant, about(actor, case))
    if not actor.is_staff_member:
        complain = reverse("complaints:new", args=[Kind.EFFICIENCY])
        words = _("Complain about how it is handled")
        yield Line(COMPLAINTS, words, f"{complain}?{urlencode({'about': case.number})}")


def about(actor, case) -> list[Order]:
    kind = ContentType.objects.get_for_model(case)
    told = Reference.objects.filter(subject_type=kind, subject_id=case.pk).values("order")
    rows = Order.objects.visible_to(actor).filter(pk__in=told).prefetch_related("proofs").order_by("-received_at")
    return list(rows[:MOST])


def for_the_office(order: Order) -> Line:
    """With what was established, where something was."""
    proof = next(iter(reversed(order.proofs.all())), None)
    return Line(
        group=COMPLAINTS,
        words=order.title,
        address=reverse("complaints:desk_order", args=[order.number]),
        number=order.number,
        tone="over" if proof and proof.holds else tone_of(order),
        state=proof.get_verdict_display() if proof else order.get_state_display(),
    )


def for_the_complainant(order: Order) -> Line:
    address = reverse("complaints:my_order", args=[order.number])
    return Line(COMPLAINTS, order.title, address, order.number, tone_of(order), order.get_state_display())


def tone_of(order: Order) -> str:
    return TONES.get(order.state, "info")


def of_order(actor, order: Order) -> Iterable[Line]:
    """The case, the window, the tender that the order is about, with its page where this actor may open it."""
    rows = list(order.references.all())
    for row, subject in zip(rows, described(rows), strict=True):
        address = subject.address if may_open(actor, row) else ""
        words = _("%(kind)s %(title)s") % {"kind": subject.kind, "title": subject.title or row.words}
        yield Line(ABOUT, words.strip(), address, subject.number)


def of_power(_actor, power):
    """Where to go when an office does not keep to its list (seed S3-04); on the page that everybody reads."""
    group = _("Complain about the use of this power")
    yield Line(group, _("Complain or report with your name"), reverse("complaints:choose"))
    yield Line(group, _("Report without a name"), reverse("complaints:anonymous"))
