"""What supervision has to do with an order: findings, papers, inquiries; and what those who watch may begin."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.models import EfficiencyCase, Finding, Notice, Urge
from monitoring.models.rules import TONES
from monitoring.permissions_cards import can_propose
from monitoring.permissions_notices import can_draft
from records.beside import Line

SUPERVISION = gettext_lazy("Supervision")
BEGIN = gettext_lazy("Supervise this order")
URGED = {Urge.Kind.REMINDER: "warn", Urge.Kind.CRITICISM: "over"}
MOST = 20


def of_order(actor, order) -> Iterable[Line]:
    """Nothing for those who are not of the staff."""
    if not actor.is_staff_member:
        return
    yield from found(actor, order)
    yield from urged(actor, order)
    yield from inquired(actor, order)
    yield from to_begin(actor, order)


def found(actor, order) -> Iterable[Line]:
    rows = Finding.objects.visible_to(actor).about(order).select_related("rule").order_by("-pk")
    yield from map(line_of, rows[:MOST])


def line_of(one: Finding) -> Line:
    address = reverse("monitoring:finding", args=[one.pk])
    return Line(SUPERVISION, one.rule.name, address, one.code, TONES.get(one.level, "info"), one.get_level_display())


def urged(actor, order) -> Iterable[Line]:
    for one in Urge.objects.visible_to(actor).about(order):
        yield Line(
            SUPERVISION,
            one.organisation.short_name,
            reverse("monitoring:urges"),
            one.number,
            URGED[one.kind],
            one.get_kind_display(),
        )


def inquired(actor, order) -> Iterable[Line]:
    for case in EfficiencyCase.objects.visible_to(actor).about(order):
        address = reverse("monitoring:efficiency_case", args=[case.pk])
        yield Line(SUPERVISION, case.matter, address, case.number or "", "warn", case.get_state_display())


def to_begin(actor, order) -> Iterable[Line]:
    """A notice, a card by hand, an inquiry, the camera of the window: each begun with what the order says."""
    about = urlencode({"order": order.number})
    if can_draft(actor):
        yield Line(BEGIN, _("Draft a supervision notice"), f"{reverse('monitoring:new_notice')}?{about}")
        yield Line(BEGIN, _("Propose an efficiency case"), f"{reverse('monitoring:new_efficiency_case')}?{about}")
    unit = order.accused or order.organisation
    if can_propose(actor) and unit is not None:
        card = urlencode({"unit": unit.code, "order": order.number})
        yield Line(BEGIN, _("Propose a card"), f"{reverse('monitoring:propose')}?{card}")
        yield Line(BEGIN, _("Cameras of the windows"), reverse("monitoring:cameras"))


# projects


def of_project(actor, project) -> Iterable[Line]:
    """Cards and notices about a project, its nodes, reports and problems."""
    yield from of_things(actor, [project, *project.nodes.all(), *project.reports.all(), *project.problems.all()])


def of_thing(actor, thing) -> Iterable[Line]:
    return of_things(actor, [thing])


def of_things(actor, things) -> Iterable[Line]:
    """What was found about them and the notices that followed; nothing for those who are not of the staff."""
    if not actor.is_staff_member:
        return
    rows = Finding.objects.visible_to(actor).filter(about_any(things)).select_related("rule").order_by("-pk")
    yield from map(line_of, rows[:MOST])
    for notice in Notice.objects.visible_to(actor).filter(about_any(things)).order_by("-pk")[:MOST]:
        address = reverse("monitoring:notice", args=[notice.pk])
        yield Line(SUPERVISION, notice.matter, address, notice.number, "warn", notice.get_state_display())


def about_any(things) -> Q:
    """The rows that point at one of these things."""
    keys = {}
    for thing in things:
        keys.setdefault(ContentType.objects.get_for_model(thing), []).append(thing.pk)
    return reduce(or_, (Q(subject_type=kind, subject_id__in=pks) for kind, pks in keys.items()))
