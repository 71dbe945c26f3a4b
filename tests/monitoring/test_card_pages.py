"""The page of a card with its deeds, cards by hand, appeals and locked matters, over HTTP."""

from contextlib import closing

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from monitoring import actions
from monitoring.models import Appeal, Card, Finding
from records.models import Attachment
from tests.conftest import at
from tests.gates import signed_in
from tests.monitoring.cards import PDF, SAID

pytestmark = pytest.mark.django_db
TYPED = {
    "level": "yellow",
    "facts": "上午9时40分窗口无人值守",
    "basis": "《窗口工作人员管理办法》第十二条",
    "camera_place": "大厅3号机位",
    "camera_at": "2026-03-12T09:40",
    "camera_clip": "DT2-03",
}


def deed(card, name):
    return reverse("monitoring:card_deed", args=[card.finding_id, name])


def page(card):
    return reverse("monitoring:finding", args=[card.finding_id])


def test_card_by_hand_from_form_to_second_signature(bureau, clerk, inspector, second):
    address = f"{reverse('monitoring:propose')}?unit={bureau.code}"
    files = [SimpleUploadedFile("截图.pdf", PDF)]
    answer = signed_in(inspector).post(address, TYPED | {"responsible": clerk.user.pk, "files": files})
    card = Card.objects.get()
    assert answer.url == page(card)
    assert signed_in(clerk).get(page(card)).status_code == 404
    signed_in(second).post(deed(card, "confirm"))
    shown = signed_in(clerk).get(page(card)).content.decode()
    assert "大厅3号机位" in shown
    token = Attachment.objects.get().token
    with closing(signed_in(clerk).get(reverse("records:attachment", args=[token]))) as file:
        assert file.status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("facts", "　"),
        ("basis", "x" * 301),
        ("level", "blue"),
        ("camera_at", "2026-02-30T09:00"),
        ("camera_at", "0009-01-01T09:00"),
        ("case", "YX99999999"),
        ("responsible", "999999"),
        ("facts", "偷\u202e换"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(bureau, clerk, inspector, field, value):
    address = f"{reverse('monitoring:propose')}?unit={bureau.code}"
    answer = signed_in(inspector).post(address, TYPED | {"responsible": clerk.user.pk, field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "DT2-03" in answer.content.decode()
    assert not Finding.objects.exists()


@pytest.mark.parametrize("unit", ["", "nobody", "'--", "x" * 5000])
def test_unknown_unit_is_asked_again(inspector, bureau, unit):
    answer = signed_in(inspector).get(reverse("monitoring:propose"), {"unit": unit})
    assert answer.status_code == 200
    assert "monitoring/propose.html" in [template.name for template in answer.templates]


def test_unit_appeals_and_another_person_decides_on_the_page(card, clerk, inspector):
    card.appeal_until = at("2030-01-01").date()
    card.save(update_fields=["appeal_until"])
    signed_in(clerk).post(deed(card, "appeal"), {"grounds": "补正时间未扣除"})
    listed = signed_in(inspector).get(reverse("monitoring:appeals")).content.decode()
    assert "补正时间未扣除" in listed
    signed_in(inspector).post(deed(card, "decide"), {"outcome": "withdrawn", "reason": "属实"})
    assert Appeal.objects.get().state == "withdrawn"
    assert "属实" in signed_in(clerk).get(page(card)).content.decode()


def test_appeal_after_the_days_is_refused_on_the_page(card, clerk):
    answer = signed_in(clerk).post(deed(card, "appeal"), {"grounds": "补正时间未扣除"})
    assert (answer.status_code, Appeal.objects.count()) == (422, 0)


def test_deciding_without_an_appeal_is_forbidden_or_does_nothing(card, inspector):
    answer = signed_in(inspector).post(deed(card, "decide"), {"outcome": "maybe", "reason": ""})
    assert answer.status_code == 403


def test_locked_case_is_told_on_the_workbench_and_listed(card, clerk, reviewer, inspector):
    signed_in(inspector).post(deed(card, "lock"), {"reason": "核查期间暂停办理"})
    case = card.finding.subject
    bench = signed_in(reviewer).get(reverse("approvals:workbench", args=[case.number])).content.decode()
    assert "核查期间暂停办理" in bench
    assert 'id="deed-review"' not in bench
    assert case.number in signed_in(inspector).get(reverse("monitoring:locks")).content.decode()


def test_unlocked_case_has_its_deeds_again(card, reviewer, inspector):
    actions.lock_matter(card, by=inspector, now=at("2026-03-12 10:00"), reason="核查期间")
    signed_in(inspector).post(deed(card, "unlock"), {"reason": "情况已查清"})
    number = card.finding.subject.number
    bench = signed_in(reviewer).get(reverse("approvals:workbench", args=[number])).content.decode()
    assert 'id="deed-review"' in bench


def test_answer_brings_its_evidence(card, clerk):
    signed_in(clerk).post(deed(card, "answer"), SAID | {"files": [SimpleUploadedFile("整改.pdf", PDF)]})
    card.refresh_from_db()
    assert card.state == "answered"
    assert Attachment.objects.get().kind == "answer"


def test_hostile_file_leaves_the_card_as_it_was(card, clerk):
    answer = signed_in(clerk).post(deed(card, "answer"), SAID | {"files": [SimpleUploadedFile("a.exe", b"MZ")]})
    card.refresh_from_db()
    assert (answer.status_code, card.state, card.answers.count()) == (422, "issued", 0)


def test_stranger_finds_no_deed(card, stranger):
    assert signed_in(stranger).post(deed(card, "appeal"), {"grounds": "x"}).status_code == 404


def test_unknown_deed_is_not_found(card, inspector):
    assert signed_in(inspector).get(deed(card, "burn")).status_code == 404


def test_resolved_warning_is_shown_in_the_register(card, inspector):
    shown = signed_in(inspector).get(reverse("monitoring:cards") + "?level=warning").content.decode()
    assert "已转为发牌" in shown
