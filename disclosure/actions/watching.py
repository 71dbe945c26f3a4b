"""What the robot does: it asks for what periods owe, lets time run again, closes what is given up."""

from django.db import transaction
from django.utils import timezone

from accounts.actor import ROBOT
from deadlines import actions as deadlines
from disclosure import clocks, periods
from disclosure.actions.answering import locked
from disclosure.actions.publishing import owe
from disclosure.models import CatalogueChange, CatalogueEntry, InfoRequest, PublicationDuty
from disclosure.models.catalogue import WORDS
from records.actions import as_actor, record

NO_WORD = "第三方逾期未提出意见，由本机关依照条例的规定决定是否公开。"  # 第三十二条


def run(now) -> int:
    """Everything that is due by now. Returns how much was done. Safe to run late or twice."""
    today = timezone.localdate(now)
    coming = CatalogueChange.objects.filter(state=CatalogueChange.State.COMING, valid_from__lte=today)
    changes = list(coming.order_by("valid_from", "pk").values_list("pk", flat=True))
    done = sum(take_effect(key, today, now) for key in changes)  # first: what ended before them has the old term
    waiting = PublicationDuty.objects.active().filter(asked_until__lt=today).order_by("pk")
    done += sum(ask(key, today, now) for key in list(waiting.values_list("pk", flat=True)))
    silent = InfoRequest.objects.filter(state=InfoRequest.State.CONSULTING, third_by__lt=today)
    late = InfoRequest.objects.filter(state=InfoRequest.State.CORRECTING, correct_by__lt=today)
    for rows, act in ((silent, let_run), (late, give_up)):
        done += sum(act(key, now) for key in list(rows.order_by("pk").values_list("pk", flat=True)))
    return done


@transaction.atomic
def ask(key: int, today, now) -> int:
    """What the periods of one duty owe that have ended; a run that was missed is caught up."""
    rows = PublicationDuty.objects.select_for_update(of=("self",), skip_locked=True)
    duty = rows.select_related("entry", "organisation").active().filter(pk=key).first()
    if duty is None:
        return 0
    cycle, count, begin = duty.entry.cycle, 0, duty.asked_until
    while periods.following(cycle, begin) <= today:
        as_actor(ROBOT)
        owe(duty, begin, by=ROBOT, now=now)
        begin, count = periods.following(cycle, begin), count + 1
    if count:
        duty.asked_until = begin
        duty.save(update_fields=["asked_until"])
    return count


def ask_line(entry: CatalogueEntry, day, now):
    """Ask every unit for what this line owes of periods that ended before the day."""
    duties = entry.duties.active().filter(asked_until__lt=day).order_by("pk")
    for key in list(duties.values_list("pk", flat=True)):
        ask(key, day, now)


@transaction.atomic
def take_effect(key: int, today, now) -> int:
    """The words of a line are the new ones from their day on; pieces that exist keep the day they promised."""
    found = CatalogueChange.objects.filter(pk=key).values_list("entry", flat=True)
    entry = CatalogueEntry.objects.select_for_update().get(pk=found.get())
    change = CatalogueChange.objects.select_for_update().get(pk=key)
    if change.state != CatalogueChange.State.COMING or change.valid_from > today:
        return 0
    ask_line(entry, change.valid_from, now)
    as_actor(ROBOT)
    change.before = {name: getattr(entry, name) for name in WORDS}
    change.take_effect()
    change.save(update_fields=["state", "before"])
    for name in WORDS:
        setattr(entry, name, getattr(change, name))
    entry.save(update_fields=list(WORDS))
    told = {name: getattr(change, name) for name in WORDS}
    record("disclosure.line.changed", entry, actor=ROBOT, now=now, change=key, before=change.before, after=told)
    return 1


@transaction.atomic
def let_run(key: int, now) -> int:
    """The third party said nothing in its 15 working days: the term of the answer goes on."""
    row = locked(InfoRequest(pk=key))
    if row.state != InfoRequest.State.CONSULTING:
        return 0
    as_actor(ROBOT)
    row.resume()
    row.third_words = NO_WORD
    row.save()
    if clock := clocks.running(row, clocks.ANSWER):
        deadlines.resume(clock, kind=clocks.THIRD_PARTY, now=now)
    record("disclosure.request.third_party_silent", row, actor=ROBOT, now=now)
    return 1


@transaction.atomic
def give_up(key: int, now) -> int:
    """Not corrected in its term without a good reason: taken as given up (第三十条)."""
    row = locked(InfoRequest(pk=key))
    if row.state != InfoRequest.State.CORRECTING:
        return 0
    as_actor(ROBOT)
    row.abandon()
    row.save()
    record("disclosure.request.given_up", row, actor=ROBOT, now=now)
    return 1
