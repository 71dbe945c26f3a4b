"""The analysis of a quarter (廉情分析): drafted from the figures, edited, signed by two."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from integrity import sentences
from integrity.figures import quarter
from integrity.models import Analysis
from integrity.models.reports import first_day
from integrity.permissions import can_countersign, can_sign, is_discipline
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused


def lock(analysis: Analysis) -> Analysis:
    return for_update(analysis, "county", "office")


@deed(makes=True)
def draft(county: Organisation, *, by, now, year: int, quarter_number: int) -> Analysis:
    """Take the figures of the quarter as they stand now and write sentences from them."""
    may(is_discipline(by) and county.path == by.watched_path)
    if first_day(year, quarter_number) > timezone.localdate(now):
        raise Refused(None, _("This quarter has not begun yet."), field="quarter")
    if Analysis.objects.filter(county=county, year=year, quarter=quarter_number).exists():
        raise Refused(None, _("There is an analysis of this quarter already."), field="quarter")
    figures = quarter(county, year, quarter_number)
    as_actor(by)
    made = Analysis.objects.create(
        county=county,
        office=by.organisation,
        year=year,
        quarter=quarter_number,
        figures=figures,
        words=sentences.of(figures),
        drafted_at=now,
        drafted_by=by.user,
    )
    record("integrity.analysis.drafted", made, actor=by, now=now, period=made.period)
    return made


@deed
def edit(analysis: Analysis, *, by, now, words: str) -> Analysis:
    """Write the sentences anew; the figures stay."""
    analysis = lock(analysis)
    may(can_sign(by, analysis))
    if analysis.state != Analysis.State.DRAFT:
        raise Refused(None, _("What is signed is not edited any more; take the signature back first."))
    analysis.words = needed(words, "words")
    analysis.save(update_fields=["words"])
    record("integrity.analysis.edited", analysis, actor=by, now=now)
    return analysis


@deed
def sign(analysis: Analysis, *, by, now) -> Analysis:
    analysis = lock(analysis)
    may(can_sign(by, analysis))
    analysis.sign()
    as_actor(by)
    analysis.signed_at, analysis.signed_by = now, by.user
    analysis.save(update_fields=["state", "signed_at", "signed_by"])
    record("integrity.analysis.signed", analysis, actor=by, now=now)
    return analysis


@deed
def reopen(analysis: Analysis, *, by, now) -> Analysis:
    """The second person wants other words: the first signature falls."""
    analysis = lock(analysis)
    may(can_sign(by, analysis))
    analysis.reopen()
    as_actor(by)
    analysis.signed_at = analysis.signed_by = None
    analysis.save(update_fields=["state", "signed_at", "signed_by"])
    record("integrity.analysis.reopened", analysis, actor=by, now=now)
    return analysis


@deed
def countersign(analysis: Analysis, *, by, now) -> Analysis:
    """The second signature: the analysis is final."""
    analysis = lock(analysis)
    another(by, analysis.signed_by_id)
    may(can_countersign(by, analysis))
    analysis.countersign()
    as_actor(by)
    analysis.ended_at, analysis.ended_by = now, by.user
    analysis.save(update_fields=["state", "ended_at", "ended_by"])
    record("integrity.analysis.countersigned", analysis, actor=by, now=now)
    return analysis
