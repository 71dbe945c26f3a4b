"""What the walk finds behind the addresses of programmes, sessions, talks, visits and events."""

from datetime import date

from complaints.actions import events, media, sessions, talks, visits
from complaints.models import Event, Order
from tests.complaints.meetings import PLEDGE, programme, said
from tests.complaints.test_talks import SAID as TALK
from tests.conftest import at


def met(people, bureau) -> dict[str, list]:
    """Name of an address → its arguments."""
    by = people["dispatcher"]
    episode = media.plan(programme(), by=by, now=at("2026-09-14"), said=said(bureau))
    media.air(episode, by=by, now=at("2026-09-21 10:00"))
    call, other = (media.note_call(episode, by=by, now=at("2026-09-21 10:05"), question="路灯？") for _n in range(2))
    media.promise_call(other, by=by, now=at("2026-09-21 10:06"), pledge=PLEDGE)
    promise = Order.objects.get(media_call=other).promise
    offered = sessions.Offer(at("2026-09-21 10:00"), count=2)
    slot, free = sessions.offer(bureau, by=people["clerk"], now=at("2026-09-18"), offered=offered)
    who = {"name": "老张", "telephone": "13800000001", "matter": "路灯不亮"}
    session = sessions.book(slot, by=people["owner"], now=at("2026-09-18"), **who)
    post = people["clerk"].post
    talk = talks.hold(post, by=people["inspector"], now=at("2026-09-21 15:00"), told=talks.Told(**TALK))
    firms = [visits.Firm(bureau, "云溪机械有限公司", "91420000MA4K000001")]
    plan = {"year": 2026, "quarter": 3, "firms": firms}
    [visit] = visits.plan(bureau, by=people["inspector"], now=at("2026-07-01"), **plan)
    gathering = events.Gathering("社会评议", date(2026, 9, 20), "文化广场")
    event = events.make(by.organisation, by=by, now=at("2026-09-21"), said=gathering)
    [opinion] = events.type_in(event, by=by, now=at("2026-09-21"), voices=[events.Voice("停车难")])
    assert event.state == Event.State.OPEN
    return {
        "complaints:broadcast": [episode.pk],
        "complaints:episode": [episode.pk],
        "complaints:episode_deed": [episode.pk, "footage"],
        "complaints:call_deed": [call.pk, "answer"],
        "complaints:promise": [promise.pk],
        "complaints:keep_step": [promise.pk, 1],
        "complaints:book_session": [free.pk],
        **{f"complaints:{name}": [session.number] for name in ("session", "sign_session", "cancel_session", "room")},
        **{f"complaints:room_{name}": [session.number] for name in ("state", "part")},
        "complaints:room_deed": [session.number, "telephone"],
        "complaints:withdraw_slot": [slot.pk],
        "complaints:desk_session": [session.number],
        "complaints:session_deed": [session.number, "answered"],
        "complaints:talk": [talk.number],
        "complaints:visit": [visit.pk],
        "complaints:event": [event.pk],
        "complaints:load_opinions": [event.pk],
        "complaints:event_deed": [event.pk, "rate"],
        "complaints:treat_opinion": [opinion.pk],
    }
