import os

import pytest
import redis
from django.db import connection


def test_redis_answers():
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as server:
        assert server.ping()


@pytest.mark.django_db
def test_database_sorts_by_code_point():
    with connection.cursor() as cursor:
        cursor.execute("SELECT datlocprovider FROM pg_database WHERE datname = current_database()")
        assert cursor.fetchone() == ("b",)
