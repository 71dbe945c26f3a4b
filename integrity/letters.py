"""The words of the papers of integrity risks: alarm, order, letter of inquiry. Chinese data, not interface."""

from deadlines.words import chinese_date
from powers.models import Level

COLOURS = {Level.A: "红色预警", Level.B: "黄色预警", Level.C: "蓝色预警"}
BASIS = "《岗位廉政风险三级预警实施办法》"
TALK = "请你单位主要负责人到本机关接受谈话。"
LATE = "逾期未报送整改方案、未按期整改或者整改不到位的，提高预警等级，并依规提出谈话、问责建议。"


def ended(text: str) -> str:
    return text if text.endswith(("。", "！", "？", "；")) else f"{text}。"


def alarm(found) -> dict:
    """The alarm itself: what the risk is and how grave."""
    before = f"你单位对{found.previous}所指廉政风险整改不到位，现提高预警等级。" if found.previous else ""
    return {
        "level": COLOURS[found.level],
        "paragraphs": [
            f"{before}经研判，你单位存在下列廉政风险，定为{found.level}级，现发出{COLOURS[found.level]}：",
            ended(found.words),
            f"依据：{BASIS}。请认真查找原因，防止风险演变为违纪违法问题。",
        ],
    }


def order(found) -> dict:
    """The order: what is demanded and by when the plan is due."""
    due = chinese_date(found.plan_due_on)
    return {
        "level": COLOURS[found.alarm.level],
        "paragraphs": [
            f"根据{found.alarm}，现就有关廉政风险的整改提出督办要求：",
            ended(found.demand),
            f"请于{due}前报送整改方案；整改完成日期由本机关在审定方案时确定，完成后书面反馈整改情况。",
            (TALK if found.alarm.level == Level.A else "") + LATE,
        ],
    }


def inquiry(round, due_on) -> dict:
    """A letter of inquiry (函询) to one person."""
    return {
        "paragraphs": [
            ended(round.text),
            f"依据：{ended(round.basis)}",
            f"请于{chinese_date(due_on)}前作出书面说明，如实讲清问题，由本人签名后报送本机关。",
        ]
    }
