"""What is owed after the award of a live tender beside its course: report, guarantees, publication."""

from functools import partial

from config.demo.scenes.around import delivered
from config.demo.scenes.stated import SALES
from procurement import actions
from procurement.models import Trade


def afterwards(course):
    """The report, the guarantees, the publication: what is owed after the award beside the course."""
    days = course.later(course.offers_end() if course.trade in SALES else course.opened)
    award, signed = days["award"], days["contract"]
    yield from delivered(course, signed)
    since = signed if course.trade == Trade.CONSTRUCTION else award
    for day, hour, act in (
        (course.calendar.add(award, 5), 11, report),
        (course.calendar.add(since, 1), 14, refund_losers),
        (course.calendar.add(signed, 1), 15, refund_winner),
        (course.calendar.add(signed, 1), 16, publish),
    ):
        when = course.at(day, hour)
        yield when, partial(act, course, when)


def award_of(course):
    """(tender, award, contract) as far as there is one."""
    tender = course.tender
    award = tender.awards.filter(round=tender.round).select_related("contract").first()
    return tender, award, getattr(award, "contract", None)


def report(course, now):
    tender, award, _contract = award_of(course)
    if award is not None and course.trade == Trade.CONSTRUCTION:
        text = f"{tender.title}招标投标情况书面报告：招标范围、方式、评标委员会组成、评标报告和中标结果。"
        actions.report(tender, by=course.tenderer(), now=now, text=text)


def refund_losers(course, now):
    tender, award, _contract = award_of(course)
    if award is not None and tender.guarantee and award.losers_refunded_at is None:
        actions.guarantees_returned(tender, by=course.centre.clerk, now=now, whose="losers")


def refund_winner(course, now):
    tender, _award, made = award_of(course)
    if made is not None and tender.guarantee and made.winner_refunded_at is None:
        actions.guarantees_returned(tender, by=course.centre.clerk, now=now, whose="winner")


def publish(course, now):
    tender, _award, made = award_of(course)
    if made is not None and course.trade == Trade.PROCUREMENT:
        actions.publish_contract(tender, by=course.tenderer(), now=now)
