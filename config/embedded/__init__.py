"""PostgreSQL and Valkey of one machine, run from their wheels without installing anything.

`places` says where things lie, `owner` which user PostgreSQL runs as, `postgres` and `valkey` start one program each,
`servers` starts both and hands out their addresses, `door` does that around a manage.py command, `supervisor` keeps
the parts of the portal running, `pytest_plugin` gives the tests throw-away servers.

Where DATABASE_URL and REDIS_URL are given, nothing here is started.
"""


class EmbeddedError(Exception):
    """The embedded servers cannot run; the message tells the person what to do."""

    exit_code = 2


class PartFailed(EmbeddedError):
    """A part of the running portal ends again and again."""

    exit_code = 1
