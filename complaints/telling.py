"""Telling complainants, handlers and the hotline office what happens to orders: messages from the record.

What leaves the house names an order by its number and nobody by name. Of anonymous and confidential orders nothing
leaves it at all, and their complainants are told nothing: a message beside a name would say who wrote. Whoever has
only a telephone gets a text message with number and query code. The words are Chinese data, like the letters.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from accounts.messaging.outbox import BOTH, Draft, send
from accounts.models import Channel, Organisation, Post, Role, Tone
from complaints.models import Opening, Order
from complaints.permissions import OF_DISCIPLINE
from records.following import follow
from records.models import Entry

READER = "complaints"
NEWS = timedelta(days=7)  # what happened longer ago is no news: the lists show it
MAIL = (Channel.EMAIL,)
PRIVATE = "工单"  # in the place of a title that is nobody's business


@dataclass(frozen=True)
class Story:
    """What is told of an entry: {number}, {code}, {unit}; {title} stands in the inbox only."""

    title: str
    words: str
    tone: str = Tone.INFO
    channels: tuple[str, ...] = MAIL
    groups: tuple[Callable, ...] = ()


# to the complainant


TO_COMPLAINANT = {
    "complaints.order.received": Story(
        "已收到您反映的事项", "您反映的事项已登记，工单{number}，查询码{code}，可凭此查询进度。", channels=BOTH
    ),
    "complaints.order.assigned": Story("您反映的事项已派单", "您反映的事项（工单{number}）已交承办单位。"),
    "complaints.longer.granted": Story(
        "办理期限已延长", "工单{number}的办理期限有变化，可凭查询码{code}查看。", channels=BOTH
    ),
    "complaints.order.replied": Story(
        "您反映的事项已答复", "工单{number}已答复，请凭查询码{code}查看并评价。", Tone.OK, BOTH
    ),
    "complaints.order.handled_again": Story("您反映的事项进入二次办理", "工单{number}已进入二次办理。"),
    "complaints.order.closed": Story("您反映的事项已办结", "工单{number}已办结。"),
    "complaints.order.refused": Story(
        "您反映的事项不予办理", "工单{number}有新的处理结果，请凭查询码{code}查看。", Tone.WARNING, BOTH
    ),
    "complaints.order.merged": Story("您反映的事项已并案", "工单{number}已与同一事项并案办理，请凭查询码{code}查看。"),
    "complaints.talk.answered": Story(
        "承办单位给您留言", "承办单位就工单{number}给您留言，请凭查询码{code}查看。", Tone.WARNING, BOTH
    ),
}


# to the staff: who of a unit is told


def of_unit(order: Order, unit: int | None, *roles) -> set[int]:
    """The people who hold these posts in the unit; of confidential orders the discipline posts alone, or leaders."""
    wanted = OF_DISCIPLINE if order.is_confidential else {*roles, Role.INSPECTOR}
    posts = Post.objects.active().filter(organisation=unit, role__in=wanted)
    apart = Post.objects.active().answering_for(order.accused_id) if order.accused_id else Post.objects.none()
    return set(posts.exclude(user__in=apart.values("user")).values_list("user", flat=True))


def handlers(order: Order, entry: Entry) -> set[int]:
    """Who handles it; as long as nobody does, the clerks of the unit."""
    return {order.handler_id} if order.handler_id else of_unit(order, order.organisation_id, Role.CLERK)


def unit(order: Order, entry: Entry) -> set[int]:
    """The unit that got it, also when it has sent it on in the meantime."""
    named = Organisation.objects.filter(code=entry.body["unit"]).first() if "unit" in entry.body else None
    return of_unit(order, named.pk if named else order.organisation_id, Role.CLERK, Role.HEAD)


def leads(order: Order, entry: Entry) -> set[int]:
    return of_unit(order, order.organisation_id, Role.APPROVER, Role.HEAD)


def heads(order: Order, entry: Entry) -> set[int]:
    return of_unit(order, order.organisation_id, Role.HEAD)


def dispatchers(order: Order, entry: Entry) -> set[int]:
    posts = Post.objects.active().filter(role=Role.DISPATCHER, organisation__path__startswith=order.county_path)
    return set() if order.is_confidential else set(posts.values_list("user", flat=True))


def deciders(order: Order, entry: Entry) -> set[int]:
    """Who may be the second person of an opening."""
    opening = Opening.objects.get(pk=entry.body["opening"])
    return of_unit(order, opening.organisation_id, Role.APPROVER, Role.HEAD) - {opening.asked_by_id}


def asker(order: Order, entry: Entry) -> set[int]:
    return {Opening.objects.get(pk=entry.body["opening"]).asked_by_id}


def author(order: Order, entry: Entry) -> set[int]:
    return set(order.replies.filter(pk=entry.body["reply"]).values_list("author", flat=True)) - {None}


TO_STAFF = {
    "complaints.order.received": Story("新诉求待派单", "工单{number}待派单。", groups=(dispatchers,)),
    "complaints.order.assigned": Story("新工单待签收", "工单{number}待签收。", Tone.WARNING, groups=(unit,)),
    "complaints.order.returned": Story(
        "工单被退回", "工单{number}被退回，待重新派单。", Tone.WARNING, groups=(dispatchers,)
    ),
    "complaints.order.reopened": Story(
        "工单重新打开", "工单{number}重新打开，待派单。", Tone.WARNING, groups=(dispatchers,)
    ),
    "complaints.order.handled_again": Story(
        "反映人不满意，进入二次办理", "工单{number}进入二次办理。", Tone.WARNING, groups=(unit, leads)
    ),
    "complaints.order.withdrawn": Story("反映人撤回工单", "工单{number}已由反映人撤回。", groups=(handlers,)),
    "complaints.order.transferred": Story(
        "移送工单待接收", "工单{number}已移送，待接收。", Tone.WARNING, groups=(unit,)
    ),
    "complaints.longer.asked": Story(
        "延期申请待审批", "工单{number}有延期申请待审批。", Tone.WARNING, groups=(heads,)
    ),
    "complaints.longer.granted": Story("延期已批准", "工单{number}的延期已批准。", groups=(handlers,)),
    "complaints.longer.refused": Story("延期未批准", "工单{number}的延期未批准。", Tone.WARNING, groups=(handlers,)),
    "complaints.reply.proposed": Story(
        "二次办理答复待签发", "工单{number}的答复待签发。", Tone.WARNING, groups=(leads,)
    ),
    "complaints.reply.returned": Story("答复被退回修改", "工单{number}的答复被退回。", Tone.WARNING, groups=(author,)),
    "complaints.talk.said": Story("反映人留言", "反映人就工单{number}留言。", groups=(handlers,)),
    "complaints.identity.asked": Story(
        "查看反映人身份的申请待审批", "工单{number}有申请待审批。", Tone.WARNING, groups=(deciders,)
    ),
    "complaints.identity.approved": Story("查看反映人身份的申请已批准", "工单{number}的申请已批准。", groups=(asker,)),
    "complaints.identity.refused": Story("查看反映人身份的申请未批准", "工单{number}的申请未批准。", groups=(asker,)),
}
VERBS = sorted({*TO_COMPLAINANT, *TO_STAFF})


def tell(now) -> int:
    """Write the messages about everything that was recorded since the last round. Returns how many entries."""
    return follow(READER, VERBS, lambda entries: send(drafts(entries), now), since=now - NEWS)


def drafts(entries: list[Entry]) -> list[Draft]:
    """The messages about these entries; a part of an order is told to its unit alone."""
    rows = Order.objects.select_related("complainant__user", "organisation", "accused")
    orders = rows.in_bulk({entry.subject_id for entry in entries})
    told = [(entry, orders[entry.subject_id]) for entry in entries if entry.subject_id in orders]
    return [draft for entry, order in told for draft in about(entry, order)]


def about(entry: Entry, order: Order) -> Iterable[Draft]:
    if entry.verb in TO_COMPLAINANT and (reached := complainant_of(order, TO_COMPLAINANT[entry.verb])):
        yield draft(entry, order, TO_COMPLAINANT[entry.verb], reached)
    if story := TO_STAFF.get(entry.verb):
        people = frozenset().union(*(group(order, entry) for group in story.groups)) - {entry.actor_id, None}
        if people:
            to = {"recipients": people, "address": reverse("complaints:desk_order", args=[order.number])}
            yield draft(entry, order, story, to, desk=True)


def complainant_of(order: Order, story: Story) -> dict:
    """Where the word for the complainant goes; {} where nobody may be told, or only a telephone for what is no SMS."""
    row = getattr(order, "complainant", None)
    if row is None or order.is_anonymous or order.is_confidential or order.is_child:
        return {}
    if row.user_id is not None:
        return {"recipients": frozenset({row.user_id}), "address": reverse("complaints:my_order", args=[order.number])}
    can_ring = Channel.SMS in story.channels and row.telephone.startswith("1")
    return {"telephone": row.telephone, "address": reverse("complaints:query")} if can_ring else {}


def draft(entry: Entry, order: Order, story: Story, to: dict, desk: bool = False) -> Draft:
    """One message. Nothing leaves the house about an order whose author must not be known."""
    closed = order.is_anonymous or order.is_confidential
    title = PRIVATE if closed else order.title
    unit_name = order.organisation.name if order.organisation else ""
    return Draft(
        kind=entry.verb.removeprefix("complaints."),
        title=f"{story.title}：{title}",
        text=" ".join(filter(None, [f"工单 {order.number}", unit_name])),
        words=story.words.format(number=order.number, code=order.query_code),
        tone=story.tone,
        channels=() if closed else story.channels,
        made_at=entry.happened_at,
        thread=f"order:{order.pk}",
        source=f"order-entry:{entry.pk}:{'desk' if desk else 'own'}",
        **to,
    )
