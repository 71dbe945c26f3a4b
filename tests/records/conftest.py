"""A sealed record to attack, and hands that reach past the triggers."""

import time

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation, Post, Role, User
from records import actions
from records.models import Entry, Seal
from records.sealer import seal

TRIES, PAUSE = 3000, 0.02  # a minute
NOW = timezone.make_aware(timezone.datetime(2026, 3, 2, 9))


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path):
    """Each test has a sealer of its own."""
    settings.SEAL_KEY_FILE = tmp_path / "keys" / "sealer.pem"
    settings.MEDIA_ROOT = tmp_path / "attachments"


def make_organisation(code="scjg"):
    return Organisation.objects.create(code=code, name=code, short_name=code, level="department")


def make_clerk(organisation, username="wang"):
    user = User.objects.create(username=username, name=username)
    return Actor(user, Post.objects.create(user=user, organisation=organisation, role=Role.CLERK))


def write(count, subject, start=0):
    """Entries numbered in their body, in one transaction."""
    with transaction.atomic():
        return [
            actions.record("approvals.case.accepted", subject, actor=Actor(), now=NOW, number=number)
            for number in range(start, start + count)
        ]


def seal_until(size, round_=lambda: seal(timezone.now())):
    """Seal until so many entries are sealed; returns the last seal.

    While a transaction of somebody else is open on this server, a round may rightly find nothing.
    """
    for _ in range(TRIES):
        round_()
        last = Seal.objects.first()
        if last and last.size >= size:
            return last
        time.sleep(PAUSE)
    raise AssertionError(f"{size} entries were not sealed")


def sealed(count, subject, start=0):
    """Entries and one seal over them. Needs a transactional test: what is not committed is not sealed."""
    entries = write(count, subject, start)
    seal_until(Entry.objects.count())
    return entries


def tamper(sql, *values):
    """What a superuser does: switch the triggers off, change, switch them on again."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET session_replication_role = DEFAULT")
