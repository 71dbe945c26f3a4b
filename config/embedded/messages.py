"""Compiles the message catalogues (.po) without GNU gettext. The .mo files are not in the repository."""

import os
from pathlib import Path

import polib

from config.embedded.places import BASE_DIR, default_state


def catalogues() -> list[Path]:
    patterns = ("locale/*/LC_MESSAGES/*.po", "*/locale/*/LC_MESSAGES/*.po")
    return sorted(path for pattern in patterns for path in BASE_DIR.glob(pattern))


def compile_catalogues() -> int:
    """Compiles those that changed and returns their number.

    Where the project folder cannot be written, the catalogues go together into the state folder (see LOCALE_PATHS).
    """
    stale = [po for po in catalogues() if is_older(po.with_suffix(".mo"), po)]
    if not all(os.access(po.parent, os.W_OK) for po in stale):
        return compile_together(catalogues())
    for po in stale:
        save(polib.pofile(str(po)), po.with_suffix(".mo"))
    return len(stale)


def compile_together(sources: list[Path]) -> int:
    """One catalogue per language; the first translation of a message wins, as it does in Django."""
    languages = {po.parent.parent.name for po in sources}
    for language in languages:
        together = polib.POFile()
        chosen = [polib.pofile(str(po)) for po in sources if po.parent.parent.name == language]
        together.metadata = chosen[0].metadata
        for entry in (entry for catalogue in chosen for entry in catalogue.translated_entries()):
            if together.find(entry.msgid, msgctxt=entry.msgctxt or False) is None:
                together.append(entry)
        save(together, default_state() / "locale" / language / "LC_MESSAGES" / "django.mo")
    return len(sources)


def is_older(target: Path, source: Path) -> bool:
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def save(catalogue: polib.POFile, target: Path) -> None:
    """Whole or not at all, because other processes may be reading."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}")
    catalogue.save_as_mofile(str(draft))
    draft.rename(target)
