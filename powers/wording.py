"""Steps as people write them in one cell: 受理：窗口人员（1个工作日）；审核：审批股股长；审批：分管副局长. Pure."""

import re

STAGES = [  # sign in the name of a step → its stage; the first that fits
    ("审签", "sign"),
    ("签发", "sign"),
    ("审批", "decide"),
    ("决定", "decide"),
    ("决策", "decide"),
    ("审核", "review"),
    ("审查", "review"),
    ("初审", "review"),
    ("复核", "review"),
    ("评议", "review"),
    ("受理", "receive"),
    ("申请", "receive"),
    ("立案", "receive"),
    ("收件", "receive"),
    ("现场", "look"),
    ("勘验", "look"),
    ("检查", "look"),
    ("调查", "look"),
    ("公示", "publish"),
    ("公开", "publish"),
    ("送达", "carry_out"),
    ("执行", "carry_out"),
    ("实施", "carry_out"),
    ("办结", "carry_out"),
    ("发放", "carry_out"),
]
STEP = re.compile(r"(?P<name>[^：:（(]{1,30})[：:](?P<post>[^（(]{1,50}?)(?:[（(](?P<limit>[^）)]{1,50})[）)])?")
BETWEEN = re.compile(r"[；;\n]+")


def stage_of(name: str) -> str:
    return next((stage for sign, stage in STAGES if sign in name), "other")


def steps_of(text: str) -> list[dict]:
    """The steps of a cell as stage, name, post and limit.

    Raises ValueError with the first step that has no colon or is too long.
    """
    found = []
    for part in filter(None, (part.strip() for part in BETWEEN.split(text))):
        match = STEP.fullmatch(part)
        if match is None:
            raise ValueError(part)
        step = {name: (value or "").strip() for name, value in match.groupdict().items()}
        found.append({"stage": stage_of(step["name"])} | step)
    return found


def text_of(steps) -> str:
    """The other way round, for files."""
    told = (f"{step.name}：{step.post}" + (f"（{step.limit}）" if step.limit else "") for step in steps)
    return "；".join(told)
