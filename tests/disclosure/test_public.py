"""What everybody may open."""

import pytest
from django.urls import reverse

from approvals import actions as approvals
from tests.conftest import make_item

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["home", "figures", "rankings"])
def test_public_pages_open_on_an_empty_county(client, name):
    assert client.get(reverse(f"disclosure:{name}")).status_code == 200


def test_home_leads_to_the_most_used_items(client, bureau):
    make_item(bureau, popularity=9)
    assert "食品经营许可（新办）" in client.get(reverse("disclosure:home")).content.decode()


def test_figures_show_how_punctual_a_department_is(client, item, accepted, reviewer, approver):
    from django.core.cache import cache
    from django.utils import timezone

    cache.clear()
    now = timezone.now()
    case = accepted(item, now)
    approvals.review(case, by=reviewer, now=now, opinion="符合")
    approvals.decide(case, by=approver, now=now, result="granted")
    page = client.get(reverse("disclosure:figures")).content.decode()
    assert "100.00%" in page


def test_health_names_database_redis_and_the_last_sweep(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert {"database", "redis", "last_sweep", "last_seal", "faults"} == set(answer.json())
