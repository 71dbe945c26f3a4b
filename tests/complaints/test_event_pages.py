"""Pages of citizens' events and their opinions as people use them."""

import io

import pytest
from openpyxl import load_workbook

from complaints.actions import events
from complaints.models import Event, Opinion, Order
from tests.complaints.meetings import post, sheet
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db


def test_opinions_come_out_of_a_workbook(event, operator, bureau):
    first = [
        cell.value
        for cell in load_workbook(io.BytesIO(signed_in(operator).get("/desk/events/pattern/").getvalue())).active[1]
    ]
    file = sheet(first, ["窗口无人", "市场监管局", "限期整改"], ["停车难", "", ""])
    assert post(operator, f"/desk/events/{event.pk}/load/", file=file).status_code == 302
    assert [(one.number, one.treatment) for one in Opinion.objects.all()] == [(1, "rectify"), (2, "")]


def test_an_unknown_treatment_is_told_with_its_row(event, operator):
    file = sheet(["意见", "涉及单位", "处理方式"], ["窗口无人", "", "马上"])
    page = post(operator, f"/desk/events/{event.pk}/load/", file=file)
    [fault] = page.context["faults"]
    assert (fault.row, "立即解决、研究解决、限期整改" in fault.message) == (2, True)
    assert not Opinion.objects.exists()


def test_the_page_shows_opinions_without_an_answer(event, dispatcher, bureau):
    voices = [events.Voice("窗口无人"), events.Voice("停车难", bureau, "study")]
    events.type_in(event, by=dispatcher, now=at("2026-09-21"), voices=voices)
    page = signed_in(dispatcher).get(f"/desk/events/{event.pk}/?shown=open")
    assert [row["opinion"].text for row in page.context["opinions"]] == ["停车难", "窗口无人"]
    opinion = Opinion.objects.get(text="窗口无人")
    assert post(dispatcher, f"/desk/opinions/{opinion.pk}/treat/", treatment="", organisation="").status_code == 422
    post(dispatcher, f"/desk/opinions/{opinion.pk}/treat/", 2, treatment="at_once", organisation=bureau.pk)
    assert Order.objects.filter(channel="event").count() == 2


def test_an_event_is_written_down(operator):
    typed = {
        "name": "进广场",
        "held_on": "2026-09-20",
        "place": "文化广场",
        "participants": "1500",
        "leaflets": "8000",
    }
    assert post(operator, "/desk/events/new/", **(typed | {"participants": "很多"})).status_code == 422
    answer = post(operator, "/desk/events/new/", 2, **typed)
    assert answer.url == f"/desk/events/{Event.objects.get().pk}/"
