"""To the bank: approved applications go out in one numbered file, each exactly once."""

from django.utils.translation import gettext as _

from funds.bankfiles import digest_of, order_text
from funds.models import Application, PaymentFile
from funds.numbers import next_paper
from funds.permissions import can_settle
from records.actions import as_actor, deed, record
from records.deeds import may
from records.refusal import Refused


@deed(makes=True)
def make_file(organisation, applications, *, by, now) -> PaymentFile:
    """Put these approved applications into a file to the bank. `organisation` is the finance bureau.

    Raises Refused when one of them is not to be paid now, or was approved by the one who makes the file.
    """
    may(can_settle(by, organisation.pk))
    rows = _locked(organisation, applications)
    for row in rows:
        _check(row, by)
    number = next_paper("file", now)
    text = order_text(number, [_order(row) for row in rows])
    as_actor(by)
    file = PaymentFile.objects.create(
        number=number,
        organisation=organisation,
        made_at=now,
        made_by=by.user,
        lines=len(rows),
        total=sum(row.amount for row in rows),
        text=text,
        digest=digest_of(text),
    )
    for place, row in enumerate(rows, 1):
        row.send()
        row.file, row.line = file, place
        row.save(update_fields=["state", "file", "line"])
        record("funds.application.sent", row, actor=by, now=now, file=number, line=place)
    record("funds.file.made", file, actor=by, now=now, lines=file.lines, total=file.total, digest=file.digest)
    return file


def _locked(organisation, applications) -> list[Application]:
    wanted = {row.pk for row in applications}
    found = Application.objects.select_for_update(of=("self",)).select_related("payee", "quota__account__fund")
    rows = list(found.filter(pk__in=wanted, quota__account__fund__finance__in=organisation.units).order_by("pk"))
    if not rows or len(rows) != len(wanted):
        raise Refused(None, _("Choose at least one application of your own bureau."), field="applications")
    return rows


def _check(row: Application, by):
    if row.state != Application.State.APPROVED:
        told = _("%(number)s is not to be paid now: %(state)s.")
        raise Refused(None, told % {"number": row, "state": row.get_state_display()}, field="applications")
    if by.user is not None and by.user.pk == row.approved_by_id:
        told = _("You approved %(number)s yourself: somebody else sends it to the bank.") % {"number": row}
        raise Refused("V07", told, field="applications")


def _order(row: Application) -> tuple:
    return row.number, row.payee.name, row.payee.account_number, row.payee.bank, row.amount, row.words
