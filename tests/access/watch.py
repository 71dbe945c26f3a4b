"""What the walk finds behind the addresses of the duty log, the faults, the reports and the calendar."""

from accounts.models import Role
from deadlines.actions_years import propose_year
from deadlines.years import Notice
from monitoring import actions, watcher
from monitoring.models import PlatformFinding
from tests.conftest import at, employ


def watched(people, county, discipline) -> dict[str, list]:
    """Name of an address → its arguments."""
    writer = employ("p-writer", "某拟稿人", discipline, Role.INSPECTOR)
    duty = actions.begin_duty(discipline, by=people["inspector"], now=at("2026-03-12"))
    fault = watcher.found(PlatformFinding.Code.IMPORT_GAP, "不动产登记系统", now=at("2026-03-12"))
    about = {"kind": "month", "first": at("2026-02-01").date(), "recipients": ["云溪县人民政府"]}
    report = actions.propose_report(county, by=writer, now=at("2026-03-12"), **about)
    notice = Notice(2027, "测试通知", "official", [(at("2027-01-01").date(), False, "元旦")])
    draft = propose_year(notice, by=people["system_admin"], now=at("2026-03-12"))
    return {
        "monitoring:duty_note": [duty.pk],
        "monitoring:duty_hand_over": [duty.pk],
        "monitoring:pattern": ["last-hour"],
        "monitoring:platform_resolve": [fault.pk],
        **{f"monitoring:report{name}": [report.pk] for name in ("", "_rows", "_issue", "_drop")},
        **{f"monitoring:year_{name}": [draft.pk] for name in ("draft", "switch_on", "drop")},
    }
