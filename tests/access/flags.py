"""A suspicion, a version of parameters and a mark behind their addresses; the first bureau supervises the tender."""

from procurement.actions import facts, flag_rules, flagging
from procurement.models import Flag, Tender
from tests.conftest import at
from tests.procurement.market import trade


def suspected(people, bureau) -> dict:
    """The arguments of the addresses of red flags."""
    now, inspector = at("2026-03-04"), people["inspector"]
    facts.put([trade({"A": 98.01, "B": 98.06, "C": 97.99}, organisation=bureau.pk)], now=now)
    flag = Flag.objects.get()
    version = flag_rules.propose("RF-06", by=inspector, now=now, parameters={"share": 60}, reason="试行")
    said = {"value": "Z", "shown": "某公司", "standing": "proven", "reason": "处罚"}
    mark = flagging.enter_behaviour("firm", **said, by=inspector, now=now)
    return {
        "procurement:flag": [flag.pk],
        "procurement:flag_deed": [flag.pk, "ask"],
        "procurement:tender_flags": [Tender.objects.order_by("pk").first().number],
        "procurement:flag_rule": ["RF-06"],
        "procurement:sign_flag_version": [version.pk],
        "procurement:strike_behaviour": [mark.pk],
        "procurement:evidence": ["bidders"],
    }
