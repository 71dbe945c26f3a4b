"""Founds the catalogue of the demo county: every item with its former versions, its parts and its clean-up."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, timedelta
from itertools import chain, groupby

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actor import ROBOT
from approvals.catalogue.savings import savings
from approvals.models import CleanUp, Item, ItemBranch, ItemDocument, ItemFee, ItemStep
from config.demo import county as counties
from config.demo.cleanups import Decision, Round, read_rounds
from config.demo.county import County
from config.demo.papers import pdf
from records import attachments
from records.models import Attachment

SAME = (  # fields of an item that are called alike in the data and in the model
    *("code", "name", "kind", "handling", "promised_days", "statutory_days"),
    *("certificate", "validity", "popularity", "audience", "theme", "level", "first_review", "renews"),
    *("validity_years", "needs_site_check", "in_hall", "outside_reason", "entering_on"),
)
PARTS = ((ItemDocument, "documents"), (ItemStep, "steps"), (ItemFee, "fees"), (ItemBranch, "branches"))
FORMS = (("sample", "样表", "（填写示例，内容为虚构）"), ("blank_form", "空白表", "（空白表，下载后填写）"))
OPENED = date(2021, 1, 1)  # since when the first versions are in force


def found_catalogue(county: County, organisations, windows, now):
    """Write items, their versions and the register of the clean-up into an empty database."""
    rounds, forms = read_rounds(county), found_forms(county, now)
    cancelled = {decision.code for one in rounds for decision in one.decisions if decision.is_cancelled}
    versions = sorted(chain(chapters(county, rounds), abolished(rounds)), key=lambda pair: pair[1].get("version", 1))
    rows = []
    for _number, same in groupby(versions, key=lambda pair: pair[1].get("version", 1)):  # one draft of each at a time
        made = [(item(one, organisations, **more), one) for one, more in same]
        Item.objects.bulk_create(row for row, _one in made)
        found_parts(made, organisations, forms)
        place(made, windows)
        rows += enact([row for row, _one in made], cancelled)
    clean_up(rounds, rows)
    bind(forms, {row.code: row for row in rows if row.is_published})


def found_parts(made, organisations, forms):
    for kind, name in PARTS:
        numbered = ((row, sort, one) for row, data in made for sort, one in enumerate(getattr(data, name), 1))
        kind.objects.bulk_create(part(kind, row, one, sort, organisations, forms) for row, sort, one in numbered)


def chapters(county: County, rounds: list[Round]) -> Iterable[tuple[counties.Item, dict]]:
    """Every version of every item of today, the oldest first, with its number and its days."""
    for one in county.items:
        kept = [(r.decided_on, d) for r in rounds for d in r.decisions if (d.code, d.decision) == (one.code, "kept")]
        since = OPENED
        for number, (until, decision) in enumerate(kept, 1):
            yield before(one, decision), {"version": number, "valid_from": since, "valid_to": until}
            since = until + timedelta(days=1)
        yield one, {"version": len(kept) + 1, "valid_from": since}


def before(one: counties.Item, decision: Decision) -> counties.Item:
    """What the item was before the decision: longer, with more documents and without branches."""
    documents = tuple(replace(document, sample=False, blank_form=False) for document in one.documents)
    return replace(
        one,
        handling="promised",
        promised_days=decision.promised_days,
        statutory_days=decision.statutory_days,
        steps=decision.steps,
        documents=documents + decision.more_documents,
        branches=(),
        first_review="",
        level="county",
    )


def abolished(rounds: list[Round]) -> Iterable[tuple[counties.Item, dict]]:
    """Items that were merged into others or cancelled."""
    for one in rounds:
        for decision in one.decisions:
            if decision.decision != "kept":
                yield decision.as_item(), {"valid_from": OPENED, "valid_to": one.decided_on}


def item(one: counties.Item, organisations, **more) -> Item:
    organisation = organisations[one.organisation]
    return Item(
        organisation=organisation,
        is_online=one.online,
        at_window=bool(one.window_numbers),
        is_joint=bool(one.branches),
        telephone=organisation.telephone,
        power_code=one.power_code or one.code,
        legal_basis=list(one.legal_basis),
        conditions=list(one.conditions),
        **{name: getattr(one, name) for name in SAME},
        **more,
    )


def part(kind, row: Item, one, sort: int, organisations, forms):
    """A document, step, fee or branch of an item."""
    values = asdict(one)
    if kind is ItemDocument:
        values["is_required"] = values.pop("required")
        for field, *_words in FORMS:
            values[field] = forms.get((row.code, one.code, field)) if values[field] else None
    if kind is ItemBranch:
        values["organisation"] = organisations[one.organisation]
    return kind(item=row, sort=sort, **values)


def enact(rows: list[Item], cancelled: set[str]) -> list[Item]:
    """Put the versions into force, and those of the past out of it again."""
    for row in rows:
        row.publish()
        if row.valid_to:
            row.cancel() if row.code in cancelled else row.retire()
    Item.objects.bulk_update(rows, ["state"])
    return rows


def place(made, windows):
    """Which windows take the item."""
    through = Item.windows.through
    through.objects.bulk_create(
        through(item=row, window=windows[number]) for row, one in made for number in one.window_numbers
    )


def found_forms(county: County, now) -> dict:
    """(item, document, field) → the filled-in sample or the blank form."""
    found = {}
    for one in county.items:
        for document in one.documents:
            for field, word, note in FORMS:
                if getattr(document, field):
                    page = pdf(f"{document.name}（{word}）", f"事项：{one.name}", "申请人：", note)
                    upload = SimpleUploadedFile(f"{document.name}（{word}）.pdf", page, "application/pdf")
                    kept = attachments.store(upload, by=ROBOT, now=now, kind=field)
                    found[one.code, document.code, field] = kept
    return found


def bind(forms: dict, in_force: dict[str, Item]):
    """The files belong to the version in force; like all that is founded, without an entry in the record."""
    kind = ContentType.objects.get_for_model(Item)
    for (code, _document, _field), kept in forms.items():
        kept.subject_type, kept.subject_id = kind, in_force[code].pk
    Attachment.objects.bulk_update(forms.values(), ["subject_type", "subject_id"])


def clean_up(rounds: list[Round], rows: list[Item]):
    """The register: every decision with the figures of before and after."""
    versions = {}
    for row in rows:
        versions.setdefault(row.code, []).append(row)
    for one in rounds:
        for decision in one.decisions:
            old = next(row for row in versions[decision.code] if row.valid_to == one.decided_on)
            new = successor(versions.get(decision.into or decision.code, []), one.decided_on)
            after = new if decision.decision == CleanUp.Decision.KEPT else None
            CleanUp.objects.create(
                round=one.round,
                basis=one.basis,
                decided_on=one.decided_on,
                item=old,
                after=new,
                decision=decision.decision,
                reason=decision.reason,
                **savings(old, after),
            )


def successor(versions: list[Item], day: date) -> Item | None:
    """The version in force on the day after."""
    return next((row for row in versions if row.valid_to is None or row.valid_to > day), None)
