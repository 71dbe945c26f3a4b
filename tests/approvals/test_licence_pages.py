"""Pages of licences, renewals, hearings and site checks, through HTTP."""

import io
import uuid
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Post
from approvals import actions
from approvals.actions.applying import PAPER
from approvals.models import Case, Hearing, Licence, SiteCheck
from config.demo.papers import picture
from records.models import Attachment, Document
from tests.conftest import ZHANG, at, make_item
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
D = date.fromisoformat
TODAY = "2026-12-02"
HOSTILE = ["x", "'; DROP TABLE", "𠮷", "%00", "<b>", "x" * 300]


@pytest.fixture(autouse=True)
def _second_of_december(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "attachments"
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def item(bureau):
    return make_item(bureau, steps=(), certificate="食品经营许可证", validity_years=5)


@pytest.fixture
def renewal(bureau):
    return make_item(
        bureau, code="XK-TEST-090", name="食品经营许可（延续）", steps=(), renews="XK-TEST-001", documents=0
    )


def licensed(item, owner, number="YXXK20220101-0001-0", until="2027-01-15", **more):
    about = {"holder_name": "张建国", "id_number": ZHANG.id_number, "scope": "热食类食品制售"} | more
    return Licence.objects.create(
        number=number,
        name="食品经营许可证",
        item=item,
        organisation=item.organisation,
        owner=owner,
        valid_from=D("2022-01-01"),
        valid_until=D(until) if until else None,
        issued_at=at("2022-01-01"),
        **about,
    )


@pytest.fixture
def licence(item, citizen):
    return licensed(item, citizen.user)


@pytest.fixture
def case(bureau, citizen, clerk):
    """An application of 老张, accepted yesterday."""
    item = make_item(bureau, code="XK-TEST-003", steps=(), needs_site_check=True)
    papers = dict.fromkeys(item.documents.all(), PAPER)
    made = actions.apply(item, by=citizen, now=at("2026-12-01"), applicant=ZHANG, materials=papers)
    return actions.accept(made, by=clerk, now=at("2026-12-01"))


def said(response):
    return response.content.decode()


def do(actor, case, deed, **fields):
    address = reverse("approvals:deed", args=[case.number, deed])
    return signed_in(actor).post(address, {"key": str(uuid.uuid4())} | fields)


def faults(response, deed):
    panel = next(panel for panel in response.context["panels"] if panel["name"] == deed)
    return list(panel["form"].errors)


# anybody checks a licence


def checked(number, code):
    return Client().get(reverse("approvals:verify_licence", args=[number]), {"code": code})


def test_square_code_says_that_the_licence_is_valid(licence):
    response = checked(licence.number, licence.check_code)
    assert "证照真实有效" in said(response)
    assert "张建国" not in said(response)


def test_firms_are_named_in_full(item):
    firm = licensed(item, None, holder_name="云溪县顺通商贸有限公司", id_number="91999921MA0000000E")
    assert "云溪县顺通商贸有限公司" in said(checked(firm.number, firm.check_code))


@pytest.mark.parametrize("code", ["", "AAAAAAAA", *HOSTILE])
def test_without_the_right_code_nothing_is_told(licence, code):
    response = checked(licence.number, code)
    assert "licence" not in response.context
    assert "热食" not in said(response)


@pytest.mark.parametrize("number", HOSTILE)
def test_unknown_number_asks_for_number_and_code(licence, number):
    response = Client().post(reverse("approvals:check_licence"), {"number": number, "code": licence.check_code})
    assert response.status_code == 422


def test_number_and_code_may_be_typed_in_full_width(licence):
    typed = {"number": licence.number.lower(), "code": f" {licence.check_code.lower()} "}
    assert "证照真实有效" in said(Client().post(reverse("approvals:check_licence"), typed))


def test_expired_and_revoked_licences_say_so(item, head):
    old = licensed(item, None, until="2026-11-30")
    assert "目前无效" in said(checked(old.number, old.check_code))
    new = licensed(item, None, number="YXXK20220101-0002-0")
    actions.revoke_licence(new, by=head, now=at(TODAY), reason="隐瞒真实情况")
    assert "隐瞒真实情况" in said(checked(new.number, new.check_code))


def test_owner_opens_the_decision_to_revoke_and_nobody_else(item, head, citizen, neighbour):
    actions.revoke_licence(licensed(item, citizen.user), by=head, now=at(TODAY), reason="隐瞒真实情况")
    paper = reverse("approvals:document", args=[Document.objects.get(kind=Document.Kind.REVOCATION).pk])
    assert paper in said(signed_in(citizen).get(reverse("approvals:my_licences")))
    assert paper in said(signed_in(head).get(reverse("approvals:desk_licence", args=["YXXK20220101-0001-0"])))
    assert "隐瞒真实情况" in said(signed_in(citizen).get(paper))
    assert neighbour.get(paper).status_code == 404


def test_too_many_wrong_codes_are_stopped(licence):
    for _try in range(10):
        checked(licence.number, "AAAAAAAA")
    assert "错误次数过多" in said(checked(licence.number, licence.check_code))


@pytest.fixture(autouse=True)
def _wrong_tries_are_forgotten():
    from django.core.cache import cache

    cache.clear()


# the unit's register


def test_register_lists_and_finds(licence, clerk, item):
    licensed(item, None, number="YXXK20220101-0002-0", holder_name="李秀英")
    page = signed_in(clerk).get(reverse("approvals:desk_licences"))
    assert [line["holder_name"] for line in page.context["lines"]] == ["李秀英", "张建国"]
    found = signed_in(clerk).get(reverse("approvals:desk_licences"), {"q": "秀英"})
    assert [line["holder_name"] for line in found.context["lines"]] == ["李秀英"]


@pytest.mark.parametrize(
    ("state", "count"), [("valid", 1), ("ending", 1), ("ended", 0), ("revoked", 0), ("replaced", 0), ("x", 1)]
)
def test_register_is_narrowed_by_state(licence, clerk, state, count):
    page = signed_in(clerk).get(reverse("approvals:desk_licences"), {"state": state})
    assert len(page.context["lines"]) == count


@pytest.mark.parametrize("text", [*HOSTILE, "\x00"])
def test_register_survives_what_is_typed(licence, clerk, text):
    assert signed_in(clerk).get(reverse("approvals:desk_licences"), {"q": text, "after": text}).status_code == 200


def test_register_is_exported(licence, clerk):
    page = signed_in(clerk).get(reverse("approvals:desk_licences"), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(page.streaming_content))).active
    assert sheet["A2"].value == licence.number


def test_register_costs_few_statements(item, clerk, django_assert_max_num_queries):
    for number in range(25):
        licensed(item, None, number=f"YXXK20220101-{number:04d}-0")
    client, address = signed_in(clerk), reverse("approvals:desk_licences")
    client.get(address)
    with django_assert_max_num_queries(8):
        client.get(address)


def test_another_unit_sees_nothing(licence, stranger):
    assert signed_in(stranger).get(reverse("approvals:desk_licences")).context["lines"] == []
    assert signed_in(stranger).get(reverse("approvals:desk_licence", args=[licence.number])).status_code == 404


def revoke(actor, licence, **fields):
    address = reverse("approvals:desk_licence", args=[licence.number])
    return signed_in(actor).post(address, {"key": str(uuid.uuid4())} | fields)


def test_head_revokes_on_the_page(licence, head):
    assert revoke(head, licence, reason="隐瞒真实情况取得许可").status_code == 302
    assert Licence.objects.get().state == Licence.State.REVOKED


@pytest.mark.parametrize("reason", ["", "　", "字" * 501, "\x00", "好\u202e"])
def test_bad_reason_is_named_at_its_field(licence, head, reason):
    response = revoke(head, licence, reason=reason)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])
    assert Licence.objects.get().state == Licence.State.VALID


def test_clerk_does_not_revoke(licence, clerk):
    assert revoke(clerk, licence, reason="违法").status_code == 403


# the holder


def test_own_licences_with_the_way_to_renew(licence, renewal, citizen):
    page = said(signed_in(citizen).get(reverse("approvals:my_licences")))
    assert f"{reverse('approvals:apply', args=[renewal.code])}?licence={licence.number}" in page
    assert "2026年12月16日" in page


def test_strangers_licences_are_not_listed(item, citizen):
    licensed(item, None)
    assert signed_in(citizen).get(reverse("approvals:my_licences")).context["rows"] == []


APPLICANT = {"applicant_name": "张建国", "id_number": ZHANG.id_number, "telephone": "13800000001", "go": "next"}


def test_renewal_is_applied_for_online(licence, renewal, citizen):
    client, address = signed_in(citizen), reverse("approvals:apply", args=[renewal.code])
    assert "checked" in said(client.get(address, {"licence": licence.number}))
    client.post(f"{address}?step=1", APPLICANT | {"renews": licence.number})
    check = client.get(f"{address}?step=3")
    key = check.context["draft"].answers["key"]
    client.post(f"{address}?step=3", {"sure": "on", "key": key})
    assert Case.objects.get().renews == licence


@pytest.mark.parametrize("number", ["", *HOSTILE, "YXXK20220101-0009-0"])
def test_renewal_without_an_own_licence_does_not_go_on(licence, renewal, citizen, number):
    address = reverse("approvals:apply", args=[renewal.code])
    response = signed_in(citizen).post(f"{address}?step=1", APPLICANT | {"renews": number})
    assert (response.status_code, list(response.context["extra"].errors)) == (422, ["renews"])


def register(clerk, item, **fields):
    address = f"{reverse('approvals:register')}?item={item.code}"
    return signed_in(clerk).post(address, {"key": str(uuid.uuid4())} | APPLICANT | fields)


def test_renewal_at_the_window_goes_by_the_number(licence, renewal, clerk):
    assert register(clerk, renewal, renews=f" {licence.number.lower()}").status_code == 302
    assert Case.objects.get().renews == licence


@pytest.mark.parametrize("number", ["", "YXXK20220101-0009-0", *HOSTILE])
def test_wrong_number_at_the_window_is_named(licence, renewal, clerk, number):
    response = register(clerk, renewal, renews=number)
    assert (response.status_code, list(response.context["extra"].errors)) == (422, ["renews"])
    assert not Case.objects.exists()


def test_late_renewal_is_told_that_it_is_not_protected(item, renewal, citizen, clerk):
    licence = licensed(item, citizen.user, until="2026-12-20")
    case = actions.apply(renewal, by=citizen, now=at(TODAY), applicant=ZHANG, materials={}, renews=licence)
    actions.accept(case, by=clerk, now=at(TODAY))
    assert "不适用“视为准予延续”" in said(signed_in(citizen).get(reverse("approvals:case", args=[case.number])))
    letter = Document.objects.about(case).get(kind=Document.Kind.ACCEPTANCE)
    assert "不足三十日" in "".join(letter.body["paragraphs"])


def test_paper_carries_its_square_code(item, citizen, clerk, reviewer, approver):
    papers = dict.fromkeys(item.documents.all(), PAPER)
    case = actions.apply(item, by=citizen, now=at("2026-12-01"), applicant=ZHANG, materials=papers)
    actions.accept(case, by=clerk, now=at("2026-12-01"))
    actions.review(case, by=reviewer, now=at("2026-12-01"), opinion="符合")
    case = actions.decide(case, by=approver, now=at("2026-12-01"), result="granted")
    paper = Document.objects.about(case).get(kind=Document.Kind.LICENCE)
    page = said(signed_in(citizen).get(reverse("approvals:document", args=[paper.pk])))
    assert case.licence.check_code in page
    assert "<svg" in page


# hearings and site checks


def test_citizen_applies_for_the_hearing(case, reviewer, citizen):
    do(reviewer, case, "tell_hearing_right", ground="涉及相邻商户重大利益")
    page = signed_in(citizen).get(reverse("approvals:case", args=[case.number]))
    assert reverse("approvals:hearing", args=[case.number]) in said(page)
    answer = {"go": "apply", "key": str(uuid.uuid4())}
    signed_in(citizen).post(reverse("approvals:hearing", args=[case.number]), answer)
    assert Hearing.objects.get().state == Hearing.State.APPLIED


@pytest.mark.parametrize("go", ["", "x", "hold"])
def test_other_answers_change_nothing(case, reviewer, citizen, go):
    do(reviewer, case, "tell_hearing_right", ground="涉及相邻商户重大利益")
    signed_in(citizen).post(reverse("approvals:hearing", args=[case.number]), {"go": go})
    assert Hearing.objects.get().state == Hearing.State.TOLD


def test_neighbour_has_no_hearing_page(case, reviewer, neighbour):
    do(reviewer, case, "tell_hearing_right", ground="涉及相邻商户重大利益")
    assert neighbour.get(reverse("approvals:hearing", args=[case.number])).status_code == 404


def test_hearing_is_set_and_held_at_the_desk(case, reviewer, clerk):
    do(reviewer, case, "tell_hearing_right", ground="涉及相邻商户重大利益")
    do(clerk, case, "apply_for_hearing")
    chair = Post.objects.get(user=clerk.user).pk
    do(reviewer, case, "schedule_hearing", session_at="2026-12-14T09:30", place="三楼听证室", chair=chair)
    assert Hearing.objects.get().session_at == at("2026-12-14 09:30")
    with time_machine.travel(at("2026-12-14 11:00"), tick=False):
        do(reviewer, case, "hold_hearing", minutes="各方陈述")
    assert Hearing.objects.get().state == Hearing.State.HELD


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"session_at": ""}, "session_at"),
        ({"session_at": "2026-12-03T09:30"}, "session_at"),
        ({"session_at": "2026-02-30T09:30"}, "session_at"),
        ({"session_at": "0001-01-01T00:00"}, "session_at"),
        ({"session_at": "9999-12-31T23:59"}, "session_at"),
        ({"session_at": "明天上午"}, "session_at"),
        ({"place": "　"}, "place"),
        ({"place": "厅\u200b室"}, "place"),
        ({"chair": "99999999"}, "chair"),
        ({"chair": "x"}, "chair"),
    ],
)
def test_bad_session_is_named_at_its_field(case, reviewer, clerk, fields, field):
    do(reviewer, case, "tell_hearing_right", ground="涉及相邻商户重大利益")
    do(clerk, case, "apply_for_hearing")
    good = {"session_at": "2026-12-14T09:30", "place": "三楼", "chair": Post.objects.get(user=clerk.user).pk}
    response = do(reviewer, case, "schedule_hearing", **good | fields)
    assert (response.status_code, faults(response, "schedule_hearing")) == (422, [field])


def posts(*actors):
    return [Post.objects.get(user=actor.user).pk for actor in actors]


def test_site_check_with_photos_at_the_desk(case, reviewer, clerk, approver):
    first, second = posts(clerk, approver)
    do(reviewer, case, "assign_site_check", first=first, second=second)
    photos = [SimpleUploadedFile(f"{name}.png", picture(3)) for name in ("门面", "后厨")]
    do(clerk, case, "record_site_check", passed="yes", findings="与图纸一致", photos=photos)
    assert (SiteCheck.objects.get().passed, Attachment.objects.count()) == (True, 2)


def test_one_person_is_named_at_the_second(case, reviewer, clerk):
    [only] = posts(clerk)
    response = do(reviewer, case, "assign_site_check", first=only, second=only)
    assert (response.status_code, faults(response, "assign_site_check")) == (422, ["second"])
    assert "第三十四条" in said(response)


def test_result_without_an_answer_is_named(case, reviewer, clerk, approver):
    first, second = posts(clerk, approver)
    do(reviewer, case, "assign_site_check", first=first, second=second)
    response = do(clerk, case, "record_site_check", findings="看过")
    assert faults(response, "record_site_check") == ["passed"]


def test_delivery_by_post_needs_its_number(item, received, clerk, reviewer, approver):
    case = actions.accept(received(item, at("2026-12-01")), by=clerk, now=at("2026-12-01"))
    actions.review(case, by=reviewer, now=at("2026-12-01"), opinion="符合")
    actions.decide(case, by=approver, now=at("2026-12-01"), result="granted")
    response = do(clerk, case, "deliver", how="post")
    assert (response.status_code, faults(response, "deliver")) == (422, ["post_number"])
    assert do(clerk, case, "deliver", how="post", post_number="ＥＭＳ１２３").status_code == 302
