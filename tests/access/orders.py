"""One order behind its addresses: of the owner, answered by the clerk of the first bureau."""

from accounts.models import Organisation, Role
from complaints import actions
from complaints.models import Kind
from records.models import Document
from tests.conftest import at, employ

HOTLINE = (Role.OPERATOR, Role.DISPATCHER)


def answering(county) -> dict:
    """The people of the hotline office."""
    office = Organisation.objects.create(
        code="rexian", name="云溪县政务服务热线办公室", short_name="热线办", level="department", parent=county
    )
    return {role.value: employ(f"p-{role}", f"某{role}", office, role) for role in HOTLINE}


def ordered(people, bureau) -> dict:
    """The arguments of the addresses of orders."""
    contact = actions.Contact(name="张建国", telephone="13800000001")
    filing = actions.Filing(kind=Kind.COMPLAINT, title="噪音扰民", text="夜间施工。", contact=contact)
    order = actions.receive(filing, by=people["owner"], now=at("2026-03-02"))
    order = actions.assign(order, by=people["dispatcher"], now=at("2026-03-02"), unit=bureau)
    order = actions.accept(order, by=people["clerk"], now=at("2026-03-02"))
    actions.reply(order, by=people["clerk"], now=at("2026-03-03"), text="已责令停止夜间施工。")
    number = order.number
    return {
        "complaints:new": ["complaint"],
        "complaints:query_deed": ["rate"],
        "complaints:paper": [Document.objects.about(order).get().pk],
        "complaints:my_order": [number],
        "complaints:receipt": [number],
        "complaints:my_deed": [number, "rate"],
        "complaints:desk_order": [number],
        "complaints:taken": [number],
        "complaints:deed": [number, "reply"],
    }
