"""Reads the demo county from its data files into plain dataclasses and checks it. No database, no clock.

The four files under data/ are Chinese data, edited by hand. `load()` raises ValueError with one line that names the
file, the entry and what is wrong with it, so that a mistake never reaches the database half loaded.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import MISSING, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
DISCIPLINE = "jiwei"  # the discipline office: a department that watches and handles nothing
# departments without items: that one, hotline, trading centre, audit, follow-up, appraisal, powers, openness
OFFICES = (DISCIPLINE, "rexian", "jyzx", "sjj", "dcs", "kpb", "bzb", "gkb")
LEVELS = ("county", "department", "town", "village", "station")
KEYED_LISTS = ("given_names", "company_kinds")  # of people.json
APPLIED_FOR = ("permit", "confirmation", "reward", "service")
OF_THE_OFFICE = ("penalty", "levy", "inspection", "coercion")
FIRST_REVIEWS = ("", "town", "village")


@dataclass(frozen=True)
class Organisation:
    """A unit of the county. `parent` is the code of another organisation, None for the county itself."""

    code: str
    name: str
    short_name: str
    level: str
    parent: str | None
    vertical: bool
    telephone: str
    address: str
    sort: int
    business: str = "services"


@dataclass(frozen=True)
class Window:
    """A counter; `organisation` is a code."""

    number: str
    name: str
    hall: str
    organisation: str


@dataclass(frozen=True)
class Document:
    """A document the applicant hands in."""

    code: str
    name: str
    required: bool
    source: str
    copies: int
    note: str
    sample: bool = False
    blank_form: bool = False


@dataclass(frozen=True)
class Step:
    """A step inside the authority; `days` are working days."""

    code: str
    name: str
    days: int


@dataclass(frozen=True)
class Branch:
    """A unit asked in a joint item; `organisation` is a code, `days` are working days."""

    code: str
    name: str
    organisation: str
    days: int


@dataclass(frozen=True)
class Fee:
    """What may be charged, in yuan per `unit`; a cancelled fee has a last day."""

    code: str
    name: str
    amount: Decimal
    unit: str
    basis: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Item:
    """One matter of the catalogue. Limits are working days; `popularity` (1 to 10) weighs how many cases it has."""

    code: str
    name: str
    organisation: str
    kind: str
    handling: str
    promised_days: int
    statutory_days: int
    legal_basis: tuple[str, ...]
    conditions: tuple[str, ...]
    documents: tuple[Document, ...]
    steps: tuple[Step, ...]
    fees: tuple[Fee, ...]
    window_numbers: tuple[str, ...]
    certificate: str
    validity: str
    online: bool
    popularity: int
    audience: str
    theme: str
    level: str = "county"
    first_review: str = ""
    branches: tuple[Branch, ...] = ()
    renews: str = ""
    validity_years: int | None = None
    needs_site_check: bool = False
    in_hall: bool = True
    outside_reason: str = ""
    entering_on: date | None = None
    power_code: str = ""  # of the power list; the item's own code where it is left out


@dataclass(frozen=True)
class Opinions:
    """What officials of one theme write: why refused, what to correct, what the reviewer and the approver think."""

    refusal: tuple[str, ...]
    correction: tuple[str, ...]
    review: tuple[str, ...]
    approval: tuple[str, ...]


@dataclass(frozen=True)
class People:
    """Parts to invent applicants from. `company_kinds` and `opinions` are keyed by an item's theme."""

    family_names: tuple[str, ...]
    given_names: dict[str, tuple[str, ...]]
    company_words: tuple[str, ...]
    company_kinds: dict[str, tuple[str, ...]]
    streets: tuple[str, ...]
    hamlets: tuple[str, ...]
    opinions: dict[str, Opinions]


@dataclass(frozen=True)
class County:
    """The whole demo county. Parents stand before their children in `organisations`."""

    organisations: tuple[Organisation, ...]
    windows: tuple[Window, ...]
    items: tuple[Item, ...]
    people: People

    def of_level(self, level: str) -> list[Organisation]:
        return [o for o in self.organisations if o.level == level]

    @property
    def departments(self) -> list[Organisation]:
        """The departments that handle cases: all but the discipline office and those like it."""
        return [o for o in self.of_level("department") if o.code not in OFFICES]


@cache
def load(folder: Path = DATA) -> County:
    """Read and check the county. Raises ValueError naming file and entry; OSError when a file is missing."""
    county = County(
        organisations=tuple(
            build("organisations.json", Organisation, row) for row in read(folder, "organisations.json")
        ),
        windows=tuple(build("windows.json", Window, row) for row in read(folder, "windows.json")),
        items=tuple(item(row) for row in read(folder, "items.json")),
        people=people(read(folder, "people.json")),
    )
    for problem in problems(county):
        raise ValueError(problem)
    return county


def read(folder: Path, file: str):
    try:
        return json.loads((folder / file).read_text("utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"{file}: not JSON: {error}") from error


def build(file: str, kind: type, row: dict):
    """A dataclass from an object with exactly its keys, those with a default may be absent; lists become tuples."""
    name = row.get("code") or row.get("number") or row
    needed = {key for key, one in kind.__dataclass_fields__.items() if one.default is MISSING}
    if wrong := sorted((set(row) - set(kind.__dataclass_fields__)) | (needed - set(row))):
        raise ValueError(f"{file}: {name}: missing or unknown keys {', '.join(wrong)}")
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()})


def item(row: dict) -> Item:
    file = f"items.json: {row.get('code')}"
    parts = {
        "documents": [build(file, Document, part) for part in row.get("documents", [])],
        "steps": [build(file, Step, part) for part in row.get("steps", [])],
        "fees": [build(file, Fee, part | fee_values(file, part)) for part in row.get("fees", [])],
        "branches": [build(file, Branch, part) for part in row.get("branches", [])],
    }
    return build("items.json", Item, row | parts | dates(file, row, "entering_on"))


def fee_values(file: str, fee: dict) -> dict:
    return {"amount": yuan(file, fee)} | dates(file, fee, "valid_from", "valid_to")


def dates(file: str, row: dict, *fields: str) -> dict:
    """Those of the fields that are there, as dates. Raises ValueError naming the field."""
    found = {}
    for field in fields:
        if field in row:
            try:
                found[field] = row[field] and date.fromisoformat(row[field])
            except (TypeError, ValueError) as error:
                raise ValueError(f"{file}: {row.get('code')}: {field} must be a date like 2026-01-31") from error
    return found


def yuan(file: str, fee: dict) -> Decimal:
    try:
        return Decimal(fee["amount"])
    except (KeyError, TypeError, InvalidOperation) as error:
        raise ValueError(f"{file}: fee {fee.get('code')}: amount must be yuan as text, like 50.00") from error


def people(row: dict) -> People:
    by_key = {
        theme: build(f"people.json: {theme}", Opinions, texts) for theme, texts in row.get("opinions", {}).items()
    }
    lists = {field: {key: tuple(names) for key, names in row.get(field, {}).items()} for field in KEYED_LISTS}
    for field in (*KEYED_LISTS, "opinions"):
        if not row.get(field):
            raise ValueError(f"people.json: {field}: missing or empty")
    return build("people.json", People, row | lists | {"opinions": by_key})


def problems(county: County) -> Iterable[str]:
    """Every fault in the county, one line each: file: entry: what is wrong."""
    yield from organisation_problems(county)
    yield from window_problems(county)
    for entry in county.items:
        for problem in (*item_problems(entry, county), *joint_problems(entry, county), *place_problems(entry, county)):
            yield f"items.json: {entry.code}: {problem}"
    yield from theme_problems(county)


def repeated(file: str, field: str, values: Iterable[str]) -> Iterable[str]:
    for value, times in Counter(values).items():
        if times > 1:
            yield f"{file}: {value}: {field} occurs {times} times"


def organisation_problems(county: County) -> Iterable[str]:
    file, seen = "organisations.json", set()
    yield from repeated(file, "code", (o.code for o in county.organisations))
    yield from repeated(file, "name", (o.name for o in county.organisations))
    for one in county.organisations:
        if one.level not in LEVELS:
            yield f"{file}: {one.code}: unknown level {one.level}"
        if one.parent not in seen and one.parent is not None:
            yield f"{file}: {one.code}: parent {one.parent} does not stand before it"
        seen.add(one.code)


def window_problems(county: County) -> Iterable[str]:
    file, known = "windows.json", {o.code for o in county.organisations}
    yield from repeated(file, "number", (w.number for w in county.windows))
    for window in county.windows:
        if window.organisation not in known:
            yield f"{file}: {window.number}: unknown organisation {window.organisation}"
    yield from repeated("items.json", "code", (i.code for i in county.items))
    yield from repeated("items.json", "name", (i.name for i in county.items))


def item_problems(entry: Item, county: County) -> Iterable[str]:
    if entry.organisation not in {o.code for o in county.organisations}:
        yield f"unknown organisation {entry.organisation}"
    if entry.kind not in APPLIED_FOR + OF_THE_OFFICE:
        yield f"unknown kind {entry.kind}"
    for number in set(entry.window_numbers) - {w.number for w in county.windows}:
        yield f"unknown window {number}"
    if entry.kind in APPLIED_FOR and not any(document.required for document in entry.documents):
        yield "no required document"
    yield from limit_problems(entry)
    for field in ("documents", "steps", "fees", "branches"):
        codes = [(part.code, getattr(part, "valid_from", None)) for part in getattr(entry, field)]
        if len(codes) != len(set(codes)):
            yield f"a code occurs twice among its {field}"


def limit_problems(entry: Item) -> Iterable[str]:
    """Limits must fit into each other: steps within the promise, the promise within the statute."""
    if entry.promised_days > entry.statutory_days:
        yield f"promised {entry.promised_days} exceeds statutory {entry.statutory_days}"
    if {"promised": entry.promised_days > 0, "immediate": entry.promised_days == 0}.get(entry.handling) is not True:
        yield f"handling {entry.handling} does not fit {entry.promised_days} promised days"
    total = sum(step.days for step in entry.steps)
    if total > entry.promised_days:
        yield f"its steps take {total} days, the promise is {entry.promised_days}"
    if any(step.days < 1 for step in entry.steps):
        yield "a step takes less than one day"


def joint_problems(entry: Item, county: County) -> Iterable[str]:
    """Branches are other units of the county and answer before the lead has to decide."""
    for branch in entry.branches:
        if branch.organisation not in {o.code for o in county.organisations} - {entry.organisation}:
            yield f"branch {branch.code} belongs to {branch.organisation}, which is unknown or the lead itself"
    slowest = max((branch.days for branch in entry.branches), default=0)
    total = slowest + sum(step.days for step in entry.steps)
    if slowest and total > entry.promised_days:  # the review begins when the last unit has answered
        yield "its steps after the slowest branch take longer than the promise"


def place_problems(entry: Item, county: County) -> Iterable[str]:
    """Where it is handed in, whose licence it renews, and why it is not in the hall."""
    if entry.first_review not in FIRST_REVIEWS:
        yield f"unknown first review {entry.first_review}"
    if entry.renews and entry.renews not in {i.code for i in county.items if i.validity_years}:
        yield f"renews {entry.renews}, which has no validity_years"
    if not entry.in_hall and not (entry.outside_reason and entry.entering_on):
        yield "outside the hall without a reason and a date"


def theme_problems(county: County) -> Iterable[str]:
    """Every theme of an item needs the words to invent cases of it."""
    for theme in sorted({entry.theme for entry in county.items}):
        for field in ("company_kinds", "opinions"):
            if theme not in getattr(county.people, field):
                yield f"people.json: {field}: theme {theme} is missing"
