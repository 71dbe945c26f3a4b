"""One notice, one efficiency case and one archive line behind their addresses."""

from datetime import date

from monitoring.actions import archive, efficiency, notices
from records.models import Document
from tests.conftest import at


def noticed(people, case) -> dict:
    """The arguments of the addresses of notices, efficiency cases and archives, on `case` and its unit."""
    inspector, leader, unit = people["inspector"], people["leader"], case.organisation
    said = notices.Draft(matter="超时办理", facts="至今未办结", basis="督办办法", demand="立即办结")
    about = {"by": inspector, "now": at("2026-03-12 10:00"), "organisation": unit}
    notice = notices.issue(notices.draft(case, said=said, **about), by=leader, now=at("2026-03-12 11:00"))
    proposal = efficiency.Proposal(matter="推诿扯皮", facts="多次退件", basis="问责办法")
    inquiry = efficiency.file(efficiency.propose(unit, said=proposal, **about), by=leader, now=at("2026-03-12 11:00"))
    words = {"kind": "appraisal", "happened_on": date(2026, 3, 2), "text": "季度考评良好", "source": "考评通报"}
    line = archive.propose_line(unit, by=inspector, now=at("2026-03-12"), **words)
    return {
        "monitoring:notice": [notice.pk],
        "monitoring:notice_deed": [notice.pk, "reply"],
        "monitoring:efficiency_case": [inquiry.pk],
        "monitoring:efficiency_case_deed": [inquiry.pk, "involve"],
        "monitoring:paper": [Document.objects.about(notice).get().pk],
        "monitoring:unit_archive": [unit.code],
        "monitoring:person_archive": [unit.code, people["clerk"].user.pk],
        "monitoring:archive_line": [line.pk, "sign"],
    }
