"""The witness script keeps each new seal once and cries out when the portal contradicts itself."""

import importlib.machinery
import importlib.util
import json
import urllib.error
from pathlib import Path

import pytest
from django.conf import settings

SEAL = {"size": 5, "root": "a" * 64}


@pytest.fixture
def script():
    loader = importlib.machinery.SourceFileLoader("witness", str(settings.BASE_DIR / "script" / "witness"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("witness", loader))
    loader.exec_module(module)
    return module


@pytest.fixture
def portal(script, monkeypatch):
    """Let the portal show these seals, one a call."""

    def shows(*seals):
        answers = iter(seals)
        monkeypatch.setattr(script, "fetch", lambda address: next(answers))

    return shows


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "witness.jsonl"


def keep(script, file, times):
    for _ in range(times):
        script.keep("http://portal", file)


def kept(file):
    return [json.loads(line)["size"] for line in file.read_text().splitlines()]


def test_each_new_seal_is_kept_once(script, portal, file):
    portal(SEAL, SEAL, SEAL | {"size": 6})
    keep(script, file, 3)
    assert kept(file) == [5, 6]


def test_portal_without_seals_is_no_fault(script, portal, file):
    portal(None)
    keep(script, file, 1)
    assert not file.exists()


@pytest.mark.parametrize("later", [{"size": 4}, {"root": "b" * 64}])
def test_contradiction_is_said_and_not_kept(script, portal, file, later):
    portal(SEAL, SEAL | later)
    with pytest.raises(SystemExit):
        keep(script, file, 2)
    assert kept(file) == [5]


def test_portal_that_does_not_answer_is_no_contradiction(script, file, monkeypatch, capsys):
    def silent(address):
        raise urllib.error.URLError("refused")

    monkeypatch.setattr(script, "fetch", silent)
    monkeypatch.setattr("sys.argv", ["witness", "http://portal", str(file)])
    script.main()
    assert "取不到封存" in capsys.readouterr().out
