"""What stands beside the course of a case on its pages: hearing, site checks, licence, the licence to be renewed."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch

from approvals.actions.hearings import announce_by
from approvals.models import Case, Hearing, Licence, Result, SiteCheck
from approvals.renewals import is_timely, last_timely_day
from records.models import Attachment

RELATED = ["hearing__chair", "renews"]
CHECKS = Prefetch("site_checks", SiteCheck.objects.select_related("first", "second").order_by("pk"))
HEARING_TONES = {
    Hearing.State.TOLD: "info",
    Hearing.State.APPLIED: "pause",
    Hearing.State.SCHEDULED: "pause",
    Hearing.State.HELD: "ok",
    Hearing.State.WAIVED: "done",
}


def hearing_of(case: Case) -> Hearing | None:
    return getattr(case, "hearing", None)


def mark(case: Case) -> str:
    """What of the hearing a form that was opened before would not know."""
    hearing = hearing_of(case)
    return f".{hearing.state}" if hearing else ""


def beside(case: Case) -> dict:
    """The facts for the page; `case` was fetched with RELATED and CHECKS."""
    hearing = hearing_of(case)
    checks = list(case.site_checks.all())
    return {
        "hearing": hearing,
        "hearing_tone": HEARING_TONES[hearing.state] if hearing else "",
        "announce_by": announce_by(hearing.hold_by) if hearing and hearing.state == Hearing.State.APPLIED else None,
        "site_checks": [(check, photos) for check, photos in zip(checks, photos_of(checks), strict=True)],
        "licence": licence_of(case),
        "renewed": case.renews,
        "timely": is_timely(case),
        "timely_until": last_timely_day(case.renews) if case.renews and case.renews.valid_until else None,
    }


def may_still_apply(case: Case, today) -> bool:
    """May the applicant still ask for the hearing?"""
    hearing = hearing_of(case)
    return hearing is not None and hearing.state == Hearing.State.TOLD and today <= hearing.apply_by


def photos_of(checks: list[SiteCheck]) -> list[list[Attachment]]:
    """The files of each check, with one statement for all."""
    if not checks:
        return []
    kind = ContentType.objects.get_for_model(SiteCheck)
    files = list(Attachment.objects.filter(subject_type=kind, subject_id__in=[c.pk for c in checks]).order_by("pk"))
    return [[file for file in files if file.subject_id == check.pk] for check in checks]


def licence_of(case: Case) -> Licence | None:
    """The licence that the case resulted in."""
    if case.result != Result.GRANTED or not case.item.certificate:
        return None
    return Licence.objects.filter(case=case).first()
