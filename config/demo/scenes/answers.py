"""What becomes of answers: knowledge and published answers by two persons, answers that answer nothing and their bad
ratings, a complaint that is proven, an efficiency case that follows from one.
"""

import json
from datetime import timedelta

from accounts.models import Organisation
from complaints import actions
from complaints.actions import knowledge, proving, publishing
from complaints.models import Article, Category, Kind, Order, Proof, Publication
from complaints.permissions_voices import ANSWERED
from config.demo.county import DATA
from config.demo.scenes.offices import Office, ago
from config.demo.scenes.orders import Made, Story
from config.demo.staged import Stage
from monitoring.actions import efficiency
from monitoring.models import EfficiencyCase

PUBLISHED = 14
TALK = "《云溪县政务服务窗口工作规范》第十二条、《云溪县效能投诉办理办法》第九条"
MINUTE = timedelta(minutes=1)


def told() -> dict:
    return json.loads((DATA / "knowledge.json").read_text("utf-8"))


def scene(stage: Stage):
    yield from articles(stage)
    yield from publications(stage)
    yield from badly_answered(stage)
    yield from proven(stage)


def articles(stage: Stage):
    """Written by the units over the last months, approved by the dispatcher; two wait, one is being revised."""
    fang, rows = stage.cast.demo["fang"], told()["articles"]
    for number, (unit, category, title, answer, keywords) in enumerate(rows):
        when = ago(stage, 58 - 3 * number)
        said = knowledge.Text(title, answer, keywords)
        author = Office(stage, unit).clerk
        yield when, writing(unit, category, said, author, when)
        if number < len(rows) - 2:
            later = when + timedelta(minutes=40)
            yield later, approving(title, fang, later)
    moment = ago(stage, 3) + timedelta(hours=1)
    yield moment, revising(rows[5], moment, Office(stage, rows[5][0]).clerk)


def writing(unit: str, category: str, said, author, when):
    def call():
        office = Organisation.objects.get(code=unit)
        topic = Category.objects.get(code=category)
        knowledge.write_article(office, by=author, now=when, said=said, category=topic)

    return call


def approving(title: str, by, when):
    return lambda: knowledge.approve_article(Article.objects.get(title=title), by=by, now=when) and None


def revising(row, when, author):
    said = knowledge.Text(row[2], row[3] + "新国标车辆现场核验编码。", row[4], why="新国标实施，补充核验要求")
    return lambda: knowledge.revise_article(Article.objects.get(title=row[2]), by=author, now=when, said=said) and None


def publications(stage: Stage):
    """The operator proposes answered orders whose complainants agree; the dispatcher publishes all but two."""
    deng, fang = stage.cast.demo["deng"], stage.cast.demo["fang"]
    for number in range(PUBLISHED + 2):
        when = ago(stage, 30 - 2 * (number % 15)) + (75 + number) * MINUTE
        made: dict[str, int] = {}
        yield when, proposing(made, deng, when)
        if number < PUBLISHED:
            later = when + timedelta(minutes=25)
            yield later, publishing_of(made, fang, later)


def proposing(made: dict, by, when):
    """The newest answered order with a consent whose question is not public yet."""

    def call():
        known = Publication.objects.values("title")
        mine = Order.objects.filter(asked_public=True, is_anonymous=False, is_confidential=False, parent=None)
        rows = mine.filter(state__in=ANSWERED, replied_at__lte=when, round=1).exclude(title__in=known)
        order = rows.exclude(kind__in=[Kind.REPORT, Kind.EFFICIENCY]).order_by("-replied_at", "-pk").first()
        if order is not None:
            made["pk"] = publishing.propose_publication(order, by=by, now=when).pk

    return call


def publishing_of(made: dict, by, when):
    def call():
        if "pk" in made:
            publishing.publish(Publication.objects.get(pk=made["pk"]), by=by, now=when)

    return call


def badly_answered(stage: Stage):
    """Three answers that say nothing, sent although the page warned; two of them are called bad on the telephone."""
    story, words = Story(stage), told()
    cases = [(8, words["formula"], 1, 14), (13, words["passing"], 2, 9), (29, words["formula"], None, 5)]
    for number, (voice, text, stars, days) in enumerate(cases):
        made = Made(story.voices[voice], ago(stage, days))
        yield story.receive(made, "telephone")
        yield from story.taken(made)
        why = words["anyway"][number % 2]
        yield story.then(made, actions.reply, story.handler, 2, text=text, anyway=why)
        if stars:
            yield story.word(made, stars, "全是套话，问题一点没有解决。")


def proven(stage: Stage):
    """An efficiency complaint that the camera of the window proves; supervision files a case because of it."""
    zhao, qian = stage.cast.demo["zhao"], stage.cast.demo["qian"]
    when = ago(stage, 6) + timedelta(hours=2)
    seen = ago(stage, 20) + timedelta(minutes=95)
    established = proving.Established(
        verdict=Proof.Verdict.PROVEN,
        facts="调取窗口监控和受理记录，当班人员未一次性告知，三次分别指出不同材料缺失，致群众往返三趟，投诉情况属实。",
        basis=TALK,
        camera_place="政务服务大厅综合窗口",
        camera_at=seen,
        camera_clip="LX-0417",
    )
    yield when, establishing(established, zhao, when)
    later = when + timedelta(hours=1)
    yield later, inquiring(zhao, later)
    filed = ago(stage, 5)
    yield filed, filing_of(qian, filed)


def complained() -> Order | None:
    """The efficiency complaint that has been in hand longest."""
    rows = Order.objects.filter(kind=Kind.EFFICIENCY, accused__isnull=False).exclude(state__in=Order.ENDED)
    return rows.select_related("accused").order_by("received_at", "pk").first()


def establishing(said, by, when):
    def call():
        order = complained()
        if order is not None:
            proving.establish(order, by=by, now=when, said=said)

    return call


def inquiring(by, when):
    """From the order to the efficiency case in one step."""

    def call():
        proof = Proof.objects.select_related("order", "accused").order_by("-pk").first()
        if proof is not None:
            said = efficiency.Proposal(
                matter=proof.order.title,
                facts=proof.facts,
                basis=proof.basis,
                source=EfficiencyCase.Source.COMPLAINT,
            )
            efficiency.propose(proof.order, by=by, now=when, organisation=proof.accused, said=said)

    return call


def filing_of(by, when):
    def call():
        source = EfficiencyCase.Source.COMPLAINT
        case = EfficiencyCase.objects.filter(source=source, state=EfficiencyCase.State.PROPOSED).last()
        if case is not None:
            efficiency.file(case, by=by, now=when)

    return call
