"""R3: accepted although a mandatory document was missing."""

from tests.monitoring.histories import brief, event, received


def test_accepted_with_a_document_missing(replay):
    lacking = received("2026-03-02", documents=[])
    found = replay(lacking, event("2026-03-03", "accepted"), until="2026-03-04")
    assert brief(found) == [("R3", "2026-03-03", "2026-03-03")]
    assert "D1" in found[0]["explanation"][0]["words"]


def test_what_was_brought_later_counts(replay):
    course = [
        event("2026-03-03", "correction_requested", missing=["D1"]),
        event("2026-03-04", "corrected", documents=["D1"]),
    ]
    assert (
        replay(received("2026-03-02", documents=[]), *course, event("2026-03-05", "accepted"), until="2026-03-06")
        == []
    )
