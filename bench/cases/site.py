"""The site search: two signs of a title among many things against twenty rows of a B-tree."""

from django.db import connection

from bench.measure import Result, compare, for_seconds
from disclosure.models import Indexed
from disclosure.searching import found

MANY, MANY_FULL = 100_000, 1_000_000
SECONDS = 1.0
PAGE = 20
WORD = "低保"  # in one title of five hundred
SIGNS = "城乡居民生活困难补助食品经营许可登记备案道路运输建设工程规划用地教育医疗救助住房就业创业环境卫生"
FILL = """
INSERT INTO disclosure_indexed (kind, thing, key, title, text, weight, grams)
SELECT 'item', number, 'S' || number, title, '', 0, disclosure_grams(title) FROM (
    SELECT number, (
        SELECT string_agg(substr(%(signs)s, 1 + abs(hashint8(number * 31 + sign) %% length(%(signs)s)), 1), '')
        FROM generate_series(1, 12) AS sign
    ) || CASE WHEN number %% 500 = 0 THEN %(word)s ELSE '' END AS title
    FROM generate_series(1, %(count)s) AS number
) AS made
"""


def run(pairs: int, full: bool) -> list[Result]:
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"signs": SIGNS, "word": WORD, "count": MANY_FULL if full else MANY})
        cursor.execute("VACUUM ANALYZE disclosure_indexed")
    check()
    searched, looked_up = for_seconds(SECONDS, by_word), for_seconds(SECONDS, by_key)
    return [compare("search.site", searched, looked_up, pairs=pairs, slower_is=True)]


def by_word() -> list:
    return list(found([WORD]).order_by("rank", "-weight", "title", "pk").values_list("pk", flat=True)[:PAGE])


def by_key() -> list:
    return list(
        Indexed.objects.filter(kind="item", thing__gte=1000).order_by("thing").values_list("pk", flat=True)[:PAGE]
    )


def check():
    """The index finds what reading every title finds."""
    by_index = set(found([WORD]).filter(kind="item").values_list("pk", flat=True))
    if (
        by_index != set(Indexed.objects.filter(kind="item", title__contains=WORD).values_list("pk", flat=True))
        or not by_index
    ):
        raise SystemExit("site: the index and the whole table disagree")
