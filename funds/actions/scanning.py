"""Scans of the paper behind a voucher, for vouchers that were booked without an application or a proposal."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from funds.models import Voucher
from funds.permissions import of_finance
from records.actions import deed, record
from records.attachments import bind
from records.deeds import may
from records.refusal import Refused


@deed
def add_papers(voucher: Voucher, *, by, now, files: Sequence) -> Voucher:
    """Put scans with a voucher. Their digests are recorded; nothing is ever taken away again."""
    may(of_finance(by, voucher.fund))
    if not files:
        raise Refused(None, _("Choose at least one file."), field="files")
    count = bind(files, voucher, by=by, now=now)
    record("funds.voucher.papers", voucher, actor=by, now=now, count=count)
    return voucher
