"""The openness office with two people, and duties of the first bureau."""

from datetime import date

import pytest

from accounts.models import Organisation, Role
from disclosure.actions import announcing, answering, publishing
from disclosure.actions.announcing import Words
from disclosure.actions.answering import Asked
from disclosure.models import CatalogueEntry
from tests.conftest import at, employ


@pytest.fixture
def office(county):
    return make_office(county)


def make_office(county):
    business = Organisation.Business.OPENNESS
    about = {"name": "云溪县政务公开办公室", "short_name": "政务公开办", "level": "department", "business": business}
    return Organisation.objects.create(code="gkb", parent=county, **about)


@pytest.fixture
def publicist(office):
    """Who checks and enters."""
    return employ("song", "宋公开", office, Role.CLERK)


@pytest.fixture
def director(office):
    """Who confirms and releases."""
    return employ("yuan", "袁主任", office, Role.HEAD)


NOTICE = Words("notice", "关于中秋假期办事大厅值班安排的公告", "中秋节期间大厅实行轮流值班，急事急办。")


@pytest.fixture
def written(bureau, clerk):
    return announcing.write(bureau, by=clerk, now=at("2026-03-02"), words=NOTICE)


@pytest.fixture
def announced(written, approver):
    return announcing.publish(written, by=approver, now=at("2026-03-02 10:00"))


@pytest.fixture
def owes(bureau, director):
    """Make the bureau owe a line of the catalogue since a day."""

    def make(code, since="2026-03-01", now="2026-03-02"):
        entry = CatalogueEntry.objects.get(code=code)
        begun_on = date.fromisoformat(since)
        return publishing.impose(bureau, by=director, now=at(now), entry=entry, begun_on=begun_on)

    return make


ASKED = Asked(content="2025年度本县政府采购目录及执行情况", way="online", name="张建国", telephone="13800000001")


@pytest.fixture
def asked(bureau, citizen):
    """Received on Monday 2 March 2026; the answer is owed by 30 March."""
    return answering.receive(bureau, by=citizen, now=at("2026-03-02"), asked=ASKED)
