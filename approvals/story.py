"""The course of one case as a person reads it: the points of its timeline and the next thing to happen."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.branches import waiting as asked_still
from approvals.flow import APPROVE, FIRST_REVIEW, LINKS, PAUSES, REVIEW
from approvals.models import Case, Hearing, Result
from approvals.places import is_below
from approvals.progress import answer_by
from deadlines.words import with_weekday
from records.models import Entry

State = Case.State
VERB = "approvals.case."
TITLES = {
    "received": gettext_lazy("Application handed in"),
    "correction_requested": gettext_lazy("Asked for what is missing"),
    "corrected": gettext_lazy("Missing documents handed in"),
    "forwarded": gettext_lazy("Passed on to the town"),
    "accepted_below": gettext_lazy("Accepted for the first review"),
    "sent_up": gettext_lazy("First review finished, sent up"),
    "accepted": gettext_lazy("Accepted"),
    "asked": gettext_lazy("Units asked for their opinions"),
    "opinion_signed": gettext_lazy("Opinion signed"),
    "joined": gettext_lazy("All units agree"),
    "refused": gettext_lazy("Not accepted"),
    "reviewed": gettext_lazy("Reviewed"),
    "paused": gettext_lazy("Clock stopped"),
    "resumed": gettext_lazy("Clock goes on"),
    "extended": gettext_lazy("Limit extended"),
    "decided": gettext_lazy("Decision made"),
    "delivered": gettext_lazy("Handed over"),
    "charged": gettext_lazy("Fee charged"),
    "refunded": gettext_lazy("Money refunded"),
    "withdrawn": gettext_lazy("Withdrawn by the applicant"),
    "site_check_assigned": gettext_lazy("Two people sent for a site check"),
    "site_checked": gettext_lazy("Site check written down"),
    "hearing_told": gettext_lazy("Told of the right to a hearing"),
    "hearing_applied": gettext_lazy("Hearing applied for"),
    "hearing_scheduled": gettext_lazy("Hearing announced"),
    "hearing_held": gettext_lazy("Hearing held"),
    "hearing_waived": gettext_lazy("No hearing"),
    "deemed_renewed": gettext_lazy("Renewed by law"),
}
TEXTS = {
    "received": gettext_lazy("The window checks whether the documents are complete."),
    "correction_requested": gettext_lazy("The one-time notice names everything that has to be added."),
    "corrected": gettext_lazy("The window checks the documents again."),
    "accepted": gettext_lazy("The documents are complete. The promise counts from the next working day on."),
    "forwarded": gettext_lazy("The village has taken the papers in; the town answers within the same five days."),
    "accepted_below": gettext_lazy("The documents are complete. The town reviews first, within twenty working days."),
    "sent_up": gettext_lazy("Opinion and papers went straight to the unit that decides; nothing is asked for twice."),
    "joined": gettext_lazy("The unit that leads goes on with its review."),
    "refused": gettext_lazy("The reasons stand in the decision."),
    "reviewed": gettext_lazy("The reviewer has given an opinion; somebody else decides."),
    "extended": gettext_lazy("The head of the unit extended the limit once; the reason stands in the notice."),
    "delivered": gettext_lazy("The result has been handed to the applicant."),
    "charged": gettext_lazy("The receipt stands among the official documents."),
    "refunded": gettext_lazy("Amount and reason stand under “Fees”."),
    "withdrawn": gettext_lazy("Nothing more will be done in this case."),
    "site_check_assigned": gettext_lazy("At least two people look at the place (Licensing Law, article 34)."),
    "site_checked": gettext_lazy("What was found on the spot goes into the review."),
    "hearing_told": gettext_lazy("A hearing can be applied for within five working days; the decision waits."),
    "hearing_applied": gettext_lazy("The hearing is held within twenty working days; this time does not count."),
    "hearing_scheduled": gettext_lazy("Date, place and chair stand in the notice."),
    "hearing_held": gettext_lazy("The decision rests on the minutes; the days count again."),
    "hearing_waived": gettext_lazy("Nobody wanted a hearing; the course goes on."),
    "deemed_renewed": gettext_lazy("The licence ended before the decision: the law deems it renewed (article 50)."),
}
RESULTS = {
    Result.GRANTED: gettext_lazy("The application was granted."),
    Result.DENIED: gettext_lazy("The application was denied; the reasons and your remedies stand in the decision."),
}
AGREEMENT = {
    True: gettext_lazy("%(unit)s agrees."),
    False: gettext_lazy("%(unit)s disagrees; the case is closed with its reasons."),
}
TAKE_IN, OPINIONS = "take_in", "opinions"
LOWER_LINKS = [(TAKE_IN, gettext_lazy("Acceptance below")), (FIRST_REVIEW, gettext_lazy("First review"))]
JOINT_LINK = (OPINIONS, gettext_lazy("Opinions of the units"))
PRESENT = {  # state → the link that is being worked on
    State.FIRST_REVIEW: FIRST_REVIEW,
    State.SUBMITTED: "accept",
    State.CORRECTING: "accept",
    State.ACCEPTED: "review",
    State.REVIEWED: "approve",
    State.DECIDED: "deliver",
}
COMING = {
    TAKE_IN: gettext_lazy("The town answers within five working days: accepted, or what is missing."),
    FIRST_REVIEW: gettext_lazy("The town reviews within twenty working days and sends everything up."),
    OPINIONS: gettext_lazy("Several units look at the same papers at the same time; the last opinion joins them."),
    "accept": gettext_lazy("The window answers within five working days: accepted, or what is missing."),
    "review": gettext_lazy("The reviewer checks the documents against the conditions of the law."),
    "approve": gettext_lazy("The head decides; reviewer and approver are never the same person."),
    "deliver": gettext_lazy("You collect the result at the window."),
}


@dataclass(frozen=True)
class Point:
    """One point of the timeline. `look`: past, now or todo."""

    title: str
    text: str
    look: str
    at: datetime | None = None
    who: str = ""


def entries(case: Case):
    """What is on record about the case, oldest first."""
    verbs = [VERB + name for name in TITLES]
    return Entry.objects.about(case).filter(verb__in=verbs).select_related("actor", "organisation").order_by("pk")


def past(case: Case, entry: Entry) -> Point:
    """One entry of the record in plain words."""
    name = entry.verb.removeprefix(VERB)
    text = str(TEXTS.get(name, ""))
    if name == "decided":
        text = str(RESULTS.get(entry.body.get("result"), ""))
    elif name in ("paused", "resumed"):
        text = procedure(name, entry.body)
    elif name in JOINTLY:
        text = JOINTLY[name](case, entry.body, text)
    who = f"{entry.organisation.short_name} {entry.actor}" if entry.organisation and entry.actor else ""
    return Point(str(TITLES[name]), text, "past", entry.happened_at, who)


def longer(case: Case, _body: dict, text: str) -> str:
    """Who extended the limit: the head, or in a joint case the government."""
    by_government = _("The government approved a longer term once; the reason stands in the notice.")
    return by_government if case.item.is_joint else text


JOINTLY = {
    "asked": lambda case, body, text: "、".join(body.get("units", [])),
    "opinion_signed": lambda case, body, text: AGREEMENT[body["agrees"]] % {"unit": body["unit"]},
    "extended": longer,
}


def opinion_below(case: Case) -> Entry | None:
    """The record of the last sending up, with the opinion of the first review."""
    sent = Entry.objects.about(case).filter(verb=VERB + "sent_up").select_related("actor", "organisation")
    return sent.order_by("-pk").first()


def links_of(case: Case) -> list[tuple[str, str]]:
    """The links of this case: those of every item, and what first review and joint handling add."""
    links = [link for link in LINKS if not (case.item.is_immediate and link[0] == APPROVE)]
    if case.item.first_review:
        links = [*LOWER_LINKS, *links]
    if case.item.is_joint:
        links.insert(links.index(LINKS[0]) + 1, JOINT_LINK)
    return [(code, str(name)) for code, name in links]


def present_link(case: Case) -> str | None:
    """The link that is being worked on; None when the case is closed."""
    present = PRESENT.get(case.state)
    if present == "accept" and is_below(case):
        return TAKE_IN
    return OPINIONS if present == REVIEW and asked_still(case) else present


def procedure(name: str, body: dict) -> str:
    """A special procedure begins or ends."""
    kind = PAUSES.get(body.get("kind"), _("special procedure"))
    if name == "resumed":
        return _("The %(kind)s has its result; the days count again.") % {"kind": kind}
    words = _("For the %(kind)s, about %(days)s working days. This time does not count (Licensing Law, article 45).")
    return words % {"kind": kind, "days": body.get("told_days", "—")}


def coming(case: Case) -> list[Point]:
    """The link that is being worked on and those that follow."""
    present = present_link(case)
    if present is None:
        return []
    links = links_of(case)
    place = [code for code, _name in links].index(present)
    points = [Point(name, str(COMING[code]), "todo") for code, name in links[place:]]
    words = _("We wait for the documents that are missing.") if case.state == State.CORRECTING else points[0].text
    return [replace(points[0], look="now", text=words), *points[1:]]


def timeline(case: Case) -> list[Point]:
    """Everything that happened and everything that is still to come."""
    return [*(past(case, entry) for entry in entries(case)), *coming(case)]


def last_change(points: list[Point]) -> datetime | None:
    return max((point.at for point in points if point.at), default=None)


@dataclass(frozen=True)
class Next:
    """The next thing: what it is, what the applicant has to do, and how it looks."""

    title: str
    text: str
    tone: str = ""
    icon: str = "bell"


def next_thing(case: Case) -> Next:
    """What happens next, for the applicant."""
    return NEXT[case.state](case)


def waiting(case):
    by = with_weekday(answer_by(case))
    text = _("By %(date)s at the latest you hear from us: accepted, or everything that is missing at once.")
    return Next(_("Next: the window checks your documents. You need not do anything now."), text % {"date": by})


def below(case):
    words = _("%(unit)s reviews first and sends everything up by %(date)s.")
    text = words % {"unit": case.organisation.name, "date": with_weekday(case.step_clock.due_on)}
    return Next(f"{_('Now: first review')}。{_('You need not do anything now.')}", text)


def asked(case):
    """Several units are at work at the same time."""
    names = "、".join(branch.organisation.short_name for branch in asked_still(case))
    words = _("Opinions are still to come from: %(units)s. The whole case is ready by %(date)s.")
    text = words % {"units": names, "date": with_weekday(case.clock.due_on)}
    return Next(f"{_('Now: several units decide together')}。{_('You need not do anything now.')}", text)


def correcting(case):
    text = _("The one-time notice below names everything. As soon as it is there, the case goes on.")
    return Next(_("Your turn: please hand in what is missing."), text, "warn", "warn")


def in_hand(case):
    clock, unit = case.clock, case.organisation.name
    if words := about_hearing(case):
        return words
    if clock.paused_on:
        text = _("The time of the special procedure does not count. We tell you when the clock goes on.")
        return Next(_("Now: a special procedure is under way. You need not do anything."), text, "", "pause")
    if case.item.is_immediate:
        return Next(_("Next: decided on the spot at the window."), unit)
    if asked_still(case):
        return asked(case)
    words = _("%(unit)s is at work and has to be ready by %(date)s.")
    title = _("Now: under review") if case.state == State.ACCEPTED else _("Now: waiting for the decision")
    text = words % {"unit": unit, "date": with_weekday(clock.due_on)}
    return Next(f"{title}。{_('You need not do anything now.')}", text)


def about_hearing(case) -> Next | None:
    """What the applicant has to know or do about the hearing; None where it changes nothing now."""
    hearing = getattr(case, "hearing", None)
    if hearing is None or hearing.state not in HEARING_WORDS:
        return None
    title, text, tone, icon = HEARING_WORDS[hearing.state]
    about = {"place": hearing.place}
    about |= {"apply_by": with_weekday(hearing.apply_by)}
    about |= {"hold_by": with_weekday(hearing.hold_by) if hearing.hold_by else ""}
    about |= {"session": moment_in_words(hearing.session_at) if hearing.session_at else ""}
    return Next(str(title) % about, str(text) % about, tone, icon)


def moment_in_words(moment) -> str:
    local = timezone.localtime(moment)
    return f"{with_weekday(local.date())}{local:%H:%M}"


HEARING_WORDS = {  # state → title, text, tone, icon
    Hearing.State.TOLD: (
        gettext_lazy("Your turn: do you want a hearing? Answer by %(apply_by)s."),
        gettext_lazy("The decision waits so long. Without an answer it is made without a hearing."),
        "warn",
        "warn",
    ),
    Hearing.State.APPLIED: (
        gettext_lazy("Now: the hearing is being prepared. You need not do anything."),
        gettext_lazy("It is held by %(hold_by)s; you are told date and place in writing. The clock stands still."),
        "",
        "pause",
    ),
    Hearing.State.SCHEDULED: (
        gettext_lazy("Your turn: come to the hearing on %(session)s."),
        gettext_lazy("Place: %(place)s. Please bring your identity card. The clock stands still until then."),
        "warn",
        "calendar",
    ),
}


def decided(case):
    if case.result == Result.DENIED:
        text = _("The reasons stand in the decision, also how to object.")
        return Next(_("The application was denied. Please read the decision below."), text, "over", "stop")
    text = _("Please bring your identity card or business licence to the window.")
    what = case.item.certificate or _("the decision")
    return Next(_("Your turn: collect “%(what)s” at the window.") % {"what": what}, text, "ok", "check")


def delivered(case):
    return Next(_("All done."), _("The documents stay here; you can print them at any time."), "ok", "check")


def refused(case):
    title = _("The application was not accepted. Please read the decision below.")
    return Next(title, _("The reasons stand in the decision, also how to object."), "over", "stop")


def withdrawn(case):
    return Next(_("You have withdrawn this application."), _("You can apply again at any time."), "", "info")


NEXT = {
    State.FIRST_REVIEW: below,
    State.SUBMITTED: waiting,
    State.CORRECTING: correcting,
    State.ACCEPTED: in_hand,
    State.REVIEWED: in_hand,
    State.DECIDED: decided,
    State.DELIVERED: delivered,
    State.REFUSED: refused,
    State.WITHDRAWN: withdrawn,
}

WHY = {  # reasons of deadlines.plan.Line
    "start": gettext_lazy("day of the start, does not count"),
    "rest": gettext_lazy("weekend, not counted"),
    "paused": gettext_lazy("special procedure, does not count"),
    "holiday": gettext_lazy("public holiday"),
    "make_up": gettext_lazy("make-up working day"),
    "": gettext_lazy("working day, counted"),
}
