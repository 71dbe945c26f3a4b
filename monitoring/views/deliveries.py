"""The register of what left the house: e-mail and SMS, what became of each, and sending again what failed."""

from datetime import timedelta

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Attempt, Channel, Delivery
from monitoring import actions
from monitoring.forms import CursorForm
from monitoring.permissions_room import can_see_platform, can_send_again
from records.refusal import Refused

PAGE = 30
LATELY = timedelta(days=7)


class DeliveryFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=Delivery.State.choices, empty_label=gettext_lazy("all")
    )
    channel = django_filters.ChoiceFilter(
        label=gettext_lazy("Way"), choices=Channel.choices, empty_label=gettext_lazy("all")
    )

    class Meta:
        model = Delivery
        fields = ["state", "channel"]


@require_safe
def deliveries(request):
    """Newest first; the counts are of the last seven days."""
    if not can_see_platform(request.actor):
        raise PermissionDenied
    narrowed = DeliveryFilter(request.GET, queryset=Delivery.objects.all())
    found = narrowed.qs if narrowed.is_valid() else Delivery.objects.none()
    cursor = CursorForm(request.GET)
    before = cursor.cleaned_data.get("before") if cursor.is_valid() else None
    last = Attempt.objects.filter(delivery=OuterRef("pk")).order_by("-pk").values("answer")[:1]
    rows = found.filter(pk__lt=before) if before else found
    rows = rows.select_related("message__recipient").annotate(answer=Subquery(last)).order_by("-pk")
    rows = list(rows[: PAGE + 1])
    context = {
        "filter": narrowed,
        "rows": rows[:PAGE],
        "page": {"after": "", "before": rows[PAGE - 1].pk if len(rows) > PAGE else "", "words": ""},
        "counts": counts(timezone.now()),
        "may_send": can_send_again(request.actor),
        "States": Delivery.State,
    }
    return render(request, "monitoring/deliveries.html", context)


def counts(now) -> list[tuple[str, str, int]]:
    """(tone, words, how many) of the last seven days for each state."""
    lately = Delivery.objects.filter(made_at__gte=now - LATELY).order_by()
    found = lately.aggregate(**{state: Count("pk", filter=Q(state=state)) for state in Delivery.State.values})
    return [(Delivery.TONES[state], label, found[state]) for state, label in Delivery.State.choices]


@require_POST
def send_again(request, pk):
    """Try a failed message once more."""
    if not can_send_again(request.actor):
        raise PermissionDenied
    delivery = get_object_or_404(Delivery, pk=pk)
    try:
        actions.send_again(delivery, by=request.actor, now=timezone.now(), key=request.POST.get("key"))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The message goes out again within a minute."))
    return redirect("monitoring:deliveries")
