"""Opening a fund: its basis, its departments, what it may be spent on."""

from django.utils.translation import gettext as _

from funds.models import Fund
from funds.permissions import can_open_fund
from records.actions import deed, record
from records.deeds import may
from records.refusal import Refused


@deed(makes=True)
def open_fund(finance, *, by, now, **facts) -> Fund:
    """A fund of this finance bureau. `facts` are the fields of the model; its year is that of its first day."""
    may(can_open_fund(by) and by.works_for(finance.pk))
    code = facts.pop("code").lower()
    if Fund.objects.filter(code=code).exists():
        raise Refused(None, _("A fund with this code exists already."), field="code")
    if facts["ends_on"] < facts["starts_on"]:
        raise Refused(None, _("The last day lies before the first."), field="ends_on")
    about = {"finance": finance, "year": facts["starts_on"].year, "created_at": now, "created_by": by.user}
    fund = Fund.objects.create(code=code, **facts, **about)
    record("funds.fund.opened", fund, actor=by, now=now, code=fund.code, basis=fund.basis)
    return fund
