"""The terms of appraisal ring: the day before nothing, then a card of whoever owes; pages of the things show it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Role
from deadlines.models import Deadline
from monitoring import clocks
from monitoring.models import Finding
from monitoring.sweep import sweep
from records.subjects import described
from scoring.actions import consequences, duty, reviews
from scoring.actions.duty import Call
from scoring.actions.indicators import delays
from scoring.actions.surveys import opinions
from scoring.clocks import WORDS
from scoring.models import Consequence, Kind, Mark
from tests.conftest import at, employ
from tests.gates import signed_in
from tests.scoring.goals import group, in_force, leaf, task_of
from tests.scoring.sheets import THEN, begun, item_of, mark, published, sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ranked(office, towns):
    """Two towns in a published round; the last has to rectify."""
    rules = [{"when": {"last": 1}, "do": ["rectify"]}]
    round = begun(office, towns[:2], parameters={"consequences": rules})
    mark(office, sheet_of(round, towns[1]), Mark.Kind.PART, 30, item=item_of(round))
    published(office, round)
    return round


def rectified(office, ranked, survey, clerk, inspector, bureau):
    return consequences.confirm(Consequence.objects.get(kind=Kind.RECTIFY), by=office.head, now=THEN)


def reviewed(office, ranked, survey, clerk, inspector, bureau):
    sheet = sheet_of(ranked, ranked.sheets.first().organisation)
    mayor = employ("mayor", "某镇长", sheet.organisation, Role.HEAD)
    return reviews.ask(sheet, by=mayor, now=THEN, grounds="请核实")


def opined(office, ranked, survey, clerk, inspector, bureau):
    opinion = opinions.note(survey, by=office.clerk, now=THEN, about=survey.objects_asked.get(), words="窗口少")
    about = {"wording": "窗口少", "way": "study", "organisation": bureau}
    return opinions.give(opinion, by=office.clerk, now=THEN, **about)


def reported(office, ranked, survey, clerk, inspector, bureau):
    said = Call(2026, date(2026, 7, 31), [clerk.post])
    return duty.call(inspector.organisation, said, by=inspector, now=THEN).reports.get()


def talked(office, ranked, survey, clerk, inspector, bureau):
    report = reported(office, ranked, survey, clerk, inspector, bureau)
    duty.submit(report, by=clerk, now=THEN, words="报告")
    return duty.evaluate(report, by=inspector, now=THEN, passed=False, words="空泛")


def explained(office, ranked, survey, clerk, inspector, bureau):
    document = in_force(office, [group("A"), leaf("A1", bureau, 100)])
    return delays.issue(task_of(document, "A1"), by=office.head, now=THEN)


@pytest.fixture
def owed(request, office, ranked, survey, clerk, inspector, bureau):
    return request.param(office, ranked, survey, clerk, inspector, bureau)


@pytest.mark.parametrize(
    ("owed", "code", "owes"),
    [
        (rectified, "Y21", "青山镇"),
        (reviewed, "Y22", "考评办"),
        (opined, "Y23", "市场监管局"),
        (reported, "Y24", "市场监管局"),
        (talked, "W24", "县纪委监委"),
        (explained, "Y25", "市场监管局"),
    ],
    indirect=["owed"],
)
def test_a_term_that_is_missed_is_found_the_day_after(owed, code, owes):
    clock = Deadline.objects.about(owed).running().get()
    sweep(at(f"{clock.due_on} 12:00"))
    assert not Finding.objects.filter(code=code).exists()
    sweep(at(f"{clock.due_on + timedelta(days=5)} 12:00"))  # a working day comes by then
    finding = Finding.objects.get(code=code)
    assert (finding.subject, finding.organisation.short_name) == (owed, owes)
    assert described([finding])[0].address == owed.as_subject().address


@pytest.mark.parametrize("name", WORDS)
def test_supervision_says_what_each_clock_measures(name):
    assert clocks.in_words(name) == str(WORDS[name])


def test_the_page_of_the_thing_shows_its_card(office, ranked, survey, clerk, inspector, bureau):
    opinion = opined(office, ranked, survey, clerk, inspector, bureau)
    due = Deadline.objects.about(opinion).running().get().due_on
    sweep(at(f"{due + timedelta(days=5)} 12:00"))
    card = reverse("monitoring:finding", args=[Finding.objects.get(code="Y23").pk])
    assert card in signed_in(clerk).get(reverse("scoring:opinion", args=[opinion.pk])).text
