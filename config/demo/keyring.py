"""The key files of the demo bidders, kept as bidders keep them: on their own computer, never in the portal.

Here that is a folder beside the data (PORTAL_STATE/demo-keys): whoever plays a bidder uploads the file of the firm
while the window for the keys is open. The pages and the background work never look there.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from procurement import sealing
from procurement.actions import revealing
from procurement.models import Party, Tender

FOLDER = "demo-keys"


def folder() -> Path:
    return settings.STATE_DIR / FOLDER


class Keyring:
    """What the bidders of one loaded county hold until their openings; `write` leaves the rest for later ones."""

    def __init__(self):
        self.held: dict[tuple[str, int], list[tuple[Party, dict]]] = defaultdict(list)

    def keep(self, tender: Tender, firm: Party, keys: dict):
        self.held[tender.number, tender.round].append((firm, keys))

    def bring(self, tender: Tender) -> list[tuple[Party, dict]]:
        """The keys of this tender, which are used up now."""
        return self.held.pop((tender.number, tender.round), [])

    def write(self, now: datetime):
        """One file for each firm and tender whose window still comes; the folder holds nothing else."""
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in folder().glob("*.json"):
            path.unlink(missing_ok=True)
        numbers = {number for number, _round in self.held}
        for tender in Tender.objects.filter(number__in=numbers, state=Tender.State.RUNNING, bids_due_at__isnull=False):
            if revealing.closes_at(tender) > now:
                for firm, keys in self.bring(tender):
                    path = folder() / f"{firm.name}-{tender.number}.json"
                    path.touch(mode=0o600)
                    path.write_text(json.dumps(keys, ensure_ascii=False), "utf-8")


def files_of(tender: Tender) -> Iterator[dict]:
    """The keys of this round that lie in the folder, by the names of the files."""
    for path in sorted(folder().glob(f"*-{tender.number}.json")):
        keys = sealing.read_key(path.read_text("utf-8"))
        if (keys["tender"], keys["round"]) == (tender.number, tender.round):
            yield keys
