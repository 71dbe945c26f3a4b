"""What another system has told, for the walk: one of everything behind the addresses of the exchange."""

import json

from exchange import actions
from exchange.intake import take
from exchange.models import ForeignCase, Overtaken, Problem
from monitoring.models import Finding
from tests.conftest import at

ITEM = {"type": "item.defined", "id": "i", "at": "2026-01-05T09:00:00+08:00", "item": "HG-1", "name": "外部事项"}
ITEM |= {"organisation": "scjg", "kind": "promised", "promised_days": 7, "statutory_days": 20}
RECEIVED = {"type": "case.received", "id": "r", "at": "2026-03-02T09:00:00+08:00", "case": "HC-1", "item": "HG-1"}
UNKNOWN = {"type": "case.received", "id": "u", "at": "2026-03-02T09:00:00+08:00", "case": "HC-2", "item": "HG-9"}


def told(people, bureau) -> dict[str, list]:
    """A source system of the bureau with a case, a line that waits, a proposed meaning, an overtaken finding."""
    keeper = people["system_admin"]
    facts = {
        "code": "scjg-own",
        "name": "市监审批系统",
        "contact": "王工",
        "telephone": "13900000000",
        "quiet_hours": 24,
    }
    source = actions.register_source(bureau, by=keeper, now=at("2026-01-04"), **facts)
    token, _signs = actions.issue_token(source, by=keeper, now=at("2026-01-04"))
    lines = [(n, json.dumps(event)) for n, event in enumerate([ITEM, RECEIVED, UNKNOWN])]
    take(source, lines, at("2026-03-12"), skip_bad=True)
    mapping = actions.propose_mapping(
        source, by=keeper, now=at("2026-03-12"), kind="organisation", name="市监局", organisation=bureau
    )
    words = {"found_at": at("2026-03-12"), "words": "迟到事件"}
    overtaken = Overtaken.objects.create(finding=Finding.objects.order_by("pk").first(), **words)
    case, problem = ForeignCase.objects.get(), Problem.objects.get()
    return {
        "exchange:problem": [problem.pk],
        "exchange:retry": [problem.pk],
        "exchange:discard": [problem.pk],
        "exchange:propose": [problem.pk],
        "exchange:confirm": [mapping.pk],
        "exchange:refuse": [mapping.pk],
        "exchange:seen": [overtaken.pk],
        "exchange:case": [case.pk],
        "exchange:source": [source.code],
        "exchange:change": [source.code],
        "exchange:issue": [source.code],
        "exchange:revoke": [source.code, token.pk],
        "exchange:move": [source.code, "suspend"],
    }
