"""The cast and the stage: 小王 handles, 小李 is from another bureau, 老张 applied, 老赵 watches."""

from datetime import datetime

import hypothesis
import pytest
from django.conf import settings
from django.utils import timezone
from hypothesis import HealthCheck

from accounts.actor import Actor
from accounts.models import Organisation, Post, Role, User
from approvals import actions as approvals
from approvals.models import Item
from deadlines import calendar as calendars
from tests.records.flush import evidence_is_emptied_between_tests  # noqa: F401 - a fixture for every test


def pytest_configure():
    """Argon2 is slow on purpose; the cast need not wait for it. Nothing is judged by the time it takes."""
    hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    hypothesis.settings.load_profile("patient")
    calendars.FRESH_SECONDS = 600
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


# What these modules make for all their tests takes long: one worker runs them from beginning to end.
AT_ONE_PLACE = {
    "tests/approvals/test_desk_scale.py",
    "tests/approvals/test_enforcement_scenes.py",
    "tests/config/test_demo_load.py",
    "tests/config/test_demo_play.py",
    "tests/config/test_scene_exchange.py",
    "tests/embedded/test_demo.py",
}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Not `--dist loadgroup`: pytest 9.2 ignores the names that pytest-xdist 3.8 gives for it."""
    from xdist.scheduler import LoadScopeScheduling

    class Places(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            module = nodeid.partition("::")[0]
            return module if module in AT_ONE_PLACE else nodeid

    return Places(config, log)


def at(text: str) -> datetime:
    """A moment in Shanghai: "2026-03-02" is 9 o'clock of that day, "2026-03-02 16:00" is exact."""
    moment = datetime.fromisoformat(text if " " in text else f"{text} 09:00")
    return timezone.make_aware(moment)


@pytest.fixture(autouse=True)
def _fresh_calendar(request):
    """No test sees a calendar or policy that another test's database had, nor asks again because it is slow."""
    calendars.kept.__init__()


UNITS = {
    "yunxi": ("云溪县人民政府", "县政府"),
    "jiwei": ("中共云溪县纪律检查委员会", "县纪委监委"),
    "scjg": ("云溪县市场监督管理局", "市场监管局"),
    "zjj": ("云溪县住房和城乡建设局", "住建局"),
}


def make_unit(code, parent=None) -> Organisation:
    """The county, or a department of it."""
    name, short_name = UNITS[code]
    level = Organisation.Level.DEPARTMENT if parent else Organisation.Level.COUNTY
    return Organisation.objects.create(code=code, name=name, short_name=short_name, level=level, parent=parent)


def make_citizen() -> Actor:
    user = User.objects.create_user(
        username="13800000001", telephone="13800000001", name="老张", password="Mingjing-2026", is_citizen=True
    )
    return Actor(user)


@pytest.fixture
def county(db):
    return make_unit("yunxi")


@pytest.fixture
def discipline(county):
    return make_unit("jiwei", county)


@pytest.fixture
def bureau(county):
    return make_unit("scjg", county)


@pytest.fixture
def other_bureau(county):
    return make_unit("zjj", county)


def employ(username, name, organisation, role) -> Actor:
    user = User.objects.create_user(username=username, name=name, password="Mingjing-2026")
    return Actor(user, Post.objects.create(user=user, organisation=organisation, role=role))


@pytest.fixture
def clerk(bureau):
    return employ("wang", "小王", bureau, Role.CLERK)


@pytest.fixture
def reviewer(bureau):
    return employ("liu", "小刘", bureau, Role.REVIEWER)


@pytest.fixture
def approver(bureau):
    return employ("zhou", "老周", bureau, Role.APPROVER)


@pytest.fixture
def head(bureau):
    return employ("he", "老何", bureau, Role.HEAD)


@pytest.fixture
def stranger(other_bureau):
    return employ("li", "小李", other_bureau, Role.CLERK)


@pytest.fixture
def inspector(discipline):
    return employ("zhao", "老赵", discipline, Role.INSPECTOR)


@pytest.fixture
def second(discipline):
    """The other inspector, where two are needed."""
    return employ("qian", "老钱", discipline, Role.INSPECTOR)


@pytest.fixture
def leader(county):
    return employ("sun", "孙县长", county, Role.LEADER)


@pytest.fixture
def citizen(db):
    return make_citizen()


def make_item(
    bureau, *, promised=7, statutory=20, steps=(("review", 4), ("approve", 3)), documents=1, published=True, **more
) -> Item:
    handling = Item.Handling.PROMISED if promised else Item.Handling.IMMEDIATE
    item = Item.objects.create(
        code=more.pop("code", "XK-TEST-001"),
        name=more.pop("name", "食品经营许可（新办）"),
        organisation=bureau,
        kind=Item.Kind.PERMIT,
        handling=handling,
        promised_days=promised,
        statutory_days=statutory,
        **more,
    )
    for number in range(1, documents + 1):
        item.documents.create(code=f"D{number}", name=f"申请材料{number}", sort=number)
    for code, days in steps if promised else ():
        item.steps.create(code=code, name=code, days=days)
    return publish(item) if published else item


def publish(item) -> Item:
    """Put a draft into force: from now on it and its parts refuse change."""
    item.publish()
    item.save()
    return item


@pytest.fixture
def item(bureau):
    return make_item(bureau)


ZHANG = approvals.Applicant(
    applicant_name="张建国", id_number="11010519491231002X", telephone="13800000001", request="开办小吃店"
)


@pytest.fixture
def received(clerk):
    """Make a complete case received at a moment, registered at the window."""

    def make(item, moment, applicant=ZHANG, by=clerk):
        papers = dict.fromkeys(item.documents.all(), approvals.applying.PAPER)
        return approvals.apply(item, by=by, now=moment, applicant=applicant, materials=papers)

    return make


@pytest.fixture
def accepted(received, clerk):
    """Make a case accepted at a moment."""

    def make(item, moment):
        return approvals.accept(received(item, moment), by=clerk, now=moment)

    return make
