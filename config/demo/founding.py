"""Founds the demo county: organisations, windows, the catalogue of items, people and their posts. No cases."""

from collections import defaultdict
from dataclasses import asdict
from datetime import datetime
from functools import cache
from random import Random

from django.contrib.auth.hashers import make_password

from accounts.actor import ROBOT
from accounts.models import Organisation, Post, Role, User, Window
from administration.actions import log
from config.demo.accounts import ACCOUNTS, PASSWORD
from config.demo.catalogue import found_catalogue
from config.demo.county import County
from config.demo.hotline import found_orders
from config.demo.people import Inventor
from config.demo.revenue import found_revenue
from config.demo.trading import found_trading

TITLES = {
    Role.CLERK: "窗口工作人员",
    Role.REVIEWER: "行政审批股股长",
    Role.APPROVER: "分管副局长",
    Role.HEAD: "主要负责人",
}
BELOW = {  # level → role → title; the windows of the towns have their clerks already
    "town": {Role.REVIEWER: "便民服务中心主任", Role.HEAD: "主要负责人"},
    "village": {Role.CLERK: "代办员"},
    "station": {Role.HEAD: "所长"},
}
OPENED = datetime.fromisoformat("2025-01-06T09:00+08:00")  # the portal, with its first posts
CITIZEN = "1380001{:04d}"  # user name and telephone of the invented citizens
MOST_CITIZENS = 9999


@cache
def password_hash() -> str:
    """The hash of the demo password, made once: argon2 is slow by design."""
    return make_password(PASSWORD)


def found(county: County, rng: Random, now, citizens: int):
    """Write the county into an empty database."""
    organisations = found_organisations(county)
    windows = found_windows(county, organisations)
    found_catalogue(county, organisations, windows, now)
    inventor = Inventor(county.people, rng)
    hire(county, organisations, windows, inventor, now)
    found_citizens(inventor, citizens)
    found_orders(organisations)
    found_trading(organisations, person, now)
    found_revenue(county, organisations)


def found_organisations(county: County) -> dict[str, Organisation]:
    """Code → organisation. Parents stand before their children, so each can name its parent."""
    made = {}
    for one in county.organisations:
        made[one.code] = Organisation.objects.create(**asdict(one) | {"parent": made.get(one.parent)})
    return made


def found_windows(county: County, organisations) -> dict[str, Window]:
    """Number → window."""
    rows = [Window(**asdict(one) | {"organisation": organisations[one.organisation]}) for one in county.windows]
    return {window.number: window for window in Window.objects.bulk_create(rows)}


def person(username: str, name: str, now=None, **more) -> User:
    """A person with the demo password; `now` is when staff chose it, None for citizens, who keep theirs."""
    return User(username=username, name=name, password=password_hash(), password_changed_at=now, **more)


def hire(county: County, organisations, windows, inventor: Inventor, now):
    """The demo accounts first, then whoever is missing: a clerk for each window, three more posts a department."""
    users = [account_user(account, now) for account in ACCOUNTS]
    posts = [
        Post(
            user=user,
            organisation=organisations[account.organisation],
            role=account.role,
            title=account.title,
            window=windows.get(account.window),
        )
        for account, user in zip(ACCOUNTS, users, strict=True)
        if not account.is_citizen
    ]
    for post in vacancies(county, organisations, windows, posts):
        place = post.organisation.code
        post.user = person(f"{place}{len(users):03d}", inventor.name(), now)
        users.append(post.user)
        posts.append(post)
    for number, user in enumerate(users):
        user.telephone = user.telephone or f"1390000{number:04d}"  # invented, like the citizens' numbers
    User.objects.bulk_create(users)
    stand_in(posts)
    name_contacts(posts)
    Post.objects.bulk_create(posts)
    log.found(posts, by=ROBOT, now=OPENED, reason="平台上线，首次录入岗位", document_number="云政人〔2025〕1号")


def account_user(account, now) -> User:
    if account.is_citizen:
        return person(account.username, account.name, telephone=account.username, is_citizen=True)
    return person(account.username, account.name, now)


def vacancies(county: County, organisations, windows, filled: list[Post]):
    """The posts that the demo accounts leave open."""
    seats = {post.window for post in filled if post.window}
    held = {(post.organisation, post.role) for post in filled}
    for window in windows.values():
        if window not in seats:
            yield Post(organisation=window.organisation, role=Role.CLERK, title=TITLES[Role.CLERK], window=window)
    for department in county.departments:
        for role in (Role.REVIEWER, Role.APPROVER, Role.HEAD):
            organisation = organisations[department.code]
            if (organisation, role) not in held:
                yield Post(organisation=organisation, role=role, title=TITLES[role])
            elif role == Role.REVIEWER:
                yield Post(organisation=organisation, role=role, title="行政审批股副股长")
    yield from below(county, organisations, held)


def below(county: County, organisations, held: set):
    """Who works in the towns and villages: a first reviewer and a head in each town, a clerk in each village."""
    for level, roles in BELOW.items():
        for one in county.of_level(level):
            organisation = organisations[one.code]
            for role, title in roles.items():
                if (organisation, role) not in held:
                    yield Post(organisation=organisation, role=role, title=title)


def stand_in(posts: list[Post]):
    """A/B posts: the clerks of a unit stand in for one another; who is away is told by a scene."""
    units = defaultdict(list)
    for post in posts:
        if post.role == Role.CLERK:
            units[post.organisation.code].append(post)
    pairs = [pair for unit in units.values() if len(unit) > 1 for pair in zip(unit, unit[1:] + unit[:1], strict=True)]
    for post, other in pairs:
        post.deputy = other.user


def name_contacts(posts: list[Post]):
    """The deputy head who approves is the supervision contact of the unit."""
    for post in posts:
        post.is_contact = post.role == Role.APPROVER


def found_citizens(inventor: Inventor, count: int):
    """People with an account of their own, who apply online."""
    rows = []
    for number in range(min(count, MOST_CITIZENS)):
        telephone = CITIZEN.format(number + 1)
        rows.append(person(telephone, inventor.name(), telephone=telephone, is_citizen=True))
    User.objects.bulk_create(rows, batch_size=1000)
