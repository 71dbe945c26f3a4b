"""The pages of administration over HTTP: what each person sees and may send, what comes back when it is wrong."""

import io
import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from accounts.models import Organisation, Post, Role, User
from administration.actions import granting, posts, reviewing
from administration.actions.granting import Wanted
from administration.models import Download, Grant, Reorganisation, RightChange
from records.models import Entry
from tests.conftest import at, employ
from tests.gates import signed_in

NOW = at("2026-03-02")


@pytest.fixture
def newcomer(db):
    return User.objects.create_user(username="new", name="新同志", password="x")


def typed(**more):
    day = timezone.localdate().isoformat()
    about = {"user": "new", "organisation": "市场监管局", "role": "clerk", "from_on": day}
    return about | {"reason": "工作需要", "document_number": "云人社〔2026〕3号", "key": str(uuid.uuid4())} | more


def test_a_right_from_the_form_to_the_post(security, other_security, newcomer, bureau):
    answer = signed_in(security).post("/administration/grants/new/", typed())
    grant = Grant.objects.get()
    assert answer.url == grant.address
    sign = {"opinion": "同意", "key": str(uuid.uuid4())}
    signed_in(other_security).post(f"{grant.address}activate/", sign)
    assert Post.objects.active().get(user=newcomer).organisation == bureau


def test_the_same_form_twice_is_one_proposal(security, newcomer, bureau):
    client, form = signed_in(security), typed()
    client.post("/administration/grants/new/", form)
    client.post("/administration/grants/new/", form)
    assert Grant.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"user": "nobody"}, "没有这个用户名"),
        ({"organisation": "没有的局"}, "没有"),
        ({"role": "emperor"}, "emperor"),
        ({"from_on": "2026-02-30"}, "2026-03-12"),
        ({"window": "999"}, "没有这个窗口编号"),
        ({"document_number": "\u3000"}, "请填写"),
        ({"reason": "x" * 301}, "300"),
        ({"title": "a\u202eb"}, "看不见"),
    ],
)
def test_bad_proposals_come_back_with_the_cure(security, newcomer, bureau, change, words):
    answer = signed_in(security).post("/administration/grants/new/", typed(**change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Grant.objects.exists()


def test_an_ended_unit_is_refused_with_the_cure(security, newcomer, bureau):
    Organisation.objects.filter(pk=bureau.pk).update(ended_on=date(2026, 1, 1))
    answer = signed_in(security).post("/administration/grants/new/", typed())
    assert "请选择承接单位" in answer.content.decode()


def test_the_head_sees_the_own_unit_only(head, clerk, stranger):
    page = signed_in(head).get("/administration/posts/").content.decode()
    assert clerk.user.name in page
    assert stranger.user.name not in page


def test_posts_are_found_by_name_and_unit(security, clerk, stranger):
    page = signed_in(security).get("/administration/posts/", {"q": "小王", "unit": "市场"}).content.decode()
    assert "小王" in page
    assert "小李" not in page


def test_a_post_is_ended_on_its_page(security, clerk):
    form = {"reason": "退休", "document_number": "9号", "key": str(uuid.uuid4())}
    signed_in(security).post(f"/administration/posts/{clerk.post.pk}/end/", form)
    assert Post.objects.get(pk=clerk.post.pk).ended_on == timezone.localdate()


def test_a_move_is_proposed_on_the_page_of_the_post(security, clerk, reviewer, other_bureau):
    form = typed(organisation="住建局", takes_over=str(reviewer.user.pk))
    signed_in(security).post(f"/administration/posts/{clerk.post.pk}/move/", form)
    grant = Grant.objects.get()
    assert (grant.user, grant.leaves, grant.takes_over) == (clerk.user, clerk.post, reviewer.user)


def test_the_page_of_a_post_tells_of_its_move(security, clerk, reviewer, other_bureau):
    client, address = signed_in(security), f"/administration/posts/{clerk.post.pk}/"
    assert "调往" not in client.get(address).content.decode()
    client.post(f"{address}move/", typed(organisation="住建局", takes_over=str(reviewer.user.pk)))
    page = client.get(address).content.decode()
    assert "待审签" in page.partition("调往")[2]
    assert Grant.objects.get().address in page


def test_a_unit_is_renamed_by_two(system, security, bureau):
    form = {"new_name": "云溪县市场监管委", "new_short_name": "市监委", "basis": "云编1号", "reason": "改革"}
    form |= {"day": timezone.localdate().isoformat(), "key": str(uuid.uuid4())}
    signed_in(system).post(f"/administration/units/{bureau.code}/rename/", form)
    row = Reorganisation.objects.get()
    signed_in(security).post(f"{row.address}confirm/", {"opinion": "同意", "key": str(uuid.uuid4())})
    page = signed_in(system).get(f"/administration/units/{bureau.code}/").content.decode()
    assert "云溪县市场监管委" in page
    assert "云溪县市场监督管理局" in page


def test_a_split_is_typed_with_posts_and_codes(system, bureau, other_bureau, clerk):
    form = {"unit_1": "住建局", "code_2": "yjj", "name_2": "药监局", "short_2": "药监", "takes_2": "XK-1，XK-2"}
    form |= {f"post_{clerk.post.pk}": "2", "basis": "云编1号", "reason": "改革", "key": str(uuid.uuid4())}
    form |= {"day": timezone.localdate().isoformat()}
    signed_in(system).post(f"/administration/units/{bureau.code}/split/", form)
    first, second = Reorganisation.objects.get().successors.all()
    assert (first.organisation, first.is_main, second.codes) == (other_bureau, True, ["XK-1", "XK-2"])
    assert second.post_plans.get().post == clerk.post


def test_a_merger_without_a_successor_keeps_what_was_typed(system, bureau):
    form = {"basis": "云编77号", "reason": "改革", "day": timezone.localdate().isoformat(), "key": str(uuid.uuid4())}
    answer = signed_in(system).post(f"/administration/units/{bureau.code}/merge/", form)
    assert answer.status_code == 422
    assert "云编77号" in answer.content.decode()


def test_the_head_ticks_and_confirms(security, head, clerk, reviewer, county):
    due = timezone.localdate() + timedelta(days=20)
    about = {"year": timezone.localdate().year, "basis": "2号", "due_on": due}
    campaign = reviewing.begin(county, by=security, now=timezone.now(), **about)
    lines = campaign.confirmations.filter(user__in=[clerk.user, reviewer.user])
    form = {"rows": [line.pk for line in lines], "key": str(uuid.uuid4())}
    signed_in(head).post(campaign.address, form)
    assert set(lines.values_list("state", flat=True)) == {"confirmed"}


def test_the_review_comes_as_a_file(security, head, clerk, county):
    day = timezone.localdate()
    about = {"year": day.year, "basis": "2号", "due_on": day + timedelta(days=20)}
    reviewing.begin(county, by=security, now=timezone.now(), **about)
    answer = signed_in(head).get(f"/administration/reviews/{day.year}/?export=xlsx")
    rows = list(load_workbook(io.BytesIO(answer.getvalue())).active.values)
    assert rows[1][1:] == (2, 0, 0, 0, 2)


# lists that are read in


def sheet(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("名单.xlsx", file.getvalue())


def pattern(client):
    answer = client.get("/administration/grants/import/pattern/")
    return list(load_workbook(io.BytesIO(answer.getvalue())).active.values)


@pytest.fixture
def staff_of_the_list(db):
    return [User.objects.create_user(username=f"n{number}", name=f"新{number}") for number in range(3)]


def row_of(headers, example, **cells):
    """The example with another day and these cells."""
    day = timezone.localdate().isoformat()
    found = {header: day if value == "2026-03-02" else value for header, value in zip(headers, example, strict=True)}
    return list((found | cells).values())


def test_the_pattern_is_read_in_as_it_is(security, bureau, staff_of_the_list):
    client = signed_in(security)
    headers, example = pattern(client)
    rows = [row_of(headers, example, **{headers[0]: user.username, headers[4]: None}) for user in staff_of_the_list]
    form = {"file": sheet(headers, *rows), "key": str(uuid.uuid4())}
    assert client.post("/administration/grants/import/", form).status_code == 302
    assert Grant.objects.waiting().count() == 3


def test_one_bad_row_and_nothing_is_taken(security, bureau, staff_of_the_list):
    client = signed_in(security)
    headers, example = pattern(client)
    rows = [row_of(headers, example, **{headers[0]: name, headers[4]: None}) for name in ("n0", "nobody", "n0")]
    answer = client.post("/administration/grants/import/", {"file": sheet(headers, *rows), "key": str(uuid.uuid4())})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有这个用户名" in page
    assert not Grant.objects.exists()


def test_a_right_twice_in_a_list_names_the_row(security, bureau, staff_of_the_list):
    client = signed_in(security)
    headers, example = pattern(client)
    rows = [row_of(headers, example, **{headers[0]: "n0", headers[4]: None})] * 2
    answer = client.post("/administration/grants/import/", {"file": sheet(headers, *rows), "key": str(uuid.uuid4())})
    assert "第 2 行已有相同的授权" in answer.content.decode()
    assert not Grant.objects.exists()


# the audit


def test_what_was_taken_out_is_seen(auditor, security, clerk):
    signed_in(security).get("/administration/posts/?export=csv")
    line = Download.objects.get()
    assert line.user == security.user
    assert line.name in signed_in(auditor).get("/administration/audit/files/").content.decode()


def test_citizens_leave_no_line(citizen):
    signed_in(citizen).get("/records/verify.py")
    assert not Download.objects.exists()


def test_failed_sign_ins_are_seen(auditor, clerk, client):
    client.post("/accounts/sign-in/?who=staff", {"username": "wang", "password": "wrong"})
    page = signed_in(auditor).get("/administration/audit/failures/").content.decode()
    assert "小王" in page


def test_telephone_numbers_of_citizens_are_masked(auditor, citizen, client):
    client.post("/accounts/sign-in/", {"username": "13800000001", "password": "wrong"})
    page = signed_in(auditor).get("/administration/audit/failures/").content.decode()
    assert "138****01" in page
    assert "13800000001" not in page


def test_a_hand_in_the_database_shows(auditor, security, clerk):
    posts.end(clerk.post, by=security, now=NOW, reason="x", document_number="1号")
    Post.objects.filter(pk=clerk.post.pk).update(ended_on=None)
    page = signed_in(auditor).get("/administration/audit/unexplained/").content.decode()
    assert clerk.user.username in page


def test_what_came_by_two_signatures_is_explained(auditor, security, head, newcomer, bureau):
    about = {"reason": "x", "document_number": "1号", "from_on": date(2026, 3, 2)}
    grant = granting.propose(bureau, by=security, now=NOW, wanted=Wanted(newcomer, Role.CLERK, **about))
    granting.activate(grant, by=head, now=NOW, opinion="同意")
    assert newcomer.username not in signed_in(auditor).get("/administration/audit/unexplained/").content.decode()


def test_the_check_leaves_an_entry(auditor):
    signed_in(auditor).post("/administration/audit/check/")
    entry = Entry.objects.get(verb="administration.record.checked")
    assert (entry.actor, entry.body["fault"]) == (auditor.user, "")


def test_the_log_is_a_file_too(auditor, security, clerk):
    posts.end(clerk.post, by=security, now=NOW, reason="退休", document_number="9号")
    answer = signed_in(auditor).get("/administration/log/?export=csv")
    assert "退休" in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("who", ["system", "security", "auditor"])
def test_administrators_begin_here(request, who):
    assert signed_in(request.getfixturevalue(who)).get("/accounts/start/").url == "/administration/"


def test_the_log_shows_the_name_of_the_day(security, head, clerk, bureau):
    posts.end(clerk.post, by=security, now=NOW, reason="退休", document_number="9号")
    bureau.past_names.create(name="云溪县工商局", short_name="工商局", until_on=date(2026, 3, 20))
    Organisation.objects.filter(pk=bureau.pk).update(renamed_on=date(2026, 3, 20))
    assert "云溪县工商局" in signed_in(head).get("/administration/log/").content.decode()
    assert RightChange.objects.get().organisation == bureau


def test_the_leader_signs_for_the_county(security, leader, county, newcomer):
    about = {"reason": "x", "document_number": "1号", "from_on": date(2026, 3, 2)}
    grant = granting.propose(county, by=security, now=NOW, wanted=Wanted(newcomer, Role.AUDIT_ADMIN, **about))
    granting.activate(grant, by=leader, now=NOW, opinion="同意")
    assert Post.objects.active().filter(user=newcomer, role=Role.AUDIT_ADMIN).exists()


def test_a_deputy_of_the_head_signs_nothing(security, head, clerk, newcomer, bureau):
    about = {"reason": "x", "document_number": "1号", "from_on": date(2026, 3, 2)}
    grant = granting.propose(bureau, by=security, now=NOW, wanted=Wanted(newcomer, Role.CLERK, **about))
    deputy = employ("fu", "副局长", bureau, Role.APPROVER)
    Post.objects.filter(pk=head.post.pk).update(deputy=deputy.user, away_until=timezone.localdate())
    client = signed_in(deputy)
    client.post("/accounts/post/", {"post": head.post.pk})
    form = {"opinion": "同意", "key": str(uuid.uuid4())}
    assert client.post(f"{grant.address}activate/", form).status_code == 403
