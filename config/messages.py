"""Which words the portal says, and whether each has its Chinese. Works without gettext's tools."""

import ast
import fcntl
import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
FUNCTIONS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
CALL = re.compile(r"\bn?gettext\((u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
PROJECT = "config"  # templates directly in templates/ and config's own code share the catalogue in locale/


def apps() -> list[str]:
    return sorted(p.parent.name for p in ROOT.glob("*/apps.py")) + [PROJECT]


def catalogue(app: str) -> Path:
    base = ROOT if app == PROJECT else ROOT / app
    return base / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def sources(app: str) -> Iterator[Path]:
    """Python files and templates whose words belong to the app."""
    yield from sorted((ROOT / app).rglob("*.py"))
    if app == PROJECT:
        yield from sorted((ROOT / "templates").glob("*.html"))
        yield from sorted((ROOT / "templates" / "components").rglob("*.html"))
    else:
        yield from sorted((ROOT / "templates" / app).rglob("*.html"))


def in_python(text: str) -> Iterator[str]:
    """The words of the calls, whose functions have one of the names that are looked for (see `aliases`)."""
    for node in ast.walk(ast.parse(text)):
        name = getattr(getattr(node, "func", None), "id", None)
        if name in FUNCTIONS and node.args and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value


def aliases(app: str) -> Iterator[str]:
    """Faults: translation imported under a name that is not looked for, whose words nobody would miss."""
    for path in sorted((ROOT / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                yield from (
                    f"{app}: call {one.name} “_” or by its name, not “{one.asname}” ({path.relative_to(ROOT)})"
                    for one in node.names
                    if "gettext" in one.name and one.asname and one.asname not in FUNCTIONS
                )


def in_template(text: str) -> Iterator[str]:
    for literal in CALL.findall(templatize(text)):
        yield ast.literal_eval(literal)


def used(app: str) -> dict[str, str]:
    """msgid → the first file that says it."""
    found: dict[str, str] = {}
    for path in sources(app):
        text = path.read_text("utf-8")
        for msgid in in_python(text) if path.suffix == ".py" else in_template(text):
            found.setdefault(msgid, str(path.relative_to(ROOT)))
    return found


def faults(app: str) -> list[str]:
    """One line for every missing, fuzzy, unused or mismatched entry of an app's catalogue."""
    words, path = used(app), catalogue(app)
    entries = {e.msgid: e for e in polib.pofile(str(path)) if not e.obsolete} if path.exists() else {}
    lines = list(aliases(app))
    lines += [f"{app}: missing “{m}” ({where})" for m, where in words.items() if m not in entries]
    for msgid, entry in entries.items():
        text = entry.msgstr or entry.msgstr_plural.get(0, "")
        if msgid not in words:
            lines.append(f"{app}: no longer used “{msgid}”")
        elif not text or entry.fuzzy:
            lines.append(f"{app}: not translated “{msgid}”")
        elif sorted(PLACEHOLDER.findall(msgid)) != sorted(PLACEHOLDER.findall(text)):
            lines.append(f"{app}: placeholders differ “{msgid}” / “{text}”")
    return lines


def add(app: str, pairs: list[tuple[str, str]]):
    """Write translations into the app's catalogue; several writers at once do not lose each other's words."""
    path = catalogue(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    with (path.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        po = polib.pofile(str(path)) if path.exists() else polib.POFile()
        po.metadata = {
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Language": "zh_Hans",
            "Plural-Forms": "nplurals=1; plural=0;",
        }
        for msgid, msgstr in pairs:
            entry = po.find(msgid)
            if entry:
                entry.msgstr = msgstr
            else:
                po.append(polib.POEntry(msgid=msgid, msgstr=msgstr))
        po.sort(key=lambda e: e.msgid)
        po.save(str(path))
