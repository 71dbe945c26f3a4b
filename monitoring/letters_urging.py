"""The words of reminders and of written criticism about orders that are not answered. Chinese data, not interface."""

from deadlines.words import chinese_date

REMIND, CRITICISE = "reminder", "criticism"


def about(order) -> str:
    return f"工单{order.number}“{order.title}”（{order.get_kind_display()}）"


def reminder(order, clock, leaders: str) -> dict:
    """催办通知书: the day after the term is over; the leader in charge of the unit gets a copy."""
    law = f"（依据：{order.term.law}）" if order.term else ""
    return {
        "paragraphs": [
            f"你单位承办的{about(order)}，应当于{chinese_date(clock.due_on)}前答复，至今未答复{law}。",
            "请立即办理，自收到本通知之日起一个工作日内答复反映人，并说明超期原因。",
            "超过期限五个工作日仍未答复的，将予以书面通报批评，并记入效能考评。",
            f"抄送：分管负责人 {leaders}。" if leaders else "抄送：单位分管负责人。",
        ]
    }


def criticism(order, clock, reminded: str) -> dict:
    """书面通报批评: five working days past the term, and still no answer."""
    warned = f"经催办（{reminded}）后" if reminded else ""
    return {
        "paragraphs": [
            f"你单位承办的{about(order)}，应当于{chinese_date(clock.due_on)}前答复，{warned}超过期限五个工作日仍未答复。",
            "依照政务服务便民热线办理规定，决定对你单位予以书面通报批评，本次批评记入单位效能档案和考评。",
            "请你单位主要负责人督促立即答复反映人，并于三个工作日内书面报告超期原因和整改措施。",
        ]
    }


LETTERS = {REMIND: reminder, CRITICISE: criticism}
