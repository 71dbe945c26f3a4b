"""What protects people who complain, behind its addresses: a request for an identity, an organ, a transfer."""

from accounts.models import Role
from complaints import actions
from complaints.actions import opening, transferring
from complaints.models import Category, Kind, Order
from tests.conftest import at, employ

NOW = at("2026-03-03")


def protected(people, discipline) -> dict:
    """The arguments of the addresses; needs the order of tests.access.orders."""
    order, inspector = Order.objects.order_by("pk").first(), people["inspector"]
    asked = opening.ask_identity(order, by=people["clerk"], now=NOW, reason="上门取证")
    second = employ("p-inspector-2", "某复核", discipline, Role.INSPECTOR)
    city = transferring.Registration("云州市纪委监委", "city", "韩立", "主任", "0724-8888888")
    organ = transferring.confirm_organ(transferring.register_organ(city, by=inspector, now=NOW), by=second, now=NOW)
    secret = Category.objects.create(code="jubao", name="违纪举报", is_confidential=True)
    filing = actions.Filing(kind=Kind.REPORT, title="违纪线索", text="某人收受财物。", category=secret)
    report = actions.receive(filing, by=people["anonymous"], now=NOW)
    sent = transferring.transfer(report, by=inspector, now=NOW, organ=organ, reason="涉及市管干部")
    return {
        "complaints:join": [order.number],
        "complaints:my_talk": [order.number],
        "complaints:desk_talk": [order.number],
        "complaints:ask_identity": [order.number],
        "complaints:send_transfer": [order.number],
        "complaints:identity": [asked.pk],
        "complaints:identity_deed": [asked.pk, "approve"],
        "complaints:organ_deed": [organ.pk, "confirm"],
        "complaints:transfer": [sent.pk],
        "complaints:transfer_deed": [sent.pk, "receive"],
    }
