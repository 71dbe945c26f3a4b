"""What the linters cannot see: relations by name, templates, state written by hand, sizes, words."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from config import messages

ROOT = Path(__file__).resolve().parent.parent
LAYERS = [
    ["accounts"],
    ["records"],
    ["deadlines"],
    ["powers"],
    ["approvals", "procurement", "funds", "complaints", "projects"],
    ["monitoring"],
    ["scoring"],
    ["exchange"],
    ["disclosure"],
    ["config"],
]
HEIGHT = {app: height for height, layer in enumerate(LAYERS) for app in layer}
WATCHERS = {"monitoring", "scoring", "disclosure"}
PYTHON = sorted(p for app in HEIGHT for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts)
TEMPLATES = sorted(p for app in HEIGHT for p in (ROOT / "templates" / app).rglob("*.html"))
ALL_TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OUR_MODELS = [model for model in apps.get_models() if model._meta.app_label in HEIGHT]


def may_know(app, other):
    return app == other or HEIGHT[other] < HEIGHT[app]


def names(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_relations_point_downwards(model):
    related = [f for f in model._meta.get_fields() if f.concrete and f.is_relation and f.related_model]
    wrong = [f for f in related if f.related_model._meta.app_label in HEIGHT]
    assert [f.name for f in wrong if not may_know(model._meta.app_label, f.related_model._meta.app_label)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=names)
def test_business_templates_name_no_supervision(path):
    """A business page must not link upwards; pages above may link to anything below them."""
    app = path.relative_to(ROOT / "templates").parts[0]
    linked = set(re.findall(r"{% (?:url ['\"]|load )(\w+)", path.read_text("utf-8"))) & set(HEIGHT)
    assert [other for other in linked if not may_know(app, other)] == []


@pytest.mark.parametrize("path", ALL_TEMPLATES, ids=names)
def test_templates_are_laid_out_by_the_formatter(path):
    assert "djlint:off" not in path.read_text("utf-8")


@pytest.mark.parametrize("path", ALL_TEMPLATES, ids=names)
def test_templates_have_no_inline_style_or_script(path):
    assert re.findall(r"\sstyle=|<script>|<style|\son[a-z]+=\"", path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", PYTHON, ids=names)
def test_files_stay_small(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", PYTHON, ids=names)
def test_files_say_what_they_hold(path):
    text = path.read_text("utf-8")
    assert not text.strip() or path.name in ("apps.py", "__init__.py") or ast.get_docstring(ast.parse(text))


def calls(tree, attribute):
    nodes = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
    return [n for n in nodes if n.func.attr == attribute]


@pytest.mark.parametrize("path", PYTHON, ids=names)
def test_state_changes_only_by_transition(path):
    """No `.update(state=…)`: a state follows a transition, so that guards and records hold."""
    updates = calls(ast.parse(path.read_text("utf-8")), "update")
    assert [c.lineno for c in updates if any(k.arg == "state" for k in c.keywords)] == []


DOORS = "views|tasks|management|middleware|embedded|hub|consumers|kept|sealer_loop|simulat"
CLOCKS = re.compile(rf"(^|/)({DOORS}|admin\.py$)|^records/desk\.py$")  # a class of the admin is a view, a desk too


@pytest.mark.parametrize("path", PYTHON, ids=names)
def test_time_comes_in_by_the_door(path):
    """Only views, tasks and commands look at the clock."""
    if CLOCKS.search(names(path)):
        return
    assert [c.lineno for c in calls(ast.parse(path.read_text("utf-8")), "now") if c.func.value.id == "timezone"] == []


@pytest.mark.parametrize("app", sorted(WATCHERS))
def test_the_watcher_cannot_act_for_the_watched(app):
    text = "\n".join(p.read_text("utf-8") for p in PYTHON if p.relative_to(ROOT).parts[0] == app)
    business = "|".join(LAYERS[HEIGHT["approvals"]])
    assert not re.search(rf"(from|import) ({business})\.(actions|permissions)", text)


@pytest.mark.parametrize("app", messages.apps())
def test_every_word_has_its_chinese(app):
    assert messages.faults(app) == []


def test_one_english_word_has_one_chinese_word():
    import polib

    said = {}
    for app in messages.apps():
        path = messages.catalogue(app)
        for entry in polib.pofile(str(path)) if path.exists() else ():
            said.setdefault(entry.msgid, {})[entry.msgstr] = app
    assert {msgid: words for msgid, words in said.items() if len(words) > 1} == {}
