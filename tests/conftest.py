"""What every test has."""

from tests.records.flush import evidence_is_emptied_between_tests  # noqa: F401 - a fixture
