"""The words of the report of a spot check. Data of the county, not interface text."""

from django.utils import timezone

from monitoring.models import Inspection, SpotFinding


def chinese_day(day) -> str:
    return f"{day:%Y年%-m月%-d日}"


def title(check: Inspection) -> str:
    return f"{check.matter}{'暗访' if check.secret else '检查'}情况报告"


def paragraphs(check: Inspection, found: list[SpotFinding]) -> list[str]:
    """What was looked at, what it came to, and every finding with how far it is put right."""
    days = chinese_day(check.first_day)
    days += "" if check.first_day == check.last_day else f"至{chinese_day(check.last_day)}"
    inspectors = "、".join(user.name for user in check.inspectors.order_by("pk"))
    body = [
        f"{days}，{check.organisation.name}（{inspectors}）对{check.places}进行检查，重点查看：{check.focus}",
        check.result,
        f"共发现问题{len(found)}个：" if found else "检查中没有发现问题。",
    ]
    return body + [f"{number}. {line(one)}" for number, one in enumerate(found, 1)]


def line(finding: SpotFinding) -> str:
    at = timezone.localtime(finding.found_at)
    where = f"{finding.organisation.short_name}，{finding.place}，{at:%-m月%-d日%-H时%-M分}"
    return f"{where}：{finding.facts}（{finding.get_state_display()}）"
