"""One check under way, one concluded, a finding told to the unit, and a camera that somebody has looked through."""

from datetime import date

from accounts.models import Role, Window
from monitoring.actions import cameras, inspections
from monitoring.models import Camera
from tests.conftest import at, employ


def inspected(people, unit) -> dict:
    """The arguments of the addresses of spot checks and cameras, for `unit`."""
    inspector, leader = people["inspector"], people["leader"]
    second = employ("p-second", "某同事", inspector.organisation, Role.INSPECTOR)
    days = {"first_day": date(2026, 3, 11), "last_day": date(2026, 3, 13)}
    said = inspections.Plan(matter="窗口纪律检查", places="大厅一楼", focus="到岗情况", **days)
    checks = []
    for _number in range(2):
        about = {"units": [unit], "inspectors": [second.user]}
        check = inspections.plan(inspector.organisation, by=inspector, now=at("2026-03-10"), said=said, **about)
        checks.append(inspections.approve(check, by=leader, now=at("2026-03-10 10:00")))
    inspections.conclude(checks[1], by=inspector, now=at("2026-03-13"), result="总体较好")
    facts = {"facts": "无人在岗", "basis": "大厅管理办法", "demand": "落实AB岗"}
    seen = inspections.Seen(kind="absence", place="A03窗口", found_at=at("2026-03-11 10:20"), **facts)
    finding = inspections.note(checks[0], by=inspector, now=at("2026-03-11 11:00"), unit=unit, said=seen)
    inspections.issue(finding, by=leader, now=at("2026-03-11 15:00"))
    window = Window.objects.create(number="A93", name="市场监管", hall="大厅一楼", organisation=unit)
    place = {"place": "A93窗口", "hall": "大厅一楼", "window": window, "organisation": unit}
    camera = Camera.objects.create(code="a93", stream="http://127.0.0.1:8189/a93/whep", **place)
    patrol = cameras.look(camera, by=inspector, now=at("2026-03-12"))
    return {
        "monitoring:inspection": [checks[0].pk],
        "monitoring:inspection_deed": [checks[0].pk, "drop"],
        "monitoring:inspection_report": [checks[1].pk],
        "monitoring:spot_finding": [finding.pk],
        "monitoring:spot_finding_deed": [finding.pk, "report"],
        "monitoring:camera": ["a93"],
        "monitoring:camera_look": ["a93"],
        "monitoring:camera_say": ["a93"],
        "monitoring:camera_finding": ["a93"],
        "monitoring:camera_leave": [patrol.pk],
        "monitoring:camera_keep": [patrol.pk],
        "monitoring:window": ["A93"],
    }
