"""The 18 links of a construction tender, in their order and in no other."""

import pytest

from procurement import actions
from procurement.flows import flow_of
from procurement.models import Handover, Tender
from records.models import Anomaly
from records.refusal import Refused
from tests.conftest import at

LINKS = [
    "受理交易登记",
    "交易条件核验",
    "招标方式和组织形式核准",
    "招标代理确定",
    "招标文件和最高限价编制",
    "招标文件备案和公平竞争核查",
    "发布招标公告",
    "招标文件获取",
    "答疑、澄清和修改",
    "投标保证金核验",
    "评标专家抽取和评标委员会组建",
    "投标文件接收和截标",
    "开标",
    "评标",
    "评标报告和中标候选人公示",
    "定标和发出中标通知书",
    "签订合同和退还保证金",
    "中标合同备案",
]


def test_construction_has_eighteen_links(course):
    assert [link.name for link in flow_of(course.tender).steps] == LINKS


def test_whole_course_is_walked_to_its_end(course):
    course.to("nothing")
    assert (course.tender.state, course.tender.done, course.tender.step) == (Tender.State.COMPLETED, 18, "")
    assert list(course.tender.handovers.values_list("way", flat=True)) == [Handover.Way.IN, Handover.Way.OUT]


def test_step_out_of_order_names_the_next_one_and_leaves_an_anomaly(course, centre_clerk):
    """PRO-26: six steps are done; whoever tries the opening is told that only the notice may follow."""
    course.to("notice")
    with pytest.raises(Refused, match="7") as refused:
        actions.advance(course.tender, "opening", by=centre_clerk, now=at("2026-02-13"), data={"bidders": 3})
    assert "发布招标公告" in refused.value.message
    assert list(Anomaly.objects.values_list("code", "deed")) == [("V08", "procurement.advance")]
    assert Tender.objects.get().done == 6
