"""A compiled release as the facts of a tender. What is missing or of the wrong type is left out, and said."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from exchange.ocds.lines import Reading
from exchange.ocds.values import day, fen, identity, moment, number, part, parts, text, whole
from procurement.facts.plain import Bid, Change, Period, TenderFacts, Who
from procurement.models import FactTender
from procurement.periods import Regime, period

SUBMITTED = {"pending", "valid", "disqualified"}  # invited and withdrawn bids are none
MATTERS = {"goods", "works", "services"}
AGENTS = {"agent", "procuringAgent", "procurementAgent"}


@dataclass
class Reader:
    """Turns releases into facts. `currency` is the one all amounts are in; by default the first one seen."""

    reading: Reading
    currency: str = ""
    organisation: int | None = None

    def facts(self, line: int, release: dict) -> TenderFacts | None:
        """None for a release without any date: it has no place in time, which the remarks say."""
        return Release(self, line, release).facts()


class Release:
    def __init__(self, reader: Reader, line: int, release: dict):
        self.reader, self.line, self.release = reader, line, release
        self.tender = part(release, "tender")
        self.parties = {identity(row): row for row in parts(release, "parties") if identity(row)}
        awards = [row for row in parts(release, "awards") if row.get("status") == "active"]
        self.award = awards[0] if len(awards) == 1 else {}  # several winners have no one price

    def remark(self, where: str, error):
        self.reader.reading.remark(self.line, where, error)

    def facts(self) -> TenderFacts | None:
        span = part(self.tender, "tenderPeriod")
        on = next(filter(None, [day(span.get("endDate")), day(span.get("startDate")), self.any_day()]), None)
        if on is None:
            self.remark("tender.tenderPeriod", _("There is no date that places it in time; it is left out."))
            return None
        method = self.tender.get("procurementMethod")
        matter = self.tender.get("mainProcurementCategory")
        buyer = self.who(part(self.release, "buyer")) or self.who(part(self.tender, "procuringEntity"))
        return TenderFacts(
            ocid=self.release["ocid"],
            number=(identity(self.tender) or self.release["ocid"])[:200],
            day=on,
            title=text(self.tender, "title"),
            matter=matter if matter in MATTERS else "",
            method=method if method in FactTender.Method.values else "",
            project=self.project(),
            buyer=buyer,
            agent=self.agent(),
            control_price=self.amount(part(self.tender, "value"), "tender.value"),
            estimate=self.amount(part(self.release, "planning", "budget", "amount"), "planning.budget.amount"),
            bids=self.bids(on),
            changes=self.changes(),
            periods=self.periods(method, span),
            organisation=self.reader.organisation,
            **self.awarded(),
            **self.contracted(),
        )

    def any_day(self):
        """The day of the award or of the release, for a tender without a period."""
        return day(self.award.get("date")) or day(self.release.get("date"))

    def who(self, reference: dict) -> Who | None:
        code = identity(reference)
        if not code:
            return None
        more = self.parties.get(code, {})
        return Who(code[:200], text(reference, "name", 300) or text(more, "name", 300))

    def joint(self, references: list[dict]) -> Who | None:
        """One firm, or several that bid together: their ids in order, joined."""
        firms = {who.code: who for row in references if (who := self.who(row)) is not None}
        if not firms:
            return None
        named = [firms[code] for code in sorted(firms)]
        return Who(
            "+".join(who.code for who in named)[:200], "、".join(filter(None, (who.name for who in named)))[:300]
        )

    def agent(self) -> Who | None:
        for code, party in self.parties.items():
            roles = party.get("roles")
            if isinstance(roles, list) and AGENTS & {role for role in roles if isinstance(role, str)}:
                return Who(code[:200], text(party, "name", 300))
        return None

    def project(self) -> str:
        budget = part(self.release, "planning", "budget")
        return text(budget, "projectID", 200) or identity(part(self.release, "planning", "project"))[:200]

    def amount(self, value: dict, where: str) -> int | None:
        """The amount in fen; None, with a remark, for what is no amount of the main currency."""
        if value.get("amount") is None:
            return None
        found = fen(value["amount"])
        if found is None:
            self.remark(where, _("This is no amount of money; it is left out."))
            return None
        currency = text(value, "currency", 3) or self.reader.currency
        self.reader.currency = self.reader.currency or currency
        if currency != self.reader.currency:
            about = {"currency": currency, "main": self.reader.currency}
            self.remark(where, _("The amount is in %(currency)s, not in %(main)s; it is left out.") % about)
            return None
        return found

    def bids(self, on) -> tuple[Bid, ...] | None:
        """The submitted bids, the last one of each firm; None where the release says nothing of bids."""
        details = part(self.release, "bids").get("details")
        if not isinstance(details, list) or not details:
            return self.tenderers()
        found = {}
        for position, row in enumerate(parts(part(self.release, "bids"), "details")):
            where = f"bids.details[{position}]"
            party = self.joint(parts(row, "tenderers"))
            status = row.get("status", "valid")
            if party is None:
                self.remark(f"{where}.tenderers", _("The bid names nobody by an id; it is left out."))
            elif status in SUBMITTED or status is None:
                amount = self.amount(part(row, "value"), f"{where}.value")
                marks = self.marks(parts(row, "tenderers"))
                found[party.code] = Bid(party, amount, status or "valid", moment(row.get("date")), marks)
        return tuple(found.values())

    def tenderers(self) -> tuple[Bid, ...] | None:
        """Where only the names of those who bid are published."""
        named = {who.code: who for row in parts(self.tender, "tenderers") if (who := self.who(row)) is not None}
        return tuple(Bid(who, keys=self.marks([{"id": who.code}])) for who in named.values()) or None

    def marks(self, references: list[dict]) -> dict[str, list[str]]:
        """What the list of parties tells of the bidders: contact, telephone, address."""
        found: dict[str, list[str]] = {"handler": [], "telephone": [], "address": []}
        for row in references:
            party = self.parties.get(identity(row), {})
            contact = part(party, "contactPoint")
            found["handler"].append(text(contact, "name", 200))
            found["telephone"].append(text(contact, "telephone", 50))
            found["address"].append(text(part(party, "address"), "streetAddress", 300))
        return {kind: kept for kind, values in found.items() if (kept := [value for value in values if value])}

    def awarded(self) -> dict:
        winner = self.joint(parts(self.award, "suppliers"))
        if winner is None:
            return {}
        days = whole(part(self.award, "contractPeriod").get("durationInDays"))
        return {
            "winner": winner,
            "award_amount": self.amount(part(self.award, "value"), "awards.value"),
            "award_days": days,
            "decided_on": day(self.award.get("date")),
        }

    def contracted(self) -> dict:
        """The one contract of the award; of several nothing is compared."""
        rows = [row for row in parts(self.release, "contracts") if row.get("status") != "cancelled"]
        mine = [row for row in rows if row.get("awardID") in (None, self.award.get("id"))]
        if len(mine) != 1:
            return {}
        return {
            "contract_amount": self.amount(part(mine[0], "value"), "contracts.value"),
            "contract_days": whole(part(mine[0], "period").get("durationInDays")),
            "contract_on": day(mine[0].get("dateSigned")),
        }

    def changes(self) -> tuple[Change, ...]:
        """Amendments of the tender that changed its method."""
        found = []
        for amendment in parts(self.tender, "amendments"):
            on = day(amendment.get("date"))
            for change in parts(amendment, "changes"):
                if on and text(change, "property").endswith("procurementMethod"):
                    was, becomes = text(change, "former_value", 20), self.tender.get("procurementMethod")
                    found.append(Change(on, was, becomes if isinstance(becomes, str) else ""))
        return tuple(found)

    def periods(self, method, span: dict) -> tuple[Period, ...]:
        """Of open and selective tenders the time for bids, as the law of bidding has it."""
        since, until = day(span.get("startDate")), day(span.get("endDate"))
        rule = period(Regime.BIDDING, "bids")
        if method not in ("open", "selective") or since is None or until is None or rule is None:
            return ()
        return (Period(rule.code, rule.law, since, until, rule.end(since)),)


def count_of(release: dict) -> int | None:
    """/tender/numberOfTenderers as a whole number."""
    found = number(part(release, "tender").get("numberOfTenderers"))
    return int(found) if found is not None and found == found.to_integral_value() else None
