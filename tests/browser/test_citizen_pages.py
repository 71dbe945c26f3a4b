"""The citizen's pages of approvals in a real browser: every state of a case, in normal and in elder mode."""

import uuid
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.models import Window
from approvals import actions
from approvals.actions import Applicant
from approvals.drafts import save_answers
from approvals.models import Case, Result
from deadlines.models import Policy
from records.models import Document
from tests.approvals.citizen_steps import TYPED, pdf
from tests.conftest import make_item, publish
from tests.gates import NARROW, faults, opened_narrow, overflow, signed_in, too_small, visit

LAW = ["《中华人民共和国食品安全法》第三十五条", "《食品经营许可和备案管理办法》（国家市场监督管理总局令第78号）"]
CONDITIONS = [
    "已取得营业执照等合法主体资格。",
    "经营场所与有毒、有害场所及其他污染源保持规定的距离，布局和操作流程合理。",
]


@pytest.fixture(autouse=True)
def _files_go_away(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "attachments"


@pytest.fixture
def policy(transactional_db):
    """What the migrations loaded and the test before has emptied: calendar and policy of the clocks."""
    if not Policy.objects.exists():
        import_module("deadlines.migrations.0003_seeds").load(apps, None)


@pytest.fixture
def item(policy, bureau):
    """An item with everything an item can have."""
    bureau.telephone, bureau.address = "0000-5520117", "云溪县政务服务中心"
    bureau.save()
    about = {"legal_basis": LAW, "conditions": CONDITIONS, "certificate": "食品经营许可证", "validity": "5年"}
    item = make_item(
        bureau, documents=4, audience="个人、企业", theme="食品经营", popularity=10, published=False, **about
    )
    item.documents.filter(code="D4").update(is_required=False, note="仅利用自动设备经营的提交", source="申请人自备")
    item.fees.create(code="F1", name="工本费", amount="12.50", unit="件", basis="某某文件第三条")
    item.windows.add(
        Window.objects.create(number="013", name="食品经营许可窗口", hall="一楼大厅", organisation=bureau)
    )
    return publish(item)


@pytest.fixture
def case(item, citizen):
    """A case of 老张, handed in online now."""
    typed = {name: TYPED[name] for name in ("applicant_name", "id_number", "telephone", "address", "request")}
    client = signed_in(citizen)
    save_answers(citizen.user, item, typed, now=timezone.now())
    files = {f"document-{document.pk}": pdf(f"{document.name}.pdf") for document in item.documents.all()}
    client.post(f"/apply/{item.code}/?step=2", files | {"go": "next"})
    key = citizen.user.drafts.get().answers["key"]
    client.post(f"/apply/{item.code}/?step=3", {"key": key, "sure": "on"})
    return Case.objects.get()


@pytest.fixture
def doing(case, clerk, reviewer, approver, citizen):
    """What brings the case into a state: (state before, deed, arguments)."""
    ask = {"missing": list(case.item.documents.all())[:2], "message": "平面图请标明尺寸。"}
    pause = {"kind": "expert_review", "ground": "需要专家评审", "told_days": 10}
    deny = {"result": Result.DENIED, "reason": "场所距污染源不足25米。"}
    return {
        "correcting": ("submitted", actions.request_correction, {"by": clerk} | ask),
        "accepted": ("submitted", actions.accept, {"by": clerk}),
        "paused": ("accepted", actions.pause, {"by": reviewer} | pause),
        "reviewed": ("accepted", actions.review, {"by": reviewer, "opinion": "同意"}),
        "granted": ("reviewed", actions.decide, {"by": approver, "result": Result.GRANTED}),
        "denied": ("reviewed", actions.decide, {"by": approver} | deny),
        "delivered": ("granted", actions.deliver, {"by": clerk}),
        "refused": ("submitted", actions.refuse, {"by": clerk, "reason": "依法不需要取得许可。"}),
        "withdrawn": ("submitted", actions.withdraw, {"by": citizen}),
    }


@pytest.fixture
def bring(case, doing):
    """Bring the case into a state."""

    def into(state):
        if state in doing:
            before, deed, arguments = doing[state]
            into(before)
            deed(case, now=timezone.now(), **arguments)

    return into


STATES = [
    "submitted",
    "correcting",
    "accepted",
    "paused",
    "reviewed",
    "granted",
    "denied",
    "delivered",
    "refused",
    "withdrawn",
]


@pytest.mark.parametrize("state", STATES)
def test_case_page_passes_the_gates_in_every_state(browser, live_server, case, citizen, bring, state):
    bring(state)
    with visit(browser, f"{live_server.url}/my/{case.number}/", actor=citizen) as seen:
        assert faults(seen) == []


@pytest.mark.parametrize("state", ["correcting", "accepted", "denied"])
@pytest.mark.parametrize("elder", [False, True])
def test_case_page_fits_a_small_telephone(browser, live_server, case, citizen, bring, state, elder):
    bring(state)
    with visit(browser, f"{live_server.url}/my/{case.number}/", actor=citizen, size=NARROW, elder=elder) as seen:
        assert overflow(seen.page) == 0


def addresses(case, citizen):
    """Every other page of the citizen's side, with a draft begun and something missing."""
    save_answers(citizen.user, case.item, TYPED | {"key": str(uuid.uuid4())}, now=timezone.now())
    apply, mine = f"/apply/{case.item.code}/", f"/my/{case.number}/"
    return {
        "guide": "/items/?q=食品",
        "nothing": "/items/?q=火箭",
        "item": f"/items/{case.item.code}/",
        "who": apply,
        "documents": f"{apply}?step=2",
        "check": f"{apply}?step=3",
        "my": "/my/",
        "receipt": f"{mine}receipt/",
        "correct": f"{mine}correct/",
        "withdraw": f"{mine}withdraw/",
        "progress": "/progress/",
        "found": f"/progress/?number={case.number}&code={case.query_code}",
        "wrong": f"/progress/?number={case.number}&code=22222222",
        "letter": f"/documents/{Document.objects.order_by('pk').last().pk}/",
    }


PAGES = [
    "guide",
    "nothing",
    "item",
    "who",
    "documents",
    "check",
    "my",
    "receipt",
    "correct",
    "withdraw",
    "progress",
    "found",
    "wrong",
    "letter",
]


@pytest.mark.parametrize("page", PAGES)
def test_page_passes_the_gates_and_fits_a_small_telephone(browser, live_server, case, citizen, bring, page):
    bring("correcting")
    with visit(browser, live_server.url + addresses(case, citizen)[page], actor=citizen) as seen:
        assert faults(seen) == []
        telephone = opened_narrow(seen).page
        assert (overflow(telephone), too_small(telephone, 44)) == (0, [])


@pytest.mark.parametrize("page", PAGES)
def test_page_passes_the_gates_in_elder_mode(browser, live_server, case, citizen, bring, page):
    bring("correcting")
    address = live_server.url + addresses(case, citizen)[page]
    with visit(browser, address, actor=citizen, elder=True) as seen:
        assert faults(seen) + too_small(seen.page, 60) == []


def test_whole_application_works_without_scripts(browser, live_server, item, citizen, tmp_path):
    paper = tmp_path / "材料.pdf"
    paper.write_bytes(pdf().read())
    with visit(browser, f"{live_server.url}/apply/{item.code}/", actor=citizen, scripts=False) as seen:
        page = seen.page
        page.fill("[name=id_number]", TYPED["id_number"])
        page.click("button[value=next]")
        for field in page.query_selector_all("main input[type=file]"):
            field.set_input_files(str(paper))
        page.click("button[value=next]")
        page.check("[name=sure]")
        page.click("main form button.btn")
        assert Case.objects.get().number in page.inner_text("main")


def test_letter_prints_on_one_page(browser, live_server, case, citizen, bring):
    bring("accepted")
    letter = Document.objects.get(kind="acceptance")
    with visit(browser, f"{live_server.url}/documents/{letter.pk}/", actor=citizen) as seen:
        assert seen.page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_receipt_prints_on_one_page(browser, live_server, case, citizen):
    with visit(browser, f"{live_server.url}/my/{case.number}/receipt/", actor=citizen) as seen:
        assert seen.page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_applicant_of_a_company_is_named_in_full(browser, live_server, item, clerk):
    company = Applicant("云溪县巷口小馆有限公司", "91350100M000100Y43", "13800000001")
    papers = dict.fromkeys(item.documents.all())
    case = actions.apply(item, by=clerk, now=timezone.now(), applicant=company, materials=papers)
    with visit(browser, f"{live_server.url}/progress/?number={case.number}&code={case.query_code}") as seen:
        assert "云溪***" in seen.page.inner_text("main")
