"""The small parts of the embedded servers, each by itself."""

import os

import polib
import pytest

from config.embedded import PartFailed, messages
from config.embedded.door import needs_database
from config.embedded.places import Places
from config.embedded.pytest_plugin import own_number
from config.embedded.supervisor import Watch


class Falling:
    """A part that ends as soon as it is started."""

    name = "web"
    log = "web.log"
    starts = 0

    def running(self):
        return False

    def start(self):
        self.starts += 1


def test_part_that_falls_five_times_in_a_minute_is_given_up():
    watch = Watch(Falling())
    for second in (1, 2, 5, 9):  # ends noticed, restarted at the latest two seconds later
        watch.look(float(second), str)
        watch.look(second + 4.5, str)
    with pytest.raises(PartFailed):
        watch.look(20.0, str)
    assert watch.part.starts == 4


def test_part_that_falls_now_and_then_is_always_restarted():
    watch = Watch(Falling())
    for second in range(20, 2000, 20):
        watch.look(float(second), str)
        watch.look(float(second + 10), str)
    assert watch.part.starts == 99


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("unix:///run/valkey.sock", "unix:///run/valkey.sock?db=4"),
        ("unix:///run/valkey.sock?db=9", "unix:///run/valkey.sock?db=4"),
        ("redis://cache:6379/0", "redis://cache:6379/4"),
        ("redis://user:word@cache", "redis://user:word@cache/4"),
    ],
)
def test_each_test_worker_has_its_own_redis_number(url, own):
    assert own_number(url, "gw3") == own


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        ("migrate", True),
        ("sweep", True),
        ("workdays add 2026-09-17 20", False),
        ("workdays import year.json", True),
        ("check --deploy", False),
        ("migrate --help", False),
        ("", False),
    ],
)
def test_which_commands_need_the_database(command, needed, tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    assert needs_database(["manage.py", *command.split()], Places.of(tmp_path)) is needed


def catalogue(folder, app, msgstr):
    source = folder / app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "{app}"\nmsgstr "{msgstr}"\n'
    )
    return source


def test_catalogues_are_compiled_once(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "BASE_DIR", tmp_path)
    source = catalogue(tmp_path, "records", "记录")
    assert (messages.compile_catalogues(), messages.compile_catalogues()) == (1, 0)
    assert polib.mofile(str(source.with_suffix(".mo"))).find("records").msgstr == "记录"


def test_catalogues_of_a_read_only_project_go_to_the_state_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "BASE_DIR", tmp_path)
    monkeypatch.setattr(messages.os, "access", lambda path, mode: False)
    monkeypatch.setenv("PORTAL_STATE", str(tmp_path / "state"))
    catalogue(tmp_path, "records", "记录")
    catalogue(tmp_path, "accounts", "账号")
    messages.compile_catalogues()
    together = polib.mofile(str(tmp_path / "state" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo"))
    assert {entry.msgstr for entry in together} >= {"记录", "账号"}


def test_test_workers_inherit_the_servers():
    assert os.environ["DATABASE_URL"].startswith("postgres")
