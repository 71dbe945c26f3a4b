"""The catalogue of items: drafts, versions, the head's word, the clean-up, two versions side by side."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from accounts.models import Role, Window
from approvals import drafts
from approvals.actions import catalogue
from approvals.actions.catalogue import Note
from approvals.catalogue.checks import problems
from approvals.catalogue.compare import changes
from approvals.catalogue.content import content
from approvals.models import CleanUp, Draft, Item
from records.models import Anomaly, Entry
from records.refusal import Refused
from tests.conftest import at, employ, make_item, publish
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
NOW = at("2026-03-02")
LAW = {"legal_basis": ["《食品安全法》第三十五条"], "certificate": "食品经营许可证"}
ROUND = Note("第一轮", "减少环节", "云政发〔2026〕1号")


@pytest.fixture
def window(bureau):
    return Window.objects.create(number="013", name="食品窗口", hall="一楼大厅", organisation=bureau)


@pytest.fixture
def item(bureau, window):
    """In force, and nothing speaks against it."""
    item = make_item(bureau, documents=2, published=False, popularity=7, **LAW)
    item.fees.create(code="F1", name="工本费", amount="10.00", basis="某某文件", valid_from=date(2020, 1, 1))
    item.windows.add(window)
    return publish(item)


@pytest.fixture
def keeper(county):
    return employ("sysadmin", "吴新民", county, Role.SYSTEM_ADMIN)


@pytest.fixture
def draft(item, keeper):
    return catalogue.revise(item, by=keeper, now=NOW)


def sooner(draft, days=5):
    draft.promised_days = days
    draft.save()
    draft.steps.filter(code="review").update(days=days - 3)
    return Item.objects.get(pk=draft.pk)


# drafts


def test_a_draft_holds_everything_of_the_version_in_force(item, draft):
    assert changes(content(item), content(draft)) == []


def test_a_draft_is_the_next_version(draft):
    assert (draft.version, draft.state) == (2, "draft")


def test_a_draft_is_as_popular_as_the_item(draft):
    assert draft.popularity == 7


def test_the_item_stays_in_force_while_there_is_a_draft(item, draft):
    assert Item.objects.published().get() == item


def test_there_is_one_draft_at_a_time(item, draft, keeper):
    with pytest.raises(Refused, match="已有"):
        catalogue.revise(item, by=keeper, now=NOW)


def test_only_the_system_administrator_drafts(item, head):
    with pytest.raises(PermissionDenied):
        catalogue.revise(item, by=head, now=NOW)


def test_what_was_thrown_away_is_gone(item, draft, keeper):
    catalogue.discard(draft, by=keeper, now=NOW)
    assert list(Item.objects.all()) == [item]


def test_what_is_in_force_is_not_thrown_away(item, keeper):
    with pytest.raises(Refused):
        catalogue.discard(item, by=keeper, now=NOW)


def test_windows_of_a_version_in_force_do_not_change(item):
    with pytest.raises(DatabaseError), transaction.atomic():
        item.windows.clear()


# putting into force


def test_the_head_puts_a_draft_into_force(draft, head):
    published = catalogue.publish(sooner(draft), by=head, now=NOW)
    assert (published.state, published.valid_from, published.published_by) == (
        "published",
        date(2026, 3, 2),
        head.user,
    )


def test_the_version_before_ends_the_day_before(item, draft, head):
    catalogue.publish(draft, by=head, now=NOW)
    item.refresh_from_db()
    assert (item.state, item.valid_to) == ("retired", date(2026, 3, 1))


def test_open_cases_keep_their_version(item, draft, head, received):
    case = received(item, NOW)
    catalogue.publish(sooner(draft), by=head, now=NOW)
    case.refresh_from_db()
    assert case.item == item


@pytest.mark.parametrize("who", ["clerk", "reviewer", "approver", "stranger", "keeper"])
def test_only_the_head_puts_into_force(draft, who, request):
    with pytest.raises(PermissionDenied):
        catalogue.publish(draft, by=request.getfixturevalue(who), now=NOW)


def test_the_head_of_another_unit_does_not(draft, other_bureau):
    with pytest.raises(PermissionDenied):
        catalogue.publish(draft, by=employ("tang", "老唐", other_bureau, Role.HEAD), now=NOW)


def test_the_author_never_puts_the_own_draft_into_force(draft, head):
    Item.objects.filter(pk=draft.pk).update(drafted_by=head.user)
    draft.refresh_from_db()
    with pytest.raises(Refused, match="您自己"):
        catalogue.publish(draft, by=head, now=NOW)


def test_the_attempt_of_the_author_is_an_anomaly(draft, head):
    Item.objects.filter(pk=draft.pk).update(drafted_by=head.user)
    draft.refresh_from_db()
    with pytest.raises(Refused):
        catalogue.publish(draft, by=head, now=NOW)
    assert Anomaly.objects.get().code == "V07"


def test_sent_twice_it_is_in_force_once(draft, head):
    key = "00000000-0000-4000-8000-000000000001"
    first = catalogue.publish(draft, by=head, now=NOW, key=key)
    assert catalogue.publish(draft, by=head, now=NOW, key=key) == first


def test_putting_into_force_is_recorded(draft, head):
    catalogue.publish(draft, by=head, now=NOW)
    body = Entry.objects.get(verb="approvals.item.published").body
    assert (body["version"], body["replaces"]) == (2, 1)


def test_with_a_note_the_register_of_the_clean_up_gets_a_line(item, draft, head):
    draft.documents.filter(code="D2").delete()
    catalogue.publish(sooner(draft), by=head, now=NOW, note=ROUND)
    line = CleanUp.objects.get()
    found = (line.decision, line.documents_before, line.documents_after, line.days_before, line.days_after)
    assert found == ("kept", 2, 1, 7, 5)


WRONG = [
    ({"legal_basis": []}, "设定依据"),
    ({"certificate": ""}, "结果名称"),
    ({"kind": "non_permit"}, "非行政许可"),
    ({"promised_days": 6}, "各环节合计"),
    ({"is_joint": True}, "并联"),
    ({"in_hall": False, "outside_reason": "场地不足"}, "进驻"),
    ({"is_online": False, "at_window": False}, "在哪里申请"),
    ({"renews": "XK-NONE"}, "XK-NONE"),
]


@pytest.mark.parametrize(("fields", "words"), WRONG, ids=[next(iter(fields)) for fields, _words in WRONG])
def test_a_faulty_draft_is_not_put_into_force(draft, head, fields, words):
    Item.objects.filter(pk=draft.pk).update(**fields)
    draft.refresh_from_db()
    with pytest.raises(Refused, match=words):
        catalogue.publish(draft, by=head, now=NOW)


def test_a_permit_needs_a_required_document(draft):
    draft.documents.update(is_required=False)
    assert any("必须提交" in fault for fault in catalogue.faults_of(Item.objects.get(pk=draft.pk)))


def test_a_fee_needs_its_basis(draft):
    draft.fees.update(basis="")
    assert any("依据" in fault for fault in catalogue.faults_of(Item.objects.get(pk=draft.pk)))


def test_two_amounts_of_one_fee_follow_each_other(draft):
    draft.fees.create(code="F1", name="工本费", amount="20.00", basis="某某文件", valid_from=date(2021, 1, 1))
    assert any("两个标准" in fault for fault in catalogue.faults_of(Item.objects.get(pk=draft.pk)))


def test_a_joint_item_is_decided_within_45_days(item, other_bureau):
    wanted = content(item)
    wanted.fields |= {"is_joint": True, "statutory_days": 46}
    wanted.branches.append({"code": "B1", "name": "核查", "organisation": other_bureau, "days": 3})
    assert [fault for fault in problems(wanted, set()) if "45" in fault]


def test_a_branch_is_not_the_lead(item, bureau):
    wanted = content(item)
    wanted.fields["is_joint"] = True
    wanted.branches.append({"code": "B1", "name": "核查", "organisation": bureau, "days": 3})
    assert [fault for fault in problems(wanted, set()) if "牵头" in fault]


# the clean-up


def proposed(item, keeper, decision="cancelled", into=None):
    return catalogue.propose(item, by=keeper, now=NOW, decision=decision, note=ROUND, into=into)


def test_a_cancelled_item_is_in_force_no_more(item, keeper, head):
    catalogue.carry_out(proposed(item, keeper), by=head, now=NOW)
    item.refresh_from_db()
    assert (item.state, item.valid_to) == ("cancelled", date(2026, 3, 1))


def test_the_register_says_what_a_cancelled_item_saves(item, keeper, head):
    line = catalogue.carry_out(proposed(item, keeper), by=head, now=NOW)
    assert (line.links_before, line.documents_before, line.days_before, line.days_after) == (4, 2, 7, 0)


def test_a_merged_item_leads_to_the_other(item, bureau, keeper, head):
    other = make_item(bureau, code="XK-TEST-002", name="食品经营许可（合并）")
    line = catalogue.carry_out(proposed(item, keeper, "merged", other), by=head, now=NOW)
    assert (line.after, Item.objects.get(pk=item.pk).state) == (other, "retired")


def test_a_kept_item_stays_as_it_is(item, keeper, head):
    catalogue.carry_out(proposed(item, keeper, "kept"), by=head, now=NOW)
    assert Item.objects.get(pk=item.pk).is_published


def test_merging_needs_the_other_item(item, keeper):
    with pytest.raises(Refused, match="并入"):
        proposed(item, keeper, "merged")


def test_who_proposes_does_not_decide(item, keeper):
    with pytest.raises(PermissionDenied):
        catalogue.carry_out(proposed(item, keeper), by=keeper, now=NOW)


def test_a_dropped_proposal_changes_nothing(item, keeper, head):
    catalogue.drop(proposed(item, keeper), by=head, now=NOW)
    assert Item.objects.get(pk=item.pk).is_published
    assert not CleanUp.objects.exists()


def test_there_is_one_open_proposal_at_a_time(item, keeper):
    proposed(item, keeper)
    with pytest.raises(Refused, match="清理建议"):
        proposed(item, keeper, "kept")


def test_an_item_whose_licences_another_one_renews_stays(item, bureau, keeper, head):
    make_item(bureau, code="XK-TEST-090", renews=item.code)
    with pytest.raises(Refused, match="XK-TEST-090"):
        catalogue.carry_out(proposed(item, keeper), by=head, now=NOW)


def test_a_cancelled_item_cannot_be_applied_for(item, keeper, head, received):
    catalogue.carry_out(proposed(item, keeper), by=head, now=NOW)
    with pytest.raises(Refused):
        received(Item.objects.get(pk=item.pk), NOW)


# samples and blank forms


@pytest.fixture
def sample(draft, keeper, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    upload = SimpleUploadedFile("样表.pdf", b"%PDF-1.4\n", "application/pdf")
    catalogue.attach_form(draft.documents.first(), "sample", upload, by=keeper, now=NOW)
    return draft.documents.first().sample


def form_page(item, file):
    return f"/items/{item.code}/forms/{file.token}/"


def test_everybody_downloads_the_sample_of_an_item_in_force(client, draft, sample, head):
    catalogue.publish(draft, by=head, now=NOW)
    answer = client.get(form_page(draft, sample))
    assert (answer.status_code, bool(answer.getvalue())) == (200, True)


def test_the_sample_of_a_draft_is_not_public(client, draft, sample):
    assert client.get(form_page(draft, sample)).status_code == 404


def test_the_next_version_keeps_the_sample(draft, sample, head, keeper):
    catalogue.publish(draft, by=head, now=NOW)
    assert catalogue.revise(draft, by=keeper, now=NOW).documents.first().sample == sample


# what citizens have begun


def test_a_citizens_draft_moves_to_the_new_version(item, draft, head, citizen):
    drafts.save_answers(citizen.user, item, {"applicant_name": "张建国"}, now=NOW)
    published = catalogue.publish(draft, by=head, now=NOW)
    assert drafts.follow(citizen.user, published)
    assert drafts.own(citizen.user, published).answers["applicant_name"] == "张建国"


def test_its_files_follow_by_the_code_of_the_document(item, draft, head, citizen, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    begun = drafts.save_answers(citizen.user, item, {}, now=NOW)
    for document in item.documents.all():
        upload = SimpleUploadedFile("材料.pdf", b"%PDF-1.4\n", "application/pdf")
        drafts.keep_file(begun, document, upload, by=citizen, now=NOW)
    draft.documents.filter(code="D2").delete()
    published = catalogue.publish(draft, by=head, now=NOW)
    drafts.follow(citizen.user, published)
    moved = drafts.files(drafts.own(citizen.user, published))
    assert list(moved) == [published.documents.get().pk]


def test_the_application_form_of_a_cancelled_item_leads_back(item, keeper, head, citizen):
    catalogue.carry_out(proposed(item, keeper), by=head, now=NOW)
    answer = signed_in(citizen).get(f"/apply/{item.code}/")
    assert answer.status_code == 302
    assert not Draft.objects.exists()
