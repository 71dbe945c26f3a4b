"""Answers that answer nothing: formula, too short, copied, passed on; and the list of what a good one has."""

import pytest

from complaints import quality
from complaints.models import Kind

GOOD = (
    "张先生您好！您反映的阳光小区东门外工地夜间施工问题，我局执法人员于9月22日晚到现场核实，情况属实。"
    "依据《中华人民共和国噪声污染防治法》第四十三条，已责令施工单位自9月23日起停止夜间施工，我局每晚巡查，"
    "至9月30日止。如仍有噪音请拨打0371-62500123，联系人李科长；对处理不满意的，可以申请行政复议。"
)
NOISE = "北城街道阳光小区东门外工地每天施工到晚上十一点，请处理。"
FORMULA = (
    "您好！您反映的问题已收悉，我局高度重视，立即安排工作人员调查核实。感谢您对我们工作的关心和支持，祝您生活愉快！"
)


def codes(text, kind=Kind.COMPLAINT, asked=NOISE, **more):
    return [fault.code for fault in quality.faults(text, quality.Asked(kind, asked, **more))]


def test_a_good_answer_has_no_fault():
    assert codes(GOOD) == []


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (FORMULA, Kind.CONSULTATION, {"formula"}),
        (FORMULA, Kind.PETITION, {"formula", "short"}),
        ("已处理。", Kind.COMPLAINT, {"short"}),
        ("已处理。", Kind.PETITION, {"short"}),
        ("请咨询其他部门。" + GOOD.replace("0371-62500123", "我局"), Kind.COMPLAINT, {"passed"}),
        ("请咨询其他部门，电话0371-62500456。" + GOOD, Kind.COMPLAINT, set()),
        (GOOD.replace("依据《中华人民共和国噪声污染防治法》第四十三条", "按规定办理"), Kind.COMPLAINT, {"empty"}),
        ("按规定办理，" + GOOD, Kind.COMPLAINT, set()),
    ],
)
def test_what_answers_nothing_is_found(text, kind, expected):
    assert set(codes(text, kind)) & quality.SERIOUS == expected


def test_a_short_answer_may_do_for_a_question_and_not_for_a_petition():
    text = "您好，咨询的身份证补办请持户口簿到户籍窗口，法定二十日内领取，电话62500110。"
    assert codes(text, Kind.CONSULTATION, "身份证丢了怎么补办？") == []
    assert "short" in codes(text, Kind.PETITION, "身份证丢了怎么补办？")


def test_a_copy_is_found_although_greeting_and_thanks_differ():
    other = GOOD.replace("张先生您好！", "") + "祝您生活愉快！"
    others = [("GD-1", "另一件事：路灯已于9月3日修好。", "路灯"), ("GD-2", other, "油烟呛人")]
    assert codes(GOOD, others=others) == ["copied"]


def test_the_same_question_may_get_the_same_answer():
    assert codes(GOOD, others=[("GD-2", GOOD, NOISE)]) == []


def test_the_copy_names_the_other_order():
    [fault] = quality.faults(GOOD, quality.Asked(Kind.COMPLAINT, NOISE, others=[("GD-2", GOOD, "油烟呛人")]))
    assert fault.detail == {"share": 100, "found": "GD-2"}


def test_an_answer_that_gives_the_question_back_is_found():
    text = f"您好，您说{NOISE}9月收到，李科长。"
    assert "echo" in codes(text)


@pytest.mark.parametrize(
    ("asked", "reply", "missing"),
    [
        ("1、学区怎么划？2、材料要哪些？", "1、按居住地划；2、户口簿和房产证。", ""),
        ("1、学区怎么划？2、材料要哪些？", "1、按居住地划。", "“材料要哪些”"),
        ("一、学区怎么划？二、材料要哪些？", "学区怎么划：按居住地。材料要哪些：户口簿。", ""),
        ("（1）路灯坏了（2）井盖丢了", "路灯坏了的已修。", "“井盖丢了”"),
        ("①路灯坏了②井盖丢了", "①修好了。②换了新的。", ""),
        ("我家3.5米宽的路，2月就坏了", "修了。", ""),
    ],
)
def test_each_numbered_question_needs_an_answer(asked, reply, missing):
    found = [fault for fault in quality.faults(reply, quality.Asked("", asked)) if fault.code == quality.QUESTIONS]
    assert [fault.detail["found"] for fault in found] == ([missing] if missing else [])


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("0371-62500123，联系人李科长", "我们", "nobody"),
        ("依据《中华人民共和国噪声污染防治法》第四十三条，", "您要求的赔偿不予支持，", "lawless"),
    ],
)
def test_what_is_missing_is_a_hint(old, new, code):
    assert codes(GOOD.replace(old, new)) == [code]


def test_a_deed_needs_a_day_and_a_piece_of_knowledge_none():
    text = "您好，您反映的问题经现场核实，已责令施工单位停止夜间施工并安排人员每晚巡查，"
    text += "如有问题请拨打0371-62500123联系我们。"
    assert codes(text) == ["dateless"]
    assert codes(text, Kind.CONSULTATION) == []


def test_what_is_not_solved_needs_its_law():
    text = GOOD.replace("依据《中华人民共和国噪声污染防治法》第四十三条，", "")
    assert codes(text, is_solved=False) == ["lawless"]


def test_a_fault_says_what_was_found():
    said = [str(fault) for fault in quality.faults(FORMULA, quality.Asked(Kind.COMPLAINT, NOISE))]
    assert "“您反映的问题已收悉”" in said[0]


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("", []),
        (GOOD, ["greeted", "restated", "found", "done", "law", "remedy", "contact"]),
        ("您好，已修好。", ["greeted"]),
    ],
)
def test_the_list_ticks_what_the_answer_has(text, done):
    assert [line["name"] for line in quality.checklist(text) if line["done"]] == done
