"""Which words come back in many texts."""

import pytest

from complaints.rates import in_words
from complaints.words import frequent

TEXTS = [
    "小区门口夜间施工噪音扰民",
    "学校旁边夜间施工太吵",
    "广场舞噪音扰民，希望处理",
    "物业不交水电费",
    "物业不修电梯",
    "请问物业费怎么收",
]


def test_words_that_come_back_are_found_without_a_dictionary():
    assert frequent(TEXTS) == [("物业", 3), ("噪音扰民", 2), ("夜间施工", 2)]


def test_a_word_counts_once_a_text():
    assert frequent(["噪音噪音噪音", "噪音"]) == [("噪音", 2)]


@pytest.mark.parametrize("texts", [[], [""], ["abc 123", "abc 123"], ["物业"], ["反映问题", "反映问题"]])
def test_nothing_is_found_in_nothing(texts):
    assert frequent(texts) == []


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(57, 60, "95.00%"), (2466, 2466, "100.00%"), (10775, 10862, "99.20%"), (0, 0, "—"), (1, 3, "33.33%")],
)
def test_shares_in_words(part, whole, words):
    assert in_words(part, whole) == words
