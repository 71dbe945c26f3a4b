"""Migrating makes thousands of copies of models; none of them may slow down the next."""

from django.db.migrations.state import ModelState, ProjectState
from django.db.models.signals import class_prepared

from approvals.models import Case


def test_copies_of_models_leave_no_listener():
    before, state = len(class_prepared.receivers), ProjectState()
    state.add_model(ModelState.from_model(Case, exclude_rels=True))
    assert state.apps.get_model("approvals", "case")._meta.get_field("state")
    assert len(class_prepared.receivers) == before


def test_real_models_keep_their_transitions():
    assert {one.name for one in Case().get_all_state_transitions()} >= {"accept", "review", "decide", "deliver"}
