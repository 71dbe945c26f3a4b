"""Histories and the engine, for the tests of one rule each."""

import pytest

from tests.monitoring.histories import Replay


@pytest.fixture
def replay(tmp_path) -> Replay:
    return Replay(tmp_path / "history.jsonl")
