"""Reads the rounds of the demo county's clean-up of items, with what the items were before. No database, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.demo.county import DATA, County, Document, Item, Step, build, dates, read

FILE = "cleanups.json"
DECISIONS = ("kept", "merged", "cancelled")


@dataclass(frozen=True)
class Decision:
    """One decision and the figures of before. An item that is kept takes everything else from what it is today."""

    code: str
    decision: str
    reason: str
    promised_days: int
    statutory_days: int
    steps: tuple[Step, ...]
    more_documents: tuple[Document, ...]
    into: str = ""
    name: str = ""
    organisation: str = ""
    kind: str = ""
    theme: str = ""
    legal_basis: tuple[str, ...] = ()

    @property
    def is_cancelled(self) -> bool:
        return self.decision == "cancelled"

    def as_item(self) -> Item:
        """The item that there is no more."""
        return Item(
            code=self.code,
            name=self.name,
            organisation=self.organisation,
            kind=self.kind,
            handling="promised",
            promised_days=self.promised_days,
            statutory_days=self.statutory_days,
            legal_basis=self.legal_basis,
            conditions=(),
            documents=self.more_documents,
            steps=self.steps,
            fees=(),
            window_numbers=(),
            certificate=self.name,
            validity="",
            online=False,
            popularity=1,
            audience="个人、企业",
            theme=self.theme,
        )


@dataclass(frozen=True)
class Round:
    round: str
    basis: str
    decided_on: date
    decisions: tuple[Decision, ...]


def read_rounds(county: County, folder: Path = DATA) -> list[Round]:
    """The rounds in the order of time. Raises ValueError naming the entry that is wrong."""
    rounds = [one(row) for row in read(folder, FILE)]
    for problem in problems(county, rounds):
        raise ValueError(problem)
    return sorted(rounds, key=lambda found: found.decided_on)


def one(row: dict) -> Round:
    decisions = [decision(entry) for entry in row.get("decisions", [])]
    return build(FILE, Round, row | {"decisions": decisions} | dates(FILE, row, "decided_on"))


def decision(row: dict) -> Decision:
    file = f"{FILE}: {row.get('code')}"
    kinds = {"steps": Step, "more_documents": Document}
    parts = {name: [build(file, kind, part) for part in row.get(name, [])] for name, kind in kinds.items()}
    return build(FILE, Decision, row | parts)


def problems(county: County, rounds: list[Round]) -> Iterable[str]:
    today = {item.code for item in county.items}
    units = {organisation.code for organisation in county.organisations}
    for found in (decision for each in rounds for decision in each.decisions):
        wrong = {
            f"unknown decision {found.decision}": found.decision not in DECISIONS,
            "kept, but not in items.json": found.decision == "kept" and found.code not in today,
            "not kept, but in items.json": found.decision != "kept" and found.code in today,
            f"merged into the unknown item {found.into}": found.decision == "merged" and found.into not in today,
            f"unknown organisation {found.organisation}": found.decision != "kept" and found.organisation not in units,
            "its steps take longer than the promise": sum(s.days for s in found.steps) > found.promised_days,
        }
        yield from (f"{FILE}: {found.code}: {fault}" for fault, is_so in wrong.items() if is_so)
