"""Pages around the course: who acts for a firm, prequalification, questions, the guarantee of a withdrawn bid."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from procurement import actions
from procurement.actions import boxes, inquiring, objecting, prequalifying
from procurement.models import (
    Against,
    Applicant,
    Inquiry,
    Objection,
    Prequalification,
    Representative,
    Tender,
    Trade,
    WithdrawnGuarantee,
)
from records.attachments import store
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at
from tests.gates import signed_in
from tests.procurement.conftest import make_representative
from tests.procurement.prequalified import INVITED
from tests.procurement.sealing import acting_for, drop
from tests.procurement.walks import walk


@pytest.fixture
def clock(time_machine):
    """`clock("2026-03-20")`: the pages believe that it is this moment."""
    return lambda moment: time_machine.move_to(at(moment), tick=False)


def post(actor, address, *args, **data):
    client = signed_in(actor) if actor else Client()
    return client.post(reverse(f"procurement:{address}", args=args), {"key": str(uuid.uuid4())} | data)


def page(actor, address, *args):
    return signed_in(actor).get(reverse(f"procurement:{address}", args=args))


def errors(answer) -> list[str]:
    return list(answer.context["form"].errors)


# Who acts for a firm.


@pytest.fixture
def second(db):
    """Somebody with an account who acts for nobody yet."""
    from accounts.models import User

    return User.objects.create_user(
        username="13900000022", telephone="13900000022", name="赵敏", password="Mingjing-2026", is_citizen=True
    )


def test_representative_names_another_with_number_and_name(bidder, firms, second):
    answer = post(bidder, "my_firm", firms["alpha"].pk, name="赵敏", telephone="13900000022", title="投标专员")
    assert answer.status_code == 302
    row = Representative.objects.get(user=second)
    entry = Entry.objects.get(verb="procurement.party.represented")
    assert (row.party, row.title, entry.actor_id) == (firms["alpha"], "投标专员", bidder.user.pk)


WRONG = [
    ({"name": "赵明"}, ["telephone"]),  # the number belongs to somebody else
    ({"telephone": "13900000029"}, ["telephone"]),
    ({"telephone": "1390000"}, ["telephone"]),
    ({"name": ""}, ["name", "telephone"]),
]


@pytest.mark.parametrize(("change", "fields"), WRONG)
def test_number_without_its_name_gives_nothing_away(bidder, firms, second, change, fields):
    answer = post(bidder, "my_firm", firms["alpha"].pk, **{"name": "赵敏", "telephone": "13900000022"} | change)
    assert (answer.status_code, errors(answer)) == (422, fields)
    assert not Representative.objects.filter(user=second).exists()


def test_nobody_is_named_twice(bidder, firms):
    answer = post(bidder, "my_firm", firms["alpha"].pk, name="孙立", telephone="13900000002")
    assert (answer.status_code, errors(answer)) == (422, ["telephone"])


def test_staff_of_an_office_is_not_named(bidder, firms, tenderer):
    with pytest.raises(Refused):
        actions.represent(firms["alpha"], tenderer.user, by=bidder, now=at("2026-02-02"))


def test_stranger_does_not_see_a_firm(firms, agent):
    assert page(agent, "my_firm", firms["alpha"].pk).status_code == 404


def test_last_representative_stays(bidder, firms):
    row = firms["alpha"].representatives.get()
    address = reverse("procurement:my_end_representation", args=[row.pk])
    answer = signed_in(bidder).post(address, {"key": str(uuid.uuid4())}, follow=True)
    row.refresh_from_db()
    assert (row.until, "没有其他授权代表" in answer.content.decode()) == (None, True)


def test_representative_ends_another(bidder, firms, clock):
    clock("2026-03-02 09:00")
    other = make_representative(firms["alpha"], "13900000033", "周强")
    row = firms["alpha"].representatives.get(user=other.user)
    post(bidder, "my_end_representation", row.pk)
    row.refresh_from_db()
    assert row.until == at("2026-03-02").date()


def test_representation_of_another_firm_is_not_there(bidder, firms):
    other = make_representative(firms["beta"], "13900000033", "周强")
    answer = post(bidder, "my_end_representation", firms["beta"].representatives.get(user=other.user).pk)
    assert answer.status_code == 404


def test_centre_may_end_the_last_one(bidder, firms, centre_clerk):
    row = firms["alpha"].representatives.get()
    assert actions.end_representation(row, by=centre_clerk, now=at("2026-03-02")).until == at("2026-03-02").date()


# Prequalification.


@pytest.fixture
def invited(course, centre_clerk, clock):
    course.to("notice")
    clock("2026-02-12 09:00")
    return prequalifying.begin(course.tender, by=centre_clerk, now=at("2026-02-12 09:00"), invitation=INVITED)


def test_centre_publishes_a_prequalification_on_the_bench(course, centre_clerk, clock):
    course.to("notice")
    clock("2026-02-12 09:00")
    typed = {
        "conditions": "施工总承包二级",
        "documents_from": "2026-02-12",
        "documents_until": "2026-02-13",
        "due_at": "2026-03-09T10:00",
    }
    short = post(centre_clerk, "deed", course.tender.number, "prequalify", **typed)
    form = next(panel.form for panel in short.context["panels"] if panel.name == "prequalify")
    assert (short.status_code, list(form.errors)) == (409, ["documents_until"])
    post(centre_clerk, "deed", course.tender.number, "prequalify", **typed | {"documents_until": "2026-02-26"})
    assert Prequalification.objects.get().conditions == "施工总承包二级"


def test_everybody_reads_that_firms_are_looked_for(invited):
    public = Client().get(reverse("procurement:public_tender", args=[invited.tender.number])).content.decode()
    assert "资格预审公告" in public


def test_firm_applies_with_its_papers(invited, bidder, firms, clock):
    clock("2026-03-05")
    file = SimpleUploadedFile("资质.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    about = {"party": firms["alpha"].pk, "statement": "总承包一级", "files": file}
    answer = post(bidder, "prequalify", invited.tender.number, **about)
    assert (answer.status_code, Applicant.objects.get().party) == (302, firms["alpha"])


READ = [
    ("2026-03-06", "firm", 200),
    ("2026-03-06", "agent", 404),
    ("2026-03-09 10:01", "agent", 200),
    ("2026-03-09 10:01", "centre", 404),
    ("2026-03-09 10:01", "stranger", 404),
]


@pytest.mark.parametrize(("moment", "who", "status"), READ)
def test_papers_of_an_application_are_read_by_those_who_examine(
    invited, bidder, firms, agent, centre_clerk, citizen, clock, moment, who, status
):
    file = store(SimpleUploadedFile("资质.pdf", b"%PDF-1.4\n%%EOF\n"), by=bidder, now=at("2026-03-05"))
    about = {"party": firms["alpha"], "statement": "总承包一级", "papers": [file]}
    prequalifying.apply(invited, by=bidder, now=at("2026-03-05"), **about)
    clock(moment)
    actor = {"firm": bidder, "agent": agent, "centre": centre_clerk, "stranger": citizen}[who]
    answer = signed_in(actor).get(reverse("records:attachment", args=[file.token]))
    answer.close()
    assert answer.status_code == status


def test_examiner_finds_the_papers_on_the_bench(invited, bidder, firms, agent, clock):
    file = store(SimpleUploadedFile("资质.pdf", b"%PDF-1.4\n%%EOF\n"), by=bidder, now=at("2026-03-05"))
    about = {"party": firms["alpha"], "statement": "总承包一级", "papers": [file]}
    prequalifying.apply(invited, by=bidder, now=at("2026-03-05"), **about)
    clock("2026-03-09 10:01")
    assert "资质.pdf" in page(agent, "my_tender", invited.tender.number).content.decode()


def test_application_without_words_comes_back(invited, bidder, firms):
    answer = post(bidder, "prequalify", invited.tender.number, party=firms["alpha"].pk, statement=" ")
    assert (answer.status_code, errors(answer)) == (422, ["statement"])


@pytest.mark.parametrize(
    ("moment", "who", "is_told"),
    [
        ("2026-03-09 09:59", "agent", False),
        ("2026-03-09 10:01", "agent", True),
        ("2026-03-09 10:01", "centre", False),
    ],
)
def test_who_applied_is_told_after_the_deadline_to_those_who_examine(
    invited, firms, agent, centre_clerk, clock, moment, who, is_told
):
    about = {"party": firms["alpha"], "statement": "总承包一级"}
    prequalifying.apply(invited, by=acting_for(firms["alpha"]), now=at("2026-03-05"), **about)
    clock(moment)
    address = {"agent": (agent, "my_tender"), "centre": (centre_clerk, "tender")}[who]
    seen = page(*address, invited.tender.number).content.decode()
    assert (firms["alpha"].name in seen) is is_told


# Questions.


@pytest.fixture
def purchase(hand_in, cast, agent_firm, firms):
    course = walk(hand_in, cast, agent_firm, firms, Trade.PROCUREMENT)
    course.to("issue")
    return course.tender


def test_firm_asks_and_the_agent_answers_without_its_name(purchase, bidder, firms, agent, clock):
    clock("2026-03-09 10:00")
    post(bidder, "ask", purchase.number, party=firms["alpha"].pk, text="交货地点在哪里")
    row = Inquiry.objects.get()
    seen = page(agent, "my_tender", purchase.number).content.decode()
    assert ("交货地点在哪里" in seen, firms["alpha"].name in seen) == (True, False)
    post(agent, "my_deed", purchase.number, f"reply-{row.pk}", text="县人民医院")
    assert "县人民医院" in page(bidder, "my_tenders").content.decode()


def test_double_click_asks_once(purchase, bidder, firms, clock):
    clock("2026-03-09 10:00")
    about = {"party": firms["alpha"].pk, "text": "交货地点", "key": str(uuid.uuid4())}
    for _ in range(2):
        assert post(bidder, "ask", purchase.number, **about).status_code == 302
    assert Inquiry.objects.count() == 1


def test_agent_does_not_answer_for_another_tender(purchase, firms, agent, bidder, clock):
    made = inquiring.ask(purchase, by=bidder, now=at("2026-03-09"), party=firms["alpha"], text="交货地点")
    answer = post(bidder, "my_deed", purchase.number, f"reply-{made.pk}", text="自问自答")
    assert (answer.status_code, Inquiry.objects.get().answer) == (404, "")


# The guarantee of a withdrawn bid.


def test_guarantee_is_asked_for_and_paid_back_on_pages(course, firms, centre_clerk, tenderer, clock):
    tender = course.to("closing")
    keys = drop(tender, firms["alpha"], moment=at("2026-03-19"))
    clock("2026-03-20 10:00")
    typed = {"digest": keys["digest"], "secret": keys["withdrawal"], "number": "BZ000027"}
    early = post(None, "reclaim", tender.number, **typed)
    assert (early.status_code, errors(early)) == (422, ["number"])
    from accounts.actor import ROBOT

    secret = bytes.fromhex(keys["withdrawal"])
    boxes.withdraw(tender, keys["digest"], secret, by=ROBOT, now=at("2026-03-20 10:00"))
    assert post(None, "reclaim", tender.number, **typed).status_code == 200
    assert "BZ000027" not in page(tenderer, "guarantees", tender.number).content.decode()
    assert "BZ000027" in page(centre_clerk, "guarantees", tender.number).content.decode()
    made = WithdrawnGuarantee.objects.get()
    told = [list(page(actor, "desk").context["refunds"]) for actor in (centre_clerk, tenderer)]
    assert told == [[tender], []]
    wrong = post(centre_clerk, "return_withdrawn", tender.number, made.pk, reference="")
    assert wrong.status_code == 422
    post(centre_clerk, "return_withdrawn", tender.number, made.pk, reference="ZZ-20260323")
    made.refresh_from_db()
    assert made.reference == "ZZ-20260323"


# Objections and complaints that are taken back.


@pytest.mark.parametrize("kind", ["objection", "complaint", "nothing"])
def test_stranger_takes_nothing_back(bidder, firms, kind):
    assert post(bidder, "take_back", kind, 1).status_code == 404


def test_firm_takes_its_objection_back_and_the_tender_goes_on(course, bidder, firms):
    course.to("clarify")
    about = {"party": firms["alpha"], "against": Against.DOCUMENTS, "text": "业绩要求过高"}
    made = objecting.lodge(course.tender, by=bidder, now=at("2026-03-11"), **about)
    assert "撤回" in page(bidder, "my_tenders").content.decode()
    post(bidder, "take_back", "objection", made.pk)
    assert (Objection.objects.get().state, Tender.objects.get().state) == ("withdrawn", "running")
