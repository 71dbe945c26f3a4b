"""The whole story, lived by its people in browsers of their own, over real sockets."""

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import expect

from approvals.models import Case
from config.demo.story import days_ago
from monitoring.figures import Period, compared
from tests.conftest import make_item
from tests.gates import faults, visit

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "Mingjing-2026"


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, browser, portal, name):
        self.context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
        self.page = self.context.new_page()
        self.portal = portal
        staff = "" if name.startswith("1") else "?who=staff"
        self.go(f"/accounts/sign-in/{staff}")
        self.page.fill("#sign-in [name=username]", name)
        self.page.fill("#sign-in [name=password]", PASSWORD)
        self.page.click("#sign-in button[type=submit]")
        self.page.wait_for_url(lambda url: "sign-in" not in url)

    def go(self, path):
        self.page.goto(self.portal + path)

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def leave(self):
        self.context.close()


def do(browser, portal, name, number, deed, *, fill=None, choose=None):
    """A member of staff opens the case, does the one deed and leaves."""
    person = Person(browser, portal, name)
    person.go(f"/desk/cases/{number}/")
    form = person.page.locator(f"form[action$='/{deed}/']")
    for field, text in (fill or {}).items():
        form.locator(f"[name={field}]").fill(text)
    if choose:
        form.locator(f"[name=result][value={choose}]").check()
    if not form.is_visible():  # another deed stands open first
        person.page.locator(f"#deed-{deed} summary").click()
    form.locator("button[type=submit]").click()
    expect(person.page.locator(".notes")).to_be_visible()
    person.leave()


def apply_online(browser, portal, item, tmp_path) -> str:
    """Old Zhang applies with a file and gets a receipt; returns the case number printed on it."""
    paper = tmp_path / "营业执照.pdf"
    paper.write_bytes(b"%PDF-1.7\n% content\n%%EOF")
    zhang = Person(browser, portal, "13800000001")
    zhang.go(f"/items/{item.code}/")
    zhang.page.get_by_role("link", name="网上申请").first.click()
    zhang.page.fill("[name=id_number]", "11010519491231002X")
    zhang.page.fill("[name=address]", "云溪县东街12号")
    zhang.page.fill("[name=request]", "开办小吃店")
    zhang.page.click("button[value=next]")
    zhang.page.set_input_files("input[type=file]", paper)
    zhang.page.click("button[value=next]")
    zhang.page.check("[name=sure]")
    zhang.press("提交申请")
    zhang.page.wait_for_url("**/receipt/")
    case = Case.objects.get()
    expect(zhang.page.locator("main")).to_contain_text(case.number)
    expect(zhang.page.locator("main")).to_contain_text(case.query_code)
    zhang.leave()
    return case.number


@pytest.fixture
def people(citizen, clerk, reviewer, approver, inspector, leader):
    """Everybody of the story exists and has a password of their own choosing."""
    for actor in (citizen, clerk, reviewer, approver, inspector, leader):
        actor.user.password = make_password(PASSWORD, hasher="argon2")  # the portal's own process knows no other
        actor.user.password_changed_at = timezone.now()
        actor.user.save()


@pytest.mark.usefixtures("people")
def test_a_case_goes_its_way_and_another_one_is_left_lying(
    browser, portal, bureau, other_bureau, accepted, county, swept, tmp_path
):
    item = make_item(bureau)
    number = apply_online(browser, portal, item, tmp_path)

    do(browser, portal, "wang", number, "accept")
    do(browser, portal, "liu", number, "review", fill={"opinion": "材料齐全，符合条件。"})
    do(browser, portal, "zhou", number, "decide", choose="granted")
    case = Case.objects.get(number=number)
    assert (case.state, case.result) == (Case.State.DECIDED, "granted")

    now = timezone.now()
    lying = accepted(make_item(bureau, code="XK-TEST-002", name="取水许可审批", steps=()), days_ago(8, now))
    watcher = Person(browser, portal, "zhao")
    watcher.go("/supervision/board/")
    expect(watcher.page.locator("#conn")).to_have_class("conn on", timeout=15_000)
    watcher.page.evaluate("window.notReloaded = true")
    swept(now)
    yellow = watcher.page.locator("#stream li.yellow").first
    expect(yellow).to_contain_text(lying.number, timeout=20_000)
    later = days_ago(-5, now)
    swept(later)
    expect(watcher.page.locator("#stream li.red").first).to_contain_text(lying.number, timeout=20_000)
    assert watcher.page.evaluate("window.notReloaded")
    watcher.leave()

    today = timezone.localdate(later)
    fallen = compared(county.path, Period(today.replace(day=1), today), today)
    assert {unit.organisation: unit.red for unit in fallen}[bureau] == 1
    reader = Person(browser, portal, "sun")
    reader.go(f"/leaders/punctuality/?since={timezone.localdate(now):%Y-%m-%d}&until={today:%Y-%m-%d}")
    expect(reader.page.locator("table.rank")).to_contain_text("市场监管局")
    expect(reader.page.locator("table.rank")).to_contain_text("■1")
    reader.leave()


def test_board_passes_every_gate(portal, browser, inspector, bureau, accepted, swept):
    now = timezone.now()
    accepted(make_item(bureau, steps=()), days_ago(8, now))
    swept(now)
    with visit(browser, portal + "/supervision/board/", actor=inspector, size=(1920, 1080)) as seen:
        expect(seen.page.locator("#conn")).to_have_class("conn on", timeout=15_000)  # it has drawn itself anew by now
        assert (seen.status, faults(seen)) == (200, [])
