"""How good an answer is: what is missing, empty, evasive or copied in it, each fault with the words that show it.

Pure: text in, faults out. The phrases are data. A fault is serious where the answer answers nothing (formula only, too
short, copied, passed on to others): those are supervised when they are sent all the same. The others are hints.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import Kind

# What could stand in any answer. Long ones first: the short ones are parts of them.
FORMULAS = [
    "感谢您对我们工作的关心和支持",
    "感谢您对我们工作的理解与支持",
    "感谢您对政府工作的关注和支持",
    "您反映的问题我们已经收到",
    "您反映的问题已收悉",
    "您反映的情况已收悉",
    "您的来信已收悉",
    "我单位高度重视",
    "我局高度重视",
    "领导高度重视",
    "立即安排工作人员进行调查核实",
    "立即安排工作人员调查核实",
    "第一时间安排工作人员",
    "进行调查核实",
    "现将有关情况答复如下",
    "现将情况答复如下",
    "现答复如下",
    "我们将进一步加强管理",
    "我们将进一步加大工作力度",
    "进一步加强监管力度",
    "举一反三",
    "切实维护群众利益",
    "努力为群众提供更好的服务",
    "给您带来的不便敬请谅解",
    "给您造成的不便敬请谅解",
    "敬请谅解",
    "请您耐心等待",
    "我们会尽快处理",
    "我们将尽快处理",
    "我们正在积极处理",
    "祝您生活愉快",
    "祝您工作顺利",
    "再次感谢您的来信",
    "感谢您的来信",
    "感谢您的来电",
    "感谢您的监督",
    "尊敬的市民",
    "尊敬的网友",
    "您好",
]
# What passes the question on; allowed where a telephone says whom to ask.
PASSED_ON = [
    "请咨询其他部门",
    "请咨询相关部门",
    "请咨询有关部门",
    "请向有关部门反映",
    "请向相关部门反映",
    "请向其他部门反映",
    "不属于我单位职责",
    "不属于我局职责",
    "不在我单位职责范围",
    "不归我们管",
    "建议您走法律途径",
    "建议您自行协商",
]
# What says nothing; allowed where a law is named.
VAGUE = [
    "按规定办理",
    "按有关规定办理",
    "按相关规定办理",
    "依法依规处理",
    "按照相关规定处理",
    "以文件为准",
    "正在研究",
    "研究后再答复",
    "条件成熟时",
    "视情况而定",
    "适时安排",
]
REFUSALS = ["不予办理", "不予受理", "不予支持", "不能办理", "无法办理", "不符合条件", "不符合规定", "无法解决", "不予"]
# Signs (without punctuation) below which an answer of this kind cannot have said what it has to say.
SHORTEST = {
    Kind.CONSULTATION: 20,
    Kind.DISCLOSURE: 20,
    Kind.SUGGESTION: 20,
    Kind.COMPLAINT: 30,
    Kind.REPORT: 30,
    Kind.EFFICIENCY: 40,
    Kind.BUSINESS: 40,
    Kind.PETITION: 60,
}
DEEDS_OWED = {Kind.COMPLAINT, Kind.REPORT, Kind.EFFICIENCY, Kind.BUSINESS, Kind.PETITION}  # something was to be done

MOST_FORMULA = Decimal("0.60")  # share of an answer that may be formula
MOST_ALIKE = Decimal("0.80")  # share of an answer that may stand in another one of the unit
SAME_QUESTION = Decimal("0.50")  # share of a question from which on another one is the same
MOST_ECHO = Decimal("0.60")  # share of an answer that may stand in the question itself
SHINGLE = 3  # signs compared at a time
MOST_OTHERS = 300  # answers of the unit it is compared with, the newest first
OTHER_DAYS = 180
SHOWN = 20  # signs of a question that are quoted

SIGNS = re.compile(r"[\W_]+")
DATE = re.compile(
    r"\d{1,4}\s*[年月日号]|\d{4}-\d{1,2}-\d{1,2}|[一二三四五六七八九十]+个?(?:工作日|日|天|月)内|\d+\s*个?(?:工作日|日|天|小时)内"
    r"|今[天日年]|明[天日年]|昨[天日]|本周|下周|本月|下月|月底|年底|当[天日]"
)
TELEPHONE = re.compile(
    r"(?<!\d)(?:0\d{2,3}-?)?\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)12345(?!\d)|(?<!\d)9\d{4}(?!\d)"
)
PERSON = re.compile(
    r"联系人|经办人|承办人|负责人|[\u4e00-\u9fff]{1,3}(?:科长|股长|主任|局长|所长|队长|同志|工程师|警官|书记|镇长|老师)"
)
LAW = re.compile(r"《[^》]{2,40}》|第[一二三四五六七八九十百零〇\d]+条")
BEGINS = r"(?:^|(?<=[\s。；;，,：:？?！!]))"  # a bare number counts only where a sentence could begin
NUMBERED = re.compile(
    BEGINS
    + r"(\d{1,2})[、.．)）](?!\d)|[（(](\d{1,2}|[一二三四五六七八九十])[)）]|"
    + BEGINS
    + r"([一二三四五六七八九十])、|([①②③④⑤⑥⑦⑧⑨])"
)
NUMERALS = {sign: place for place, sign in enumerate("一二三四五六七八九十", 1)}
NUMERALS |= {sign: place for place, sign in enumerate("①②③④⑤⑥⑦⑧⑨", 1)}

# The codes of faults; the serious ones first.
FORMULA, SHORT, COPIED, ECHO, PASSED, EMPTY = "formula", "short", "copied", "echo", "passed", "empty"
QUESTIONS, DATELESS, NOBODY, LAWLESS = "questions", "dateless", "nobody", "lawless"
SERIOUS = {FORMULA, SHORT, COPIED, ECHO, PASSED, EMPTY}
WORDS = {
    FORMULA: gettext_lazy("Almost only formula (%(share)s%%): %(found)s"),
    SHORT: gettext_lazy("Too short: %(count)s signs, such an answer needs at least %(least)s."),
    COPIED: gettext_lazy("Copied: %(share)s%% stand in the answer to %(found)s as well."),
    ECHO: gettext_lazy("It repeats the question: %(share)s%% of the answer stand in the order itself."),
    PASSED: gettext_lazy("It passes the question on without a telephone: %(found)s"),
    EMPTY: gettext_lazy("It says nothing, and names no law: %(found)s"),
    QUESTIONS: gettext_lazy("Not answered: %(found)s"),
    DATELESS: gettext_lazy("No date: say what was done when, or until when it will be."),
    NOBODY: gettext_lazy("Nobody to ask: give a person or a telephone."),
    LAWLESS: gettext_lazy("A refusal without the law it rests on: %(found)s"),
}


@dataclass(frozen=True)
class Asked:
    """What an answer is measured by: the order, and other answers of the same unit as (number, answer, question)."""

    kind: str
    text: str
    is_solved: bool = True
    others: Iterable[tuple[str, str, str]] = field(default=())


@dataclass(frozen=True)
class Fault:
    """What is wrong, with what was found: enough to say it in words at any time."""

    code: str
    detail: dict

    @property
    def is_serious(self) -> bool:
        return self.code in SERIOUS

    def __str__(self):
        return str(WORDS[self.code]) % self.detail


def bare(text: str) -> str:
    """The text without blanks and punctuation: what counts as written."""
    return SIGNS.sub("", text)


def found_in(text: str, phrases: Iterable[str]) -> list[str]:
    """The phrases that stand in the text, without those that are part of a longer one."""
    found = [phrase for phrase in phrases if phrase in text]
    return [one for one in found if not any(one != other and one in other for other in found)]


def quoted(phrases: Iterable[str]) -> str:
    return "".join(f"“{phrase}”" for phrase in phrases)


def without_formulas(text: str) -> str:
    """What the answer says of its own."""
    for phrase in sorted(FORMULAS, key=len, reverse=True):
        text = text.replace(phrase, "")
    return bare(text)


def share(part: int, whole: int) -> Decimal:
    return Decimal(part) / whole if whole else Decimal(0)


def whole_percent(value: Decimal) -> int:
    return int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))


def shingles(text: str) -> set[str]:
    """Every run of three signs; the whole text where it is shorter."""
    text = bare(text)
    return {text[place : place + SHINGLE] for place in range(max(1, len(text) - SHINGLE + 1))} if text else set()


def contained(one: set[str], other: set[str]) -> Decimal:
    """The share of the first that stands in the second as well."""
    return share(len(one & other), len(one))


def of_formula(text: str, asked: Asked) -> Fault | None:
    """Almost nothing is left when what could stand in every answer is taken away."""
    written = len(bare(text))
    formula = share(written - len(without_formulas(text)), written)
    if formula < MOST_FORMULA:
        return None
    return Fault(FORMULA, {"share": whole_percent(formula), "found": quoted(found_in(text, FORMULAS))})


def of_length(text: str, asked: Asked) -> Fault | None:
    written, least = len(bare(text)), SHORTEST.get(asked.kind, 20)
    return Fault(SHORT, {"count": written, "least": least}) if written < least else None


def of_copies(text: str, asked: Asked) -> Fault | None:
    """The same words went to somebody who had asked something else; the same question may get the same answer."""
    mine, wanted = shingles(without_formulas(text)), shingles(asked.text)
    alike = (
        (contained(mine, shingles(without_formulas(other))), number)
        for number, other, question in asked.others
        if contained(wanted, shingles(question)) < SAME_QUESTION
    )
    most, number = max(alike, default=(Decimal(0), ""))
    return Fault(COPIED, {"share": whole_percent(most), "found": number}) if most >= MOST_ALIKE and mine else None


def of_echo(text: str, asked: Asked) -> Fault | None:
    """The answer gives the question back."""
    mine = shingles(without_formulas(text))
    same = contained(mine, shingles(asked.text))
    return Fault(ECHO, {"share": whole_percent(same)}) if mine and same >= MOST_ECHO else None


def of_passing_on(text: str, asked: Asked) -> Fault | None:
    found = found_in(text, PASSED_ON)
    return Fault(PASSED, {"found": quoted(found)}) if found and not TELEPHONE.search(text) else None


def of_emptiness(text: str, asked: Asked) -> Fault | None:
    found = found_in(text, VAGUE)
    return Fault(EMPTY, {"found": quoted(found)}) if found and not LAW.search(text) else None


def numbered(text: str) -> dict[int, str]:
    """The numbered parts of a text: 1、… （二）… ③…"""
    marks = list(NUMBERED.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    parts = {}
    for mark, end in zip(marks, ends, strict=False):
        sign = next(group for group in mark.groups() if group)
        parts[NUMERALS.get(sign) or int(sign)] = text[mark.end() : end].strip()
    return parts


def of_questions(text: str, asked: Asked) -> Fault | None:
    """Of several numbered questions each needs its number in the answer, or words of its own there."""
    asked_for, answered, said = numbered(asked.text), numbered(text), shingles(text)
    if len(asked_for) < 2:
        return None
    open_ones = [words for number, words in asked_for.items() if number not in answered and not shingles(words) & said]
    if not open_ones:
        return None
    return Fault(QUESTIONS, {"found": quoted(bare(words)[:SHOWN] for words in open_ones)})


def of_dates(text: str, asked: Asked) -> Fault | None:
    """Where something was to be done, a day has to be named; a question of knowledge needs none."""
    return Fault(DATELESS, {}) if asked.kind in DEEDS_OWED and not DATE.search(text) else None


def of_contacts(text: str, asked: Asked) -> Fault | None:
    return None if TELEPHONE.search(text) or PERSON.search(text) else Fault(NOBODY, {})


def of_law(text: str, asked: Asked) -> Fault | None:
    """Whoever says no says by which law."""
    found = found_in(text, REFUSALS)
    if LAW.search(text) or not (found or not asked.is_solved):
        return None
    return Fault(LAWLESS, {"found": quoted(found) or _("the matter is not solved")})


CHECKS = [
    *(of_formula, of_length, of_copies, of_echo, of_passing_on, of_emptiness),
    *(of_questions, of_dates, of_contacts, of_law),
]


def faults(text: str, asked: Asked) -> list[Fault]:
    """Everything that is wrong with an answer, the serious faults first."""
    return [fault for check in CHECKS if (fault := check(text, asked)) is not None]


# What a good answer has. The person who writes it reads the list; each line is found by the words that show it.
GREETED = re.compile(r"您好|你好|尊敬的|先生|女士|同志")
RESTATED = re.compile(r"反映的|咨询的|来信|来电|提出的|您所说|关于您")
FOUND_OUT = re.compile(r"经[^，。]{0,8}(?:查|核实|了解|调查|检查|走访|核对)|查明|核实|现场|了解到|根据《|依据《")
DONE = re.compile(r"已[于经]?|将于|计划|责令|完成|安排|整改|办理")
REMEDY = re.compile(r"复查|复核|行政复议|诉讼|如有异议|如不服|不满意|仍有疑问|监督电话")
CHECKLIST = [
    ("greeted", gettext_lazy("It greets the person"), lambda text: GREETED.search(text)),
    ("restated", gettext_lazy("It says what was asked"), lambda text: RESTATED.search(text)),
    ("found", gettext_lazy("It says what was found"), lambda text: FOUND_OUT.search(text)),
    (
        "done",
        gettext_lazy("It says what is done until when"),
        lambda text: DONE.search(text) and DATE.search(text),
    ),
    ("law", gettext_lazy("It names the law"), lambda text: LAW.search(text)),
    ("remedy", gettext_lazy("It says how to object"), lambda text: REMEDY.search(text)),
    ("contact", gettext_lazy("It names somebody to ask"), lambda text: TELEPHONE.search(text) or PERSON.search(text)),
]


def checklist(text: str) -> list[dict]:
    """The lines of the list, each with whether the answer has it; empty text has nothing."""
    return [{"name": name, "words": words, "done": bool(holds(text))} for name, words, holds in CHECKLIST]


def rebuilt(rows: Iterable[dict]) -> list[Fault]:
    """Faults as they were kept."""
    return [Fault(row["code"], row["detail"]) for row in rows]
