"""The whole portal on one machine: database, demo county, pages, background work."""

import contextlib
import hashlib
import http.client
import importlib
import signal
import socket

import uvicorn
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command, get_commands
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.celery import app as celery_app
from config.embedded import EmbeddedError
from config.embedded.port import HOST, listen
from config.embedded.servers import Servers
from config.embedded.supervisor import Supervisor, Worker

DEMO_KEYS = "demo-keys"  # as config.demo.keyring names it, which a county's own installation does not have
WORKER = ["worker", "--pool=threads", "--concurrency=2", "--loglevel=warning", "--without-gossip", "--without-mingle"]


class Command(BaseCommand):
    help = gettext_lazy("Runs the whole portal on this machine.")
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help=_("where the pages are served"))
        parser.add_argument("--state", help=_("folder of the embedded database (PORTAL_STATE)"))
        parser.add_argument("--quiet", action="store_true", help=_("without simulated visitors"))
        parser.add_argument("--empty", action="store_true", help=_("for a real county: without the demo county"))
        parser.add_argument("--no-load", action="store_true", help=_("leave the database as it is"))

    def handle(self, *args, port, quiet, empty, no_load, **options):
        self.address = f"http://{HOST}:{port}/"
        self.port = port
        end_orderly()
        servers = Servers(settings.STATE_DIR)
        with servers.lock:
            self.take(servers)
            with listen(port) as listener:
                self.say(_("Starting the database …"))
                with servers.running():
                    self.prepare(first_data(empty, no_load))
                    workers = parts_of_the_portal(listener, servers.places.logs, simulate=not (quiet or empty))
                    Supervisor(servers, workers, self.say).run(self.is_ready, self.announce)
        self.say(_("Stopped."))

    def take(self, servers: Servers) -> None:
        if servers.lock.take(what="demo", address=self.address):
            return
        holder = {"pid": "?", "what": "?", "address": ""} | servers.lock.holder()
        if holder["address"]:
            raise EmbeddedError(_("The portal is already running: %(address)s (process %(pid)s)") % holder)
        raise EmbeddedError(_("The database is in use by “manage.py %(what)s” (process %(pid)s).") % holder)

    def say(self, text: str) -> None:
        try:
            self.stdout.write(text)
            self.stdout.flush()
        except OSError:
            self.stdout._out = open("/dev/null", "w")  # noqa: SIM115  # the terminal is gone; the portal goes on

    def prepare(self, command: str | None) -> None:
        """Brings the database and the static files to the present state; quick when they are."""
        if migrations_wait():
            self.say(_("Preparing the tables …"))
            call_command("migrate", interactive=False, verbosity=0)
        if command and not get_user_model().objects.exists():
            self.say(_("Loading the first data, this takes a moment …"))
            call_command(command)
        stamp = settings.STATE_DIR / "static.stamp"
        present = static_digest()
        if not stamp.exists() or stamp.read_text() != present:
            self.say(_("Collecting the static files …"))
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(present)
        connections.close_all()

    def is_ready(self) -> bool:
        """Do pages come? Whatever the page says: a fault of the page is for its visitors to see."""
        line = http.client.HTTPConnection(HOST, self.port, timeout=2)
        try:
            line.request("GET", "/")
            return bool(line.getresponse().status)
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    def announce(self) -> None:
        self.say(_("The portal is running: %(address)s") % {"address": self.address})
        for account in demo_accounts() if settings.DEMO else ():
            self.say(f"  {account.username:<14}{account.password:<16}{account.who}")
        if (keys := settings.STATE_DIR / DEMO_KEYS).exists():
            self.say(_("Key files of the invented bidders: %(folder)s") % {"folder": keys})
        self.say(_("Press Ctrl-C to stop."))


def end_orderly() -> None:
    """During the preparations a signal ends the command by the way that stops the servers."""

    def end(number, frame):
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, end)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def first_data(empty: bool, no_load: bool) -> str | None:
    """The command that fills an empty database, if there is one."""
    command = "init_county" if empty else "load_demo"
    return command if not no_load and command in get_commands() else None


def migrations_wait() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def static_digest() -> str:
    """Changes when a static file comes, goes or is edited."""
    found = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = storage.path(name), storage.get_modified_time(name), storage.size(name)
            found.update(repr(state).encode())
    return found.hexdigest()


def demo_accounts() -> list:
    """The people of the demo county; a county's own installation has none."""
    with contextlib.suppress(ModuleNotFoundError):
        return importlib.import_module("config.demo.accounts").ACCOUNTS
    return []


def parts_of_the_portal(listener: socket.socket, logs, *, simulate: bool) -> list[Worker]:
    """What runs beside the two servers. Everything heavy is imported here, once, before the processes are forked."""
    application = importlib.import_module("config.asgi").application
    importlib.import_module(settings.ROOT_URLCONF)
    schedule = settings.STATE_DIR / "beat"
    workers = {
        "web": lambda: serve(application, listener),
        "worker": lambda: celery_app.worker_main(WORKER),
        "beat": lambda: celery_app.start(["beat", "--pidfile=", f"--schedule={schedule}", "--loglevel=warning"]),
    }
    commands = {"seal": ["--loop"]} | ({"simulate": []} if simulate else {})
    for name in commands.keys() & get_commands().keys():
        workers[name] = lambda name=name: call_command(name, *commands[name])
    return [Worker(name, work, logs) for name, work in workers.items()]


def serve(application, listener: socket.socket) -> None:
    """Pages and WebSockets until SIGTERM. Sockets that stay open are cut after a moment."""
    config = uvicorn.Config(
        application,
        lifespan="off",
        ws_per_message_deflate=False,  # the board sends small frames to many: packing each would cost a core
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=2,
    )
    uvicorn.Server(config).run(sockets=[listener])
