"""The register of seal use: the documents that carry the seal, and the paper that was sealed by hand, as one list."""

from django.db.models import Case as Choose
from django.db.models import CharField, Count, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from records.models import Document, SealUse

SEAL = "行政审批专用章"  # Chinese data: the name engraved on it
BY_ITSELF = "系统自动用印"  # on the receipt of an online application and on letters of the robot


def of_documents(documents: QuerySet[Document]) -> QuerySet:
    """The sealed documents as lines of the register; `pk` is even, so that both kinds can be told apart."""
    nobody = Value(BY_ITSELF, output_field=CharField())
    return (
        documents.filter(kind__in=Document.SEALED)
        .order_by()
        .values(
            key=F("pk") * 2,
            at=F("issued_at"),
            what=F("title"),
            whom=F("addressee"),
            label=F("number"),
            document=F("pk"),
            unit=F("organisation__short_name"),
            who=Choose(When(issued_post__isnull=False, then=F("issued_by__name")), default=nobody),
            sheets=Value(1, output_field=IntegerField()),
        )
    )


def of_paper(uses: QuerySet[SealUse]) -> QuerySet:
    """Seal use on paper; odd keys, no number."""
    empty = Value("", output_field=CharField())
    return uses.order_by().values(
        key=F("pk") * 2 + 1,
        at=F("used_at"),
        what=F("purpose"),
        whom=empty,
        label=empty,
        document=Cast(Value(None), IntegerField()),
        unit=F("organisation__short_name"),
        who=Coalesce("used_by__name", empty),
        sheets=Cast(F("copies"), IntegerField()),
    )


def register(documents: QuerySet[Document], uses: QuerySet[SealUse]) -> QuerySet:
    """Both, newest first."""
    return of_documents(documents).union(of_paper(uses), all=True).order_by("-at", "-key")


def count_by_kind(documents: QuerySet[Document]) -> dict[str, int]:
    """How many sealed documents of each kind."""
    rows = documents.filter(kind__in=Document.SEALED).order_by().values_list("kind").annotate(Count("pk"))
    return dict(rows)
