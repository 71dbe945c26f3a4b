"""What everybody may read of decisions (双公示: permits and penalties): who, what, which result, persons masked."""

from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from approvals.enforcement import is_person
from approvals.models import Case, Item, Penalty
from records.models import Document

PERMITS = [Document.Kind.GRANTED, Document.Kind.DENIED]
PUBLIC = [*PERMITS, Document.Kind.PENALTY]
PERSON_NUMBER = r"^[0-9]{17}[0-9Xx]$"
STARS = 2  # at most, so that the length of a name tells nothing
LONGEST_PERSON = 4  # signs of a name without a number that shows what it is


def public_name(name: str, number: str) -> str:
    """张** for a person, the whole name for a firm. Where the number does not tell, a short name is a person's."""
    person = is_person(number) or (not looks_like_code(number) and (len(name) <= LONGEST_PERSON or "·" in name))
    return name[:1] + "*" * min(STARS, max(1, len(name) - 1)) if person else name


def looks_like_code(number: str) -> bool:
    """18 signs with a letter before the last: a unified social credit code."""
    return len(number) == 18 and number[:17].isalnum() and not number[:17].isdecimal()


@dataclass(frozen=True)
class Published:
    """One line of the public list."""

    number: str  # of the decision
    kind: str  # "permit" or "penalty"
    item: str
    unit: str
    name: str
    on: date
    result: str  # granted, denied, penalty
    what: str  # of a penalty: what was imposed


def public_cases() -> QuerySet[Case]:
    """Permits only: who gets help or confirmation is nobody's business."""
    return Case.objects.filter(item__kind=Item.Kind.PERMIT)


def published(kinds=PUBLIC) -> QuerySet[Document]:
    """The decisions that are public, by the index over documents alone."""
    case, penalty = (ContentType.objects.get_for_model(model) for model in (Case, Penalty))
    permit = Exists(public_cases().filter(pk=OuterRef("subject_id")))
    return Document.objects.filter(
        (Q(subject_type=case, kind__in=PERMITS) & permit) | Q(subject_type=penalty, kind=Document.Kind.PENALTY),
        kind__in=kinds,
    )


def named(text: str) -> Q:
    """Number of the decision, name of the item, or name of a firm: nobody can search for a person."""
    firms = ~Q(id_number__regex=PERSON_NUMBER)
    cases = public_cases().filter(Q(item__name__contains=text) | (firms & Q(applicant_name__contains=text)))
    parties = ~Q(party_id__regex=PERSON_NUMBER)
    penalties = Penalty.objects.filter(Q(item__name__contains=text) | (parties & Q(party_name__contains=text)))
    return (
        Q(number__contains=text)
        | Q(kind__in=PERMITS, subject_id__in=cases.values("pk"))
        | Q(kind=Document.Kind.PENALTY, subject_id__in=penalties.values("pk"))
    )


def lines(rows: list[dict]) -> list[Published]:
    """Rows of documents as public lines: three statements for a page of any size."""
    cases = about(Case, rows, PERMITS, "applicant_name", "id_number")
    penalties = about(Penalty, rows, [Document.Kind.PENALTY], "party_name", "party_id", "amount", "other_measures")
    return [
        line(row, (penalties if row["kind"] == Document.Kind.PENALTY else cases)[row["subject_id"]]) for row in rows
    ]


def about(model, rows, kinds, *names) -> dict[int, tuple]:
    """Key → item, unit and the columns named."""
    keys = [row["subject_id"] for row in rows if row["kind"] in kinds]
    found = model.objects.filter(pk__in=keys).values_list("pk", "item__name", "organisation__name", *names)
    return {pk: rest for pk, *rest in found}


def line(row: dict, facts) -> Published:
    item, unit, name, number, *penalty = facts
    return Published(
        number=row["number"],
        kind="penalty" if penalty else "permit",
        item=item,
        unit=unit,
        name=public_name(name, number),
        on=timezone.localdate(row["issued_at"]),
        result=row["kind"],
        what=imposed(*penalty) if penalty else "",
    )


def imposed(amount, measures: str) -> str:
    """What a penalty imposed, in one phrase; Chinese data."""
    fine = [f"罚款{amount:,.2f}元"] if amount else []
    return "；".join([*fine, *([measures] if measures else [])])
