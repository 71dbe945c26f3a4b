"""The catalogue in the administrators' pages."""

import pytest
from django.forms.models import model_to_dict

from tests.access.world import sign_in_as, world

__all__ = ["world"]
pytestmark = pytest.mark.django_db


def change_page(world):
    return f"/admin/approvals/item/{world.item.pk}/change/"


def test_system_administrator_keeps_the_catalogue(world):
    page = sign_in_as(world, "system_admin").get(change_page(world))
    assert page.status_code == 200
    assert "申请材料1" in page.content.decode()


@pytest.mark.parametrize("role", ["clerk", "inspector", "owner"])
def test_others_do_not_even_see_it(world, role):
    assert sign_in_as(world, role).get(change_page(world)).status_code in (302, 403)


def test_promise_beyond_the_statute_is_refused_at_the_field(world):
    client = sign_in_as(world, "system_admin")
    data = {name: value for name, value in model_to_dict(world.item).items() if value not in (None, [])}
    data |= {"promised_days": 30, "legal_basis": "[]", "conditions": "[]"}
    for prefix in ("documents", "steps", "fees"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    answer = client.post(change_page(world), data)
    assert "承诺时限不得超过法定时限" in answer.content.decode()
    world.item.refresh_from_db()
    assert world.item.promised_days == 7
