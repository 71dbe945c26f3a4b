"""Every address as every kind of person, GET and POST."""

import re

import pytest
from django.http import HttpResponse

from tests.access.world import ROLES, addresses, every_name, sign_in_as
from tests.access_matrix import COLUMNS, MATRIX

TABLE = {name: dict(zip(COLUMNS, cells, strict=True)) for name, *cells in map(str.split, MATRIX.strip().splitlines())}


LEAVING = {"accounts:sign_in", "accounts:sign_out", "accounts:register", "accounts:post"}  # who one is changes here
HOSTILE = {"page": "abc", "step": "99", "q": "\x00'\"<script>", "before": "1e400", "after": "-1"}


UNSAID = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
ENGLISH = re.compile(r"[A-Za-z]+(?: [a-z]+){2,}")


def english(answer) -> list[str]:
    """Words in a row on a Chinese page that nobody has translated."""
    is_page = not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html")
    return ENGLISH.findall(UNSAID.sub("·", answer.content.decode())) if is_page else []


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>征求</p> <button>Ask a third party</button>", ["Ask a third party"]),
        ("<script>let it be so</script><p title='not a word of it'>打开 PDF 或者 Excel</p>", []),
    ],
)
def test_english_is_noticed(page, words):
    assert english(HttpResponse(page)) == words


def test_every_address_is_in_the_matrix():
    assert set(every_name()) == set(TABLE)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_walk(world, role):
    found, spoken, client = {}, {}, sign_in_as(world, role)
    for name, url in addresses(world).items():
        statuses = []
        for method in ("get", "post"):
            answer = getattr(client, method)(url)
            if answer.streaming:
                answer.getvalue()
            if words := english(answer):
                spoken[name] = words
            statuses.append(str(answer.status_code))
            if name in LEAVING:
                client = sign_in_as(world, role)
        found[name] = "/".join(statuses)
    expected = {name: row[role.replace(" ", "_")] for name, row in TABLE.items()}
    assert found == expected
    assert spoken == {}


def let_in(name: str) -> set[str]:
    """The first and the last of those who may open this address: a page looks at its query only for them."""
    allowed = [role for role in COLUMNS if TABLE[name][role].startswith("200")]
    return {allowed[0], allowed[-1]} if allowed else {COLUMNS[0]}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_no_address_falls_over(world, role):
    """Hostile query strings reach every page; none of them is an error of the server."""
    client, fallen = sign_in_as(world, role), []
    for name, url in addresses(world).items():
        if role.replace(" ", "_") in let_in(name):
            answer = client.get(url, HOSTILE)
            fallen += [url] if answer.status_code >= 500 else []
            if answer.streaming:
                answer.getvalue()
    assert fallen == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("anonymous", False),
        ("owner", False),
        ("clerk", False),
        ("inspector", False),
        ("leader", False),
        ("system_admin", True),
        ("security_admin", True),
        ("audit_admin", True),
    ],
)
def test_reference_data_is_for_the_three_administrators(world, role, allowed):
    assert (sign_in_as(world, role).get("/admin/").status_code == 200) is allowed
