"""What a published text no longer says: who somebody is, how they are reached, where they live, what they drive."""

import pytest

from complaints.masking import masked_answer, masked_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请回电13800000001，谢谢", "请回电***，谢谢"),
        ("身份证11010519491231002X", "身份证***"),
        ("邮箱：zhang@example.com", "邮箱：***"),
        ("我叫张建国，住阳光小区3号楼2单元501室。", "我叫张某某，住阳光小区***。"),
        ("王小红女士来电", "王某某女士来电"),
        ("欧阳明德先生来电", "欧阳某某先生来电"),
        ("业主李芳：楼道灯坏", "业主李某某：楼道灯坏"),
        ("车牌豫A·12345的车", "车牌豫A***的车"),
        ("豫AD12345挡住出口", "豫A***挡住出口"),
        ("解放路18号门前", "解放路***号门前"),
        ("我的微信号abc_12345", "我的微信号***"),
        ("房号12-3-1201", "房号***"),
        ("路灯坏了3盏，2026年9月2日报修", "路灯坏了3盏，2026年9月2日报修"),
        ("请张贴公告，方便群众", "请张贴公告，方便群众"),
        ("5名居民反映", "5名居民反映"),
    ],
)
def test_what_identifies_is_hidden(text, expected):
    assert masked_text(text) == expected


def test_a_known_name_is_hidden_wherever_it_stands():
    assert masked_text("是冶子明写的，冶子明很急", names=["冶子明"]) == "是冶某某写的，冶某某很急"


def test_the_telephone_of_the_office_stays_and_that_of_a_person_does_not():
    text = "请拨打0371-62500123或12345，您的13800000001已登记"
    assert masked_answer(text) == "请拨打0371-62500123或12345，您的***已登记"
