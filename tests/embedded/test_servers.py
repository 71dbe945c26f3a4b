"""The servers of this very test run."""

import os
from pathlib import Path

import pytest
import redis
from django.db import connection

from config.embedded.pytest_plugin import PREFIX
from config.embedded.servers import Servers

ours = pytest.mark.skipif(PREFIX not in os.environ["DATABASE_URL"], reason="the database was given from outside")


def test_redis_answers():
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as server:
        assert server.ping()


@ours
@pytest.mark.django_db
def test_text_sorts_the_same_on_every_machine():
    with connection.cursor() as cursor:
        cursor.execute("SELECT datlocprovider FROM pg_database WHERE datname = current_database()")
        assert cursor.fetchone() == ("b",)


def test_servers_that_were_given_are_not_started(base, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://portal@db/portal")
    monkeypatch.setenv("REDIS_URL", "redis://cache/0")
    assert Servers(base / "state").parts == []


def test_addresses_of_our_own_servers_in_the_environment_keep_them_ours(base, monkeypatch):
    servers = Servers(base / "state")
    for name, value in servers.own.items():
        monkeypatch.setenv(name, value)
    assert servers.parts == [servers.postgres, servers.valkey]


def test_state_of_the_run_is_thrown_away():
    assert Path(os.environ["PORTAL_STATE"]).name.startswith(PREFIX)
