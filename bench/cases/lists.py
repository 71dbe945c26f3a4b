"""Long lists: part of a Chinese name against a prefix of the number, a page in the middle against the first page."""

from django.db import connection, transaction

from approvals import grams, queues
from approvals.models import Case
from bench.cases.crowd import multiply
from bench.cases.world import START, accepted_cases
from bench.measure import Result, compare, for_seconds
from records import keyset

MANY, MANY_FULL = 100_000, 1_000_000
SECONDS = 1.0
PAGE = 20
NAME = "伟芳"  # two signs; some hundred of 100,000


def run(pairs: int, full: bool) -> list[Result]:
    count = MANY_FULL if full else MANY
    if not Case.objects.filter(number__startswith="L").exists():
        [case] = accepted_cases(1) if not Case.objects.exists() else Case.objects.order_by("pk")[:1]
        with transaction.atomic():
            multiply(case, case.clock or case.step_clock, count, "L")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE approvals_case, deadlines_deadline")
    check()
    middle = Case.objects.filter(number__startswith=f"L{count // 2:08}").get()
    cursor = (middle.submitted_at, middle.pk)
    return [
        compare("search.name", for_seconds(SECONDS, by_name), for_seconds(SECONDS, by_number), pairs=pairs,
                slower_is=True),
        compare("lists.page_n", for_seconds(SECONDS, lambda: page(cursor)), for_seconds(SECONDS, lambda: page(None)),
                pairs=pairs, slower_is=True),
    ]  # fmt: skip


def by_name() -> list:
    return list(Case.objects.filter(grams.with_name(NAME)).values_list("pk", flat=True)[:PAGE])


def by_number() -> list:
    return list(Case.objects.filter(number__startswith="L000100").values_list("pk", flat=True)[:PAGE])


def page(cursor):
    return keyset.page(queues.values(annotated()), "submitted_at", size=PAGE, descending=True, after=cursor)


def annotated():
    return queues.timed(Case.objects.all(), queues.Today.at(START), queues.closed())


def check():
    """The index finds what reading every name finds."""
    by_index = set(Case.objects.filter(grams.with_name(NAME)).values_list("pk", flat=True))
    if (
        by_index != set(Case.objects.filter(applicant_name__contains=NAME).values_list("pk", flat=True))
        or not by_index
    ):
        raise SystemExit("lists: the index and the whole table disagree")
