"""The sentences of an analysis, drafted from its figures: what is there, what changed, who stands out, what to do.

Chinese data of the county: people edit them before they sign.
"""

MOST = 3  # units that are named


def of(figures: dict) -> str:
    """All paragraphs; each says only what the figures say."""
    parts = [whole(figures), points(figures), alarms(figures), people(figures), worst(figures), advice(figures)]
    return "\n".join(part for part in parts if part)


def change(now: int, then: int) -> str:
    if now == then:
        return "与上季度持平"
    more = "增加" if now > then else "减少"
    share = f"，{'升' if now > then else '降'}幅{abs(now - then) * 100 / then:.1f}%" if then else ""
    return f"比上季度{more}{abs(now - then)}{share}"


def whole(figures: dict) -> str:
    now, then = figures["now"], figures["before"]
    cards = f"{figures['period']}，全县发出有效黄牌{now['yellow']}张（{change(now['yellow'], then['yellow'])}）"
    red = f"红牌{now['red']}张（{change(now['red'], then['red'])}）。"
    return f"一、总体情况。{cards}、{red}"


def points(figures: dict) -> str:
    now = figures["now"]
    sum_ = now["a"] + now["b"] + now["c"]
    if not sum_:
        return ""
    share = f"，A级占{now['a'] * 100 / sum_:.1f}%"
    return f"二、风险点。已定级风险点{sum_}个，其中A级{now['a']}个、B级{now['b']}个、C级{now['c']}个{share}。"


def alarms(figures: dict) -> str:
    now, then = figures["now"], figures["before"]
    given = f"发出廉政风险预警警报{now['alarms']}份（{change(now['alarms'], then['alarms'])}）"
    return f"三、预警督办。{given}，季末未办结的廉政风险督办书{now['open']}份。"


def people(figures: dict) -> str:
    now, then = figures["now"], figures["before"]
    voices = f"收到对单位的投诉举报{now['complaints']}件（{change(now['complaints'], then['complaints'])}）"
    doubts = f"公共资源交易疑点{now['trades']}个、公共资金疑点{now['money']}个"
    return f"四、群众反映和数据疑点。{voices}，查实{now['proven']}件；发现{doubts}。"


def worst(figures: dict) -> str:
    """The units that stand out, with what they stand out by."""
    named = [line for line in figures["units"][:MOST] if any(told(line))]
    if not named:
        return ""
    words = "；".join(f"{line['name']}：{'、'.join(told(line))}" for line in named)
    return f"五、需要关注的单位。{words}。"


def told(line: dict) -> list[str]:
    now = line["now"]
    known = [
        ("red", "红牌{}张"),
        ("yellow", "黄牌{}张"),
        ("proven", "投诉查实{}件"),
        ("alarms", "预警警报{}份"),
        ("trades", "交易疑点{}个"),
        ("money", "资金疑点{}个"),
    ]
    return [words.format(now[key]) for key, words in known if now[key]]


def advice(figures: dict) -> str:
    now = figures["now"]
    asked = []
    if now["open"]:
        asked.append("对未办结的廉政风险督办书逐件跟踪，到期未整改的提高预警等级")
    if now["proven"] or now["complaints"]:
        asked.append("对投诉举报集中的单位开展廉政谈话")
    if now["trades"] or now["money"]:
        asked.append("对数据疑点按期核查，查实的及时移送")
    if now["a"]:
        asked.append("对A级权力行使人开展新一轮提醒")
    return f"六、建议。{'；'.join(asked)}。" if asked else ""
