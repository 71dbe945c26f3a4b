"""Statements that a session keeps prepared: for one tender, planning the rules takes longer than running them.

A connection that is kept (CONN_MAX_AGE) plans each of them once. Tables that are hidden by temporary ones of the same
name must not be read in this way: a plan stays with the table it was made for.
"""

import hashlib
from weakref import WeakKeyDictionary

from django.db import connection

KEPT: WeakKeyDictionary = WeakKeyDictionary()  # connection of the driver → names of the statements it has prepared


def fetched(text: str, ids: list[list[int]]) -> list[tuple]:
    """The rows of a statement with lists of ids as $1, $2, …"""
    name = f"flags_{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    with connection.cursor() as cursor:
        kept = KEPT.setdefault(connection.connection, set())
        if name not in kept:
            cursor.execute(f"PREPARE {name} ({', '.join(['bigint[]'] * len(ids))}) AS {text}")
            kept.add(name)
        cursor.execute(f"EXECUTE {name} ({', '.join(['%s'] * len(ids))})", ids)
        return cursor.fetchall()
