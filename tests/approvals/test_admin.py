"""The catalogue in the administrators' pages."""

import pytest
from django.forms.models import model_to_dict

from tests.access.world import sign_in_as, world
from tests.conftest import make_item

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


def post(world, item, **typed):
    data = {name: value for name, value in model_to_dict(item).items() if value not in (None, [])}
    data |= {"legal_basis": "[]", "conditions": "[]"} | typed
    for prefix in ("documents", "steps", "branches", "fees"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return sign_in_as(world, "system_admin").post(f"/admin/approvals/item/{item.pk}/change/", data)


def test_promise_beyond_the_statute_is_refused_at_the_field(world):
    draft = make_item(world.item.organisation, code="XK-DRAFT-1", published=False)
    answer = post(world, draft, promised_days=30)
    assert "承诺时限不得超过法定时限" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.promised_days == 7


def test_published_version_cannot_be_edited(world):
    assert post(world, world.item, promised_days=3).status_code == 403
