"""`manage.py workdays`: answers, exit codes, imports."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from deadlines.models import Deadline, Year
from deadlines.plan import Limits
from tests.deadlines.test_clock import begin

pytestmark = pytest.mark.django_db


def run(*args):
    out = StringIO()
    call_command("workdays", *args, stdout=out)
    return out.getvalue().strip()


@pytest.mark.parametrize(
    ("args", "answer"),
    [
        (("add", "2026-09-17", "20"), "2026-10-21"),
        (("between", "2026-02-13", "2026-02-28"), "6"),
        (("add", "2026-12-25", "20"), "2027-01-22 provisional"),
    ],
)
def test_answers(args, answer):
    assert run(*args) == answer


@pytest.mark.parametrize(
    "args",
    [
        ("add", "2026-02-30", "1"),
        ("add", "2026-01-01", "-1"),
        ("between", "2026-02-02", "2026-02-01"),
        ("add", "x", "1"),
    ],
)
def test_wrong_usage_ends_with_two(args):
    with pytest.raises((CommandError, SystemExit)) as error:
        run(*args)
    assert getattr(error.value, "returncode", getattr(error.value, "code", None)) in (1, 2)


def notice(tmp_path, **changes):
    text = {"year": 2027, "source": "测试通知", "days": [{"date": "2027-01-01", "working": False, "name": "元旦"}]}
    path = tmp_path / "2027.json"
    path.write_text(json.dumps(text | changes), "utf-8")
    return str(path)


def test_import_shows_what_moves_and_saves_only_with_yes(bureau, tmp_path):
    clock = begin(bureau, Limits(20, 20), "2026-12-25")
    assert "2027-01-22 → 2027-01-25" in run("import", notice(tmp_path))
    assert Deadline.objects.get(pk=clock.pk).due_on.isoformat() == "2027-01-22"
    run("import", notice(tmp_path), "--yes")
    assert Deadline.objects.get(pk=clock.pk).due_on.isoformat() == "2027-01-25"
    assert Year.objects.get(year=2027).status == "official"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([{"date": "2026-01-01", "working": False}], "第 1 条"),
        ([{"date": "2027-02-30", "working": False}], "第 1 条"),
        ([{"date": "2027-01-01", "working": "no"}], "第 1 条"),
        ([{"date": "2027-01-01", "working": False}] * 2, "两次"),
        ("x", "days"),
    ],
)
def test_bad_notice_says_which_entry_and_saves_nothing(tmp_path, days, words):
    with pytest.raises(CommandError, match=words) as error:
        run("import", notice(tmp_path, days=days), "--yes")
    assert error.value.returncode == 2
    assert Year.objects.get(year=2027).status == "provisional"
