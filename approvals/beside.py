"""What the service hall tells on pages of other apps: which items are an exercise of a power."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.models import Item
from records.beside import Line


def of_power(actor, power):
    """The items of the guide that use it; everybody may read them."""
    rows = Item.objects.open_to_all().filter(power_code=power.code, organisation=power.list.organisation_id)
    for item in rows.order_by("code"):
        yield Line(_("Items that use this power"), item.name, reverse("approvals:item", args=[item.code]), item.code)
