"""Both embedded servers of one state folder, their lock and their addresses."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from config.embedded.places import Places, make_secret
from config.embedded.postgres import DATABASE, USER, Postgres
from config.embedded.valkey import Valkey


class Lock:
    """Who runs the servers of a state folder. Held by flock, so it falls with its process however that ends."""

    def __init__(self, file: Path):
        self.file = file
        self.handle = None

    def take(self, **about) -> bool:
        """False if somebody else has it. `about` is what others are told (JSON values)."""
        handle = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self.handle = handle
        self.tell(**about)
        return True

    def tell(self, **about) -> None:
        os.ftruncate(self.handle, 0)
        os.pwrite(self.handle, json.dumps({"pid": os.getpid(), **about}).encode(), 0)

    def holder(self) -> dict:
        """What the holder told; empty if it is just starting."""
        try:
            return json.loads(self.file.read_text())
        except (OSError, ValueError):
            return {}

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        if self.handle is not None:
            os.close(self.handle)
            self.handle = None


class Servers:
    def __init__(self, state, *, throwaway: bool = False):
        self.places = Places.of(state)
        self.places.create()
        self.postgres = Postgres(self.places, throwaway=throwaway)
        self.valkey = Valkey(self.places)
        self.lock = Lock(self.places.lock)
        self.own = {
            "DATABASE_URL": database_url(self.places, self.postgres.password),
            "REDIS_URL": f"unix://{self.places.valkey_socket}",
            "SECRET_KEY": make_secret(self.places.keys / "secret"),
        }

    @property
    def parts(self) -> list:
        """The servers that are ours to start: another address in the environment means that somebody else runs it."""
        ours = {"DATABASE_URL": self.postgres, "REDIS_URL": self.valkey}
        return [server for name, server in ours.items() if os.environ.get(name, self.own[name]) == self.own[name]]

    def environment(self) -> dict[str, str]:
        """The addresses and the secret for Django's settings; what was given from outside stays."""
        given = {name: os.environ[name] for name in self.own if name in os.environ}
        return {"PORTAL_STATE": str(self.places.state)} | self.own | given

    def answer(self) -> bool:
        return all(server.answers() for server in self.parts)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Starts what is ours to start and stops it at the end, whatever happens in between."""
        try:
            for server in self.parts:
                server.start()
            yield
        finally:
            self.stop()

    def stop(self) -> None:
        for server in reversed(self.parts):
            server.stop()


def database_url(places: Places, password: str) -> str:
    """In the form that django-environ understands for unix sockets: the folder stands before the name."""
    return f"postgres://{USER}:{password}@/{quote(str(places.postgres_socket))}/{DATABASE}"
