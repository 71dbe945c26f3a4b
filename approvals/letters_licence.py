"""The words of the licence itself and of the certificate of delivery. Chinese by nature."""

from django.utils import timezone

from approvals.letters import REMEDIES, facts
from deadlines.words import chinese_date

WITHOUT_END = "长期"
WINDOW, POST, ELECTRONIC = "window", "post", "electronic"
WAYS = {WINDOW: "窗口领取", POST: "邮寄送达", ELECTRONIC: "电子送达"}


def licence(case, licence) -> dict:
    """What stands on the licence; the lines are pairs of name and value."""
    lines = [
        ["许可证编号", licence.number],
        ["持证人", licence.holder_name],
        ["证件号码", hidden(licence.id_number)],
        ["地址", licence.address],
        ["许可事项", case.item.name],
        ["许可范围", licence.scope],
        ["有效期限", validity(licence, case.item)],
        ["发证机关", case.organisation.name],
    ]
    return facts(case) | {
        "licence": licence.number,
        "name": licence.name,
        "lines": [line for line in lines if line[1]],
        "paragraphs": [f"{name}：{value}" for name, value in lines if value],
    }


def is_person(id_number: str) -> bool:
    """An identity number, not the code of a company: no letters but the check sign, and no 9 in front."""
    return len(id_number) == 18 and id_number[:17].isdigit() and id_number[0] != "9"


def hidden(id_number: str) -> str:
    """A person's number without the date of birth; the code of a company is public."""
    if is_person(id_number):
        return f"{id_number[:6]}********{id_number[-4:]}"
    return id_number


def validity(licence, item) -> str:
    """From when to when; where the item names no years, in the words of the item."""
    first = chinese_date(licence.valid_from)
    if licence.valid_until:
        return f"{first}至{chinese_date(licence.valid_until)}"
    return f"自{first}起，{item.validity or WITHOUT_END}"


def revocation(licence) -> dict:
    """The decision to revoke, with its reasons and the remedies (第六十九条)."""
    return {
        "licence": licence.number,
        "item": licence.item.name,
        "organisation": licence.organisation.name,
        "paragraphs": [
            f"本机关于{chinese_date(timezone.localdate(licence.issued_at))}向你（单位）颁发《{licence.name}》"
            f"（{licence.number}）。经查：",
            licence.reason,
            "根据《中华人民共和国行政许可法》第六十九条的规定，决定撤销该行政许可，自本决定作出之日起失效。"
            "请自收到本决定书之日起十日内将许可证交回本机关。",
            REMEDIES,
        ],
    }


def handed_over(case) -> list[str]:
    """The decision, and the licence where there is one."""
    granted = case.result == "granted"
    decision = "准予行政许可决定书" if granted else "不予行政许可决定书"
    return [f"《{decision}》", *([f"《{case.item.certificate}》"] if granted and case.item.certificate else [])]


def delivery(case, how, receiver, post_number, now) -> dict:
    """送达回证: what was handed over, how and to whom."""
    by_post = f"，邮件号{post_number}" if post_number else ""
    return facts(case) | {
        "paragraphs": [
            f"送达文书：{'、'.join(handed_over(case))}。",
            f"送达方式：{WAYS[how]}{by_post}。",
            f"收件人：{receiver}。",
            f"送达日期：{chinese_date(timezone.localdate(now))}。",
            "收件人签名或者盖章：＿＿＿＿＿＿＿＿　　送达人签名：＿＿＿＿＿＿＿＿",
        ]
    }
