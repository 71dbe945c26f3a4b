"""Y3: no answer in five working days, or asked for more a second time."""

from tests.monitoring.histories import brief, event, received


def test_no_answer_in_five_days(replay):
    found = replay(received("2026-03-02"), until="2026-03-10")
    assert brief(found)[1] == ("Y3", "2026-03-10", "2026-03-10")


def test_an_answer_on_the_fifth_day_is_in_time(replay):
    assert (
        replay(received("2026-03-02"), event("2026-03-09", "correction_requested", missing=["D2"]), until="2026-04-10")
        == []
    )


def test_asked_a_second_time(replay):
    days = [
        ("2026-03-03", "correction_requested"),
        ("2026-03-05", "corrected"),
        ("2026-03-06", "correction_requested"),
    ]
    found = replay(received("2026-03-02"), *[event(day, kind) for day, kind in days], until="2026-03-07")
    assert [(one["rule"], one["effective_on"], one["used_days"]) for one in found] == [("Y3", "2026-03-06", None)]


def test_without_an_answer_the_promise_counts_from_the_day_of_receipt(replay):
    found = replay(received("2026-03-02"), until="2026-03-12")
    assert brief(found) == [
        ("W1", "2026-03-10", "2026-03-10"),
        ("Y3", "2026-03-10", "2026-03-10"),
        ("Y1", "2026-03-12", "2026-03-12"),
    ]


def test_an_acceptance_after_that_does_not_start_the_promise_again(replay):
    found = replay(received("2026-03-02"), event("2026-03-11", "accepted"), until="2026-03-12")
    assert [one["rule"] for one in found] == ["W1", "Y3", "Y1"]
