"""Which words come back again and again in Chinese texts that nobody has cut into words. Pure; no dictionary.

Runs of two to four characters are counted once a text. A run that nearly always stands inside a longer one is left
out for it, and so are runs that begin or end with a particle.
"""

import re
from collections import Counter
from collections.abc import Iterable

HAN = re.compile(r"[\u4e00-\u9fff]+")
LONGEST = 4
PARTICLES = set(
    "的了在是我有和就不都一上也很到说要去你会着没看好自己这那个们对与及等被把给为以从向由于并或者但而又还很请您其之"
)
SAYS_NOTHING = {
    "反映",
    "问题",
    "情况",
    "希望",
    "咨询",
    "投诉",
    "建议",
    "举报",
    "有关",
    "相关",
    "部门",
    "处理",
    "解决",
    "怎么",
    "什么",
}
NOTHING = re.compile("|".join(sorted(SAYS_NOTHING)))
INSIDE = 0.8  # a short run that stands inside one longer run so often says nothing of its own


def runs(text: str) -> set[str]:
    """Every run of two to four characters that could be a word."""
    found = set()
    for stretch in HAN.findall(NOTHING.sub(" ", text)):
        for size in range(2, LONGEST + 1):
            found.update(stretch[start : start + size] for start in range(len(stretch) - size + 1))
    return {run for run in found if run[0] not in PARTICLES and run[-1] not in PARTICLES}


def frequent(texts: Iterable[str], most: int = 20, least: int = 2) -> list[tuple[str, int]]:
    """The runs that stand in most texts, with the number of texts; in `least` different texts at least.

    The same text again counts, but makes no word of what stands in it.
    """
    times, counts, different = Counter(texts), Counter(), Counter()
    for text, number in times.items():
        found = runs(text)
        different.update(found)
        counts.update(dict.fromkeys(found, number))
    often = {run: count for run, count in counts.items() if different[run] >= least}
    longer = Counter()
    for run, count in often.items():
        for part in inner(run):
            longer[part] = max(longer[part], count)
    kept = [(run, count) for run, count in often.items() if longer[run] < INSIDE * count]
    kept.sort(key=lambda pair: (-pair[1], -len(pair[0]), pair[0]))
    return without_overlaps(kept, most)


def inner(run: str) -> set[str]:
    """The shorter runs inside a run."""
    return {run[a:b] for a in range(len(run)) for b in range(a + 2, len(run) + 1) if b - a < len(run)}


def without_overlaps(kept, most: int) -> list[tuple[str, int]]:
    """The first of those that share all but one character: 夜间施 says no more than 夜间施工."""
    shown: list[tuple[str, int]] = []
    for run, count in kept:
        if not any(run in other or other in run or overlap(run, other) for other, _count in shown):
            shown.append((run, count))
        if len(shown) == most:
            break
    return shown


def overlap(one: str, other: str) -> bool:
    """Are they the same stretch, moved by a character?"""
    return min(len(one), len(other)) > 2 and (one[1:] == other[: len(one) - 1] or other[1:] == one[: len(other) - 1])
