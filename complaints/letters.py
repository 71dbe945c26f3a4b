"""The words of official papers about orders. Chinese by nature: letters are data of the county."""

from django.utils import timezone

from complaints.models import Kind, LongerTerm, Order, Reply
from deadlines.words import chinese_date
from records.models import Document

UNITS = {"working": "个工作日", "calendar": "日", "hours": "小时"}
REVIEW = (
    "如不服本处理意见，可自收到本意见之日起三十日内向原办理机关的本级人民政府或者上一级机关请求复查"
    "（《信访工作条例》第三十五条）。"
)


def facts(order: Order) -> dict:
    """What every paper about an order states; nothing of who wrote it."""
    return {
        "case": order.number,
        "item": order.title,
        "organisation": order.organisation.name,
        "kind": str(order.get_kind_display()),
    }


def acceptance(order: Order) -> dict:
    """The unit has taken the matter on (受理告知书)."""
    received, term = chinese_date(timezone.localdate(order.received_at)), order.term
    promise = f"办理期限为{term.reply}{UNITS[term.reply_unit]}"
    due = f"，至{chinese_date(order.clock.due_on)}" if order.clock else ""
    return facts(order) | {
        "paragraphs": [
            f"你（单位）于{received}反映的“{order.title}”，经审查属于本机关职责范围，决定予以受理。",
            f"{promise}{due}（依据：{term.law}）。",
            how_to_query(order),
        ]
    }


def how_to_query(order: Order) -> str:
    """The way to the progress; an anonymous code stands on no paper."""
    if order.is_anonymous:
        return "可凭提交时显示的匿名查询码查询办理进度。"
    return f"可凭工单编号{order.number}和查询码{order.query_code}查询办理进度。"


def longer(order: Order, asked: LongerTerm) -> dict:
    """The answer takes longer, approved by the head (延长办理期限告知书)."""
    unit, law = UNITS[order.term.reply_unit], order.term.extension_law or order.term.law
    return facts(order) | {
        "paragraphs": [
            f"你（单位）反映的“{order.title}”（工单{order.number}）因{asked.reason}，不能在规定期限内办结。",
            f"经本机关负责人批准，延长办理期限{asked.days}{unit}，至{chinese_date(order.clock.due_on)}（依据：{law}）。",
        ]
    }


def kind_of_answer(order: Order) -> str:
    """A petition ends with an opinion (信访事项处理意见书), everything else with a letter."""
    return Document.Kind.PETITION_OPINION if order.kind == Kind.PETITION else Document.Kind.ORDER_REPLY


def answer(order: Order, reply: Reply) -> dict:
    """What the unit answers, paragraph by paragraph."""
    received = chinese_date(timezone.localdate(order.received_at))
    opening = f"你（单位）于{received}反映的“{order.title}”（工单{order.number}）收悉。现答复如下："
    remedy = [REVIEW] if order.kind == Kind.PETITION else []
    lines = [line.strip() for line in reply.text.splitlines() if line.strip()]
    return facts(order) | {"paragraphs": [opening, *lines, *remedy]}


WHY_TRANSFERRED = "{sender}按管理权限移送{organ}办理。"
WHY_RETURNED = "{organ}退回：{reason}"


def transfer(order: Order, organ, reason: str) -> dict:
    """One discipline organ passes an order to another (移送函). Who wrote it stays out."""
    return facts(order) | {
        "paragraphs": [
            f"{organ.name}：",
            f"我单位收到反映“{order.title}”的事项（工单{order.number}）。{reason}",
            "现将该事项移送你单位，请自收到之日起十五日内登记并书面告知接收情况（《信访工作条例》第二十二条）。",
            "反映人信息另行封存，非经两人审批不得启封；不得将反映材料转给被反映的单位和个人。",
        ]
    }
