"""What people ask and complain of in ninety days: orders of every kind and door, at every point of their course.

Most are answered in time and closed; some were returned, extended, handled twice, some are late. Those of the last
days stand where today's queues need them. Whoever holds the posts does the deeds through the ordinary actions.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Organisation, Role
from complaints import actions
from complaints.models import Category, Channel, Kind, Order
from config.demo.hotline import data
from config.demo.scenes.offices import ago
from config.demo.staged import LI, ZHANG, Stage

OF_THE_PAST, OF_TODAY = 120, 30
NINETY = 62  # working days
DOORS = [Channel.TELEPHONE] * 5 + [Channel.WEB] * 4 + [Channel.HOTLINE] * 3 + [Channel.WINDOW]
COURSES = {  # course of an order of the past → its weight
    "rated": 34,
    "silent": 26,
    "visited": 16,
    "twice": 7,
    "longer": 5,
    "returned": 4,
    "late": 4,
    "at_once": 8,
    "withdrawn": 2,
    "refused": 2,
}
NOW = ["received", "assigned", "assigned", "handling", "handling", "replied", "sent_back"]  # of the last days
GOOD = ["答复及时，问题解决了。", "处理很快，谢谢。", "满意。", ""]
BAD = ["只是答复了，问题没有真正解决。", "几天后又恢复原样了。", "答复太笼统，没有说什么时候办好。"]
AGAIN = "经二次办理，由另一名工作人员现场复核，此前整改不彻底，现已督促落实到位，并安排一个月内不少于两次回头看。"
LONGER = "涉及多个权属单位，需现场会商确定方案"
WRONG_UNIT = "经核对职责清单，该事项不属于我单位职责，建议转有关主管部门办理。"
WHY = "三定方案和权责清单明确由该单位负责，指定办理。"


@dataclass
class Made:
    """One order of the story: its key as soon as it exists, its text, and when its last deed was."""

    voice: list
    last: datetime
    pk: int = 0


class Story:
    """Knows the people of the offices and tells the course of one order after another."""

    def __init__(self, stage: Stage):
        self.stage, self.rng, self.hours = stage, stage.rng, stage.hours
        self.fang, self.deng = stage.cast.demo["fang"], stage.cast.demo["deng"]
        self.categories = {row.code: row for row in Category.objects.select_related("organisation", "parent")}
        self.towns = list(Organisation.objects.filter(level=Organisation.Level.TOWN).order_by("pk"))
        self.voices = data()["voices"]

    def staff(self, unit: Organisation, *roles):
        """Somebody of the unit in the first of these roles that is filled."""
        posts = self.stage.cast.posts
        found = next(actors for role in roles if (actors := posts.get((unit.pk, role))))
        known = [actor for actor in found if actor.user.username in self.stage.cast.demo]
        return self.rng.choice(known or found)

    def receive(self, made: Made, door: str, citizen=None):
        """The order as it comes in; the web by an account, everything else through the operator."""
        code, kind, title, text, _answer = made.voice
        who = citizen or (self.rng.choice(self.stage.cast.citizens) if door == Channel.WEB else None)
        name = who.user.name if who else self.stage.inventor.name()
        number = who.user.telephone if who else self.stage.inventor.telephone()
        against = self.accused(title) if kind == Kind.EFFICIENCY else None
        category = self.categories[code]
        filing = actions.Filing(
            kind=kind,
            title=title,
            text=text,
            channel=door,
            category=category,
            area=self.rng.choice(self.towns),
            addressed=category.organisation if kind == Kind.PETITION else None,
            accused=against,
            asked_public=kind in (Kind.CONSULTATION, Kind.SUGGESTION, Kind.COMPLAINT),
            source_number=f"SZ{self.rng.randrange(10**8):08d}" if door == Channel.HOTLINE else "",
            contact=actions.Contact(name=name, telephone=number),
        )
        by = who if door == Channel.WEB else self.deng
        when = made.last

        def call():
            made.pk = actions.receive(filing, by=by, now=when).pk

        return when, call

    def accused(self, title: str) -> Organisation:
        code = "scjg" if "市场监管" in title else "zjj"
        return self.stage.cast.unit(code)

    def then(self, made: Made, deed: Callable, who: Callable, days: int, **about):
        """The next deed so many working days later; `who` names the actor when its time has come."""
        made.last = self.hours.later(made.last, days)
        return self.now(made, deed, who, **about)

    def now(self, made: Made, deed: Callable, who: Callable, **about):
        """A deed at the moment of the last one, a minute on."""
        made.last += timedelta(seconds=70)
        when = made.last

        def call():
            order = Order.objects.select_related("organisation").get(pk=made.pk)
            deed(order, by=who(order), now=when, **about)

        return when, call

    # who acts

    def handler(self, order: Order):
        """Whoever has it; else somebody of the unit."""
        roles = [Role.INSPECTOR, Role.CLERK, Role.REVIEWER]
        if order.handler_id is None:
            return self.staff(order.organisation, *roles)
        posts = self.stage.cast.posts
        mine = [actor for role in roles for actor in posts.get((order.organisation_id, role), [])]
        return next(actor for actor in mine if actor.user.pk == order.handler_id)

    def another(self, order: Order):
        """Somebody else of the unit than its first handler (whoever it was, where it was closed meanwhile)."""
        posts = self.stage.cast.posts
        roles = [Role.INSPECTOR, Role.REVIEWER, Role.CLERK]
        mine = [actor for role in roles for actor in posts.get((order.organisation_id, role), [])]
        return next((actor for actor in mine if actor.user.pk != order.first_handler_id), mine[0])

    def leader(self, order: Order):
        """Who signs: of the discipline office the other inspector."""
        posts = self.stage.cast.posts
        roles = [Role.HEAD, Role.INSPECTOR]
        mine = [actor for role in roles for actor in posts.get((order.organisation_id, role), [])]
        return next(actor for actor in mine if actor.user.pk != order.handler_id)

    # the pieces of a course

    def assign(self, made: Made, days=0):
        """The dispatcher follows the route; what the robot has assigned already is left alone."""
        made.last = self.hours.later(made.last, days)
        when = made.last

        def call():
            order = Order.objects.get(pk=made.pk)
            if order.state == Order.State.RECEIVED:
                unit = self.categories[made.voice[0]].organisation
                actions.assign(order, by=self.fang, now=when, unit=unit)

        return when, call

    def taken(self, made: Made) -> Iterator:
        yield self.assign(made)
        made.last = self.hours.shortly(made.last, 90)
        yield self.now(made, actions.accept, self.handler)

    def answered(self, made: Made, days: int) -> Iterator:
        yield self.then(made, actions.reply, self.handler, days, text=made.voice[4])

    def word(self, made: Made, stars: int, text: str):
        """What the complainant says on the telephone; over a long holiday silence was quicker and closed the order."""
        made.last = self.hours.later(made.last, 1)
        when = made.last

        def call():
            order = Order.objects.get(pk=made.pk)
            if order.state == Order.State.REPLIED:
                actions.visit_back(order, by=self.deng, now=when, stars=stars, text=text)

        return when, call

    def again(self, order: Order, **about):
        """The second answer, where the first was called bad in time."""
        if order.state == Order.State.SECOND:
            actions.propose_reply(order, text=AGAIN, **about)

    def signed(self, order: Order, **about):
        if order.state == Order.State.SECOND:
            actions.sign_reply(order, **about)

    def days(self, made: Made) -> int:
        """Working days that an answer in time takes."""
        return self.rng.choice({"consultation": [1, 2]}.get(made.voice[1], [1, 2, 3, 4]))

    # courses of the past

    def rated(self, made: Made) -> Iterator:
        yield from self.taken(made)
        yield from self.answered(made, self.days(made))
        yield self.word(made, self.rng.choice([5, 5, 4, 4, 3]), self.rng.choice(GOOD))

    visited = rated

    def silent(self, made: Made) -> Iterator:
        yield from self.taken(made)
        yield from self.answered(made, self.days(made))

    def twice(self, made: Made) -> Iterator:
        yield from self.taken(made)
        yield from self.answered(made, self.days(made))
        yield self.word(made, self.rng.choice([2, 1]), self.rng.choice(BAD))
        yield self.then(made, self.again, self.another, self.rng.choice([1, 2]))
        yield self.then(made, self.signed, self.leader, 1)
        yield self.word(made, self.rng.choice([4, 4, 3, 2]), "复核后基本解决。")

    def longer(self, made: Made) -> Iterator:
        yield from self.taken(made)
        yield self.then(made, actions.ask_longer, self.handler, 2, reason=LONGER)
        yield self.then(made, actions.grant_longer, self.leader, 0, opinion="情况属实，同意延期。")
        yield from self.answered(made, self.rng.choice([4, 5]))
        yield self.word(made, 4, "")

    def returned(self, made: Made) -> Iterator:
        yield self.assign(made)
        made.last = self.hours.shortly(made.last, 60)
        yield self.now(made, actions.send_back, self.handler, reason=WRONG_UNIT)
        unit = self.categories[made.voice[0]].organisation
        made.last = self.hours.shortly(made.last, 60)
        yield self.now(made, actions.designate, lambda order: self.fang, unit=unit, why=WHY)
        made.last = self.hours.shortly(made.last, 60)
        yield self.now(made, actions.accept, self.handler)
        yield from self.answered(made, 3)
        yield self.word(made, 4, "")

    def late(self, made: Made) -> Iterator:
        yield from self.taken(made)
        yield from self.answered(made, self.rng.choice([7, 8, 12]))
        yield self.word(made, self.rng.choice([3, 4]), "答复晚了几天。")

    def at_once(self, made: Made) -> Iterator:
        made.last = self.hours.shortly(made.last, 5)
        yield self.now(made, actions.answer_at_once, lambda order: self.deng, text=made.voice[4])

    def withdrawn(self, made: Made) -> Iterator:
        made.last = self.hours.shortly(made.last, 200)
        when = made.last

        def call():
            order = Order.objects.get(pk=made.pk)
            by = self.stage.cast.citizens[0]
            actions.withdraw(order, by=by, now=when, reason="已经自行协商解决", code=order.query_code)

        yield when, call

    def refused(self, made: Made) -> Iterator:
        made.last = self.hours.shortly(made.last, 120)
        reason = "该事项已进入诉讼程序，依照规定不予受理，请按司法程序处理。"
        yield self.now(made, actions.refuse, lambda order: self.fang, reason=reason)

    # where today's orders stand

    def received(self, made: Made) -> Iterator:
        yield from ()

    def assigned(self, made: Made) -> Iterator:
        yield self.assign(made)

    def handling(self, made: Made) -> Iterator:
        yield from self.taken(made)

    def replied(self, made: Made) -> Iterator:
        yield from self.taken(made)
        yield from self.answered(made, 1)

    def sent_back(self, made: Made) -> Iterator:
        yield self.assign(made)
        made.last = self.hours.shortly(made.last, 60)
        yield self.now(made, actions.send_back, self.handler, reason=WRONG_UNIT)

    def merged(self, made: Made) -> Iterator:
        """Somebody calls a second time about what is handled already."""
        made.last = self.hours.shortly(made.last, 60)
        when = made.last

        def call():
            order = Order.objects.get(pk=made.pk)
            others = Order.objects.filter(title=order.title, parent=None).exclude(pk=order.pk)
            if into := others.exclude(state__in=[Order.State.MERGED, Order.State.INVALID]).order_by("pk").last():
                actions.merge(order, by=self.fang, now=when, into=into, reason="同一事项重复反映，并案办理。")

        yield when, call

    def split(self, made: Made) -> Iterator:
        """Two matters in one call: two units have a part each, the hotline office answers."""
        made.last = self.hours.shortly(made.last, 60)
        told = [("cgj", "请核实占道和垃圾清运情况并整改。"), ("zjj", "请核实道路和路灯损坏情况并维修。")]
        parts = [(self.stage.cast.unit(code), text) for code, text in told]
        yield self.now(made, actions.split, lambda order: self.fang, parts=parts)

    def assisted(self, made: Made) -> Iterator:
        """A lead unit, and one that assists it."""
        made.last = self.hours.shortly(made.last, 60)
        lead, helper = self.categories[made.voice[0]].organisation, self.stage.cast.unit("gaj")
        yield self.now(made, actions.assign, lambda order: self.fang, unit=lead, assisting=[helper])
        made.last = self.hours.shortly(made.last, 60)
        yield self.now(made, actions.accept, self.handler)


PLAIN = {Kind.CONSULTATION, Kind.COMPLAINT, Kind.SUGGESTION, Kind.REPORT}
AT_HOTLINE = {"at_once", "refused", "returned", "sent_back"}  # what needs the dispatcher first


def scene(stage: Stage):
    story = Story(stage)
    ordinary = [voice for voice in story.voices if voice[1] in PLAIN and voice[0] != "jiwei"]
    special = [voice for voice in story.voices if voice not in ordinary]
    yield from past(story, ordinary)
    yield from of_the_last_days(story, ordinary)
    yield from of_other_courses(story, special)
    yield from of_the_demo_people(story)


def told(story: Story, voice, when, course: str, door: str, citizen=None):
    """One order from its receipt to where it stands."""
    made = Made(voice, when)
    yield story.receive(made, door, citizen)
    yield from getattr(story, course)(made)


def past(story: Story, voices):
    """Closed orders of ninety days; a few were late."""
    names, weights = zip(*COURSES.items(), strict=True)
    for number in range(OF_THE_PAST):
        course = names[number] if number < len(names) else story.rng.choices(names, weights)[0]
        voice = voices[number % len(voices)]
        if course == "at_once" and voice[1] != Kind.CONSULTATION:
            course = "silent"
        days = 16 + number * (NINETY - 16) // OF_THE_PAST
        door = Channel.TELEPHONE if course in AT_HOTLINE else story.rng.choice(DOORS)
        yield from told(story, voice, ago(story.stage, days), course, door)


def of_the_last_days(story: Story, voices):
    """What waits today: to be assigned, to be taken, being handled, answered, and a few that are late."""
    for number in range(OF_TODAY):
        course = NOW[number % len(NOW)]
        voice = voices[(number * 7 + 3) % len(voices)]
        days = {"received": 0, "assigned": 0, "replied": 3, "sent_back": 1}.get(course, 1 + number % 4)
        when = ago(story.stage, days) if days else story.stage.now - timedelta(minutes=35 + 9 * number)
        door = Channel.TELEPHONE if course in ("received", "sent_back") else story.rng.choice(DOORS)
        yield from told(story, voice, when, course, door)
    for number, course in enumerate(("merged", "split", "assisted")):
        yield from told(story, voices[2 + number], ago(story.stage, 2), course, Channel.TELEPHONE)
    for days, voice in ((8, voices[5]), (11, voices[14]), (15, voices[2])):  # still not answered: yellow, red
        yield from told(story, voice, ago(story.stage, days), "handling", Channel.TELEPHONE)


def of_other_courses(story: Story, voices):
    """Petitions, efficiency and business complaints, a report to the discipline office: longer terms."""
    for number, voice in enumerate(voices):
        web = voice[1] in (Kind.EFFICIENCY, Kind.BUSINESS) or voice[0] == "jiwei"
        door = Channel.WEB if web else Channel.WINDOW
        yield from told(story, voice, ago(story.stage, 21 - number), "handling", door)
        if voice[1] != Kind.REPORT:
            yield from told(story, voice, ago(story.stage, 48 - number), "rated", door)


# what the demo clerks of the market office have on their desk: (text, where it stands, working days ago)
AT_SCJG = [(16, "handling", 5), (18, "handling", 2), (19, "handling", 7), (17, "assigned", 0), (20, "assigned", 0)]


def of_the_demo_people(story: Story):
    """What the two demo citizens see under “my orders”, and the desk of the demo clerks."""
    zhang, li = story.stage.cast.demo[ZHANG], story.stage.cast.demo[LI]
    for number, (voice, course, days) in enumerate(AT_SCJG):
        when = ago(story.stage, days) if days else story.stage.now - timedelta(minutes=50 - 11 * number)
        yield from told(story, story.voices[voice], when, course, Channel.TELEPHONE if days else Channel.WEB)
    yield from told(story, story.voices[7], ago(story.stage, 4), "replied", Channel.WEB, zhang)
    yield from told(story, story.voices[9], ago(story.stage, 1), "handling", Channel.WEB, zhang)
    yield from told(story, story.voices[21], ago(story.stage, 30), "rated", Channel.WEB, zhang)
    yield from told(story, story.voices[4], ago(story.stage, 2), "handling", Channel.WEB, li)
