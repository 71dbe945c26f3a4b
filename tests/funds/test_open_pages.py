"""What everybody reads of public funds, and the pages of ways and reports: who opens what, masked names, files."""

import csv
import io
from datetime import date
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from funds.actions import scanning, verifying
from funds.actions.verifying import Finding
from funds.models import Fund, Payee, Posting, Stage, Voucher
from records.attachments import store
from records.models import Attachment
from tests.conftest import employ
from tests.funds.money import END, NOW, YUAN, allocated, arrive, held, move, used
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
K = Voucher.Kind
WATCHED = ["sources", "trace", "trace_payee", "flow", "rates", "idle", "projects", "project", "ledger", "checks"]


@pytest.fixture
def person(bureau):
    about = {"sort": Payee.Sort.PERSON, "name": "张建国", "identity": "1", "entered_at": NOW}
    return Payee.objects.create(account_number="62220001", **about)


@pytest.fixture
def spent(fund, bureau, cashier, person):
    """1,000 arrived, 600 allocated, 200 paid to a firm and 100 to a person."""
    arrive(fund, 1000, by=cashier)
    move(K.ALLOCATE, held(fund), allocated(fund, bureau), 600, by=cashier)
    move(K.USE, allocated(fund, bureau), used(fund), 200, by=cashier, words="工程款")
    move(K.USE, allocated(fund, bureau), used(fund, person), 100, by=cashier, words="务工补助")
    return fund


def get(actor, name, *args, **query):
    return signed_in(actor).get(reverse(f"funds:{name}", args=args), query)


def arguments(fund) -> dict:
    source = Posting.objects.get(parent=None)
    firm = Payee.objects.get(sort=Payee.Sort.FIRM)
    place = fund.accounts.get(stage=Stage.ALLOCATED)
    found = {"trace": [source.pk], "trace_payee": [firm.pk], "flow": [fund.code], "project": [place.pk]}
    return found | {"ledger": [fund.code]}


def test_who_follows_the_money(spent, cashier, clerk, inspector, stranger, citizen):
    """Finance, the managing bureau and supervision see it; another bureau sees no row of it; citizens nothing."""
    about = arguments(spent)
    found = {
        actor.user.username: [get(actor, name, *about.get(name, []), export="csv").status_code for name in WATCHED]
        for actor in (cashier, clerk, inspector, stranger, citizen)
    }
    hidden = [200, 404, 200, 404, 200, 200, 200, 404, 404, 200]
    assert found == {
        "qian1": [200] * 10,
        "wang": [200] * 10,
        "zhao": [200] * 10,
        "li": hidden,
        "13800000001": [403] * 10,
    }


def test_trace_tells_who_when_and_shows_the_scan(spent, cashier, inspector):
    paper = SimpleUploadedFile("凭证.pdf", b"%PDF-1.4 x")
    voucher = Voucher.objects.get(kind=K.ARRIVE)
    scanning.add_papers(voucher, by=cashier, now=END, files=[store(paper, by=cashier, now=END)])
    last = Posting.objects.get(into__payee__sort=Payee.Sort.FIRM)
    page = get(inspector, "trace", last.pk)
    chain = page.context["chain"]
    assert [(step["voucher"].kind, step["amount"]) for step in chain] == [
        ("arrive", "1,000.00 元"),
        ("allocate", "600.00 元"),
        ("use", "200.00 元"),
    ]
    token = Attachment.objects.about(voucher).get().token
    shown = reverse("records:attachment", args=[token]) in page.text
    assert (chain[0]["people"][-1][1], shown) == (cashier.user, True)


def test_scans_are_added_by_finance_only(spent, cashier, clerk):
    voucher = Voucher.objects.get(kind=K.ARRIVE)
    paper = SimpleUploadedFile("来文.pdf", b"%PDF-1.4 x")
    address = reverse("funds:voucher_papers", args=[voucher.pk])
    typed = {"key": "7b0c4a1e-6f0e-4c2f-9a3e-0123456789ab", "files": paper}
    refused = signed_in(clerk).post(address, typed).status_code
    paper.seek(0)
    signed_in(cashier).post(address, typed)
    assert (refused, Attachment.objects.about(voucher).count()) == (403, 1)


def test_a_unit_does_not_read_the_names_of_persons(spent, clerk, inspector, person):
    source = Posting.objects.get(parent=None)
    shown = [b"\xe5\xbc\xa0\xe5\xbb\xba\xe5\x9b\xbd" in get(a, "trace", source.pk).content for a in (clerk, inspector)]
    assert (shown, get(clerk, "trace_payee", person.pk).status_code) == ([False, True], 403)


def test_public_list_has_the_totals(spent, client):
    page = client.get(reverse("funds:public"))
    assert [value for _label, value in page.context["tiles"]] == ["0.10", "0.06", "0.03", "50.00%"]


def test_funds_that_are_not_public_are_not_there(spent, client):
    Fund.objects.update(is_public=False)
    codes = [client.get(reverse(f"funds:{name}", args=args)).status_code for name, args in PUBLIC_PAGES]
    assert codes == [404] * len(PUBLIC_PAGES)


PUBLIC_PAGES = [
    ("public_fund", ["FP01"]),
    ("public_ledger", ["FP01"]),
    ("public_tab", ["FP01", "allocation"]),
    ("public_tab", ["FP01", "use"]),
]


def test_each_link_of_the_course_is_public(spent, client):
    found = {}
    for tab in ("allocation", "disbursement", "use", "acceptance", "audit"):
        page = client.get(reverse("funds:public_tab", args=["FP01", tab]))
        lines = page.context.get("lines", page.context.get("checks"))
        found[tab] = [[cell for _label, cell in line][2:] for line in lines]
    assert found == {
        "allocation": [
            ["财政局", "市场监管局 · 产业路", "拨款", "600.00 元"],
            ["省财政厅", "财政局", "上级补助", "1,000.00 元"],
        ],
        "disbursement": [],
        "use": [
            ["市场监管局 · 产业路", "张*国", "务工补助", "100.00 元"],
            ["市场监管局 · 产业路", "云溪县鑫达建筑有限公司", "工程款", "200.00 元"],
        ],
        "acceptance": [],
        "audit": [],
    }


def test_an_unknown_link_is_not_found(spent, client):
    assert client.get(reverse("funds:public_tab", args=["FP01", "profit"])).status_code == 404


def test_checks_are_public_once_confirmed(spent, bureau, inspector, client):
    other = employ("qian2", "钱二", inspector.organisation, inspector.role)
    about = {"kind": "audit", "result": "bad", "amount": 600 * YUAN, "questioned": 5 * YUAN}
    row = verifying.check(
        spent, Finding(checked_on=date(2026, 4, 1), conclusion="多付", **about), by=inspector, now=END
    )
    address = reverse("funds:public_tab", args=["FP01", "audit"])
    before = len(client.get(address).context["checks"])
    verifying.confirm_check(row, by=other, now=END)
    assert (before, len(client.get(address).context["checks"])) == (0, 1)


def test_ledger_for_everybody_masks_persons(spent, client):
    response = client.get(reverse("funds:public_ledger", args=["FP01"]))
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [line[4] for line in lines[1:]] == ["财政局", "市场监管局", "云溪县鑫达建筑有限公司", "张*国", ""]


def test_feed_tells_what_was_booked_last(spent, client):
    root = ElementTree.fromstring(client.get(reverse("funds:feed")).content)  # noqa: S314 -- our own feed
    titles = [one.findtext("{http://www.w3.org/2005/Atom}title") for one in root if one.tag.endswith("entry")]
    assert titles[0] == "2026年产业扶贫资金 使用 100.00 元"


@pytest.mark.parametrize("name", ["rates", "idle", "projects", "flow", "project"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_reports_are_files_too(spent, inspector, name, kind):
    response = get(inspector, name, *arguments(spent).get(name, []), export=kind)
    response.close()
    assert response.headers["Content-Disposition"].endswith(f".{kind}")


def test_report_is_counted_up_to_the_day_asked_for(spent, inspector):
    page = get(inspector, "rates", day="2026-03-01", fund="FP01")
    assert [value for _label, value in page.context["tiles"]] == ["0.00", "0.00", "—", "0"]


def test_nonsense_in_the_address_narrows_nothing(spent, inspector):
    page = get(inspector, "idle", fund="nix", days="-1", day="heute")
    assert page.status_code == 200
