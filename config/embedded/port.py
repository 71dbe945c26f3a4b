"""The address of the portal, and who has it if it is taken."""

import os
import socket
from pathlib import Path

from django.utils.translation import gettext as _

from config.embedded import EmbeddedError

HOST = "127.0.0.1"


def listen(port: int) -> socket.socket:
    """A listening socket on this machine. It outlives a crash of the web process, so visitors only wait."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(512)
    except (OSError, OverflowError) as error:
        listener.close()
        raise EmbeddedError(refusal(port)) from error
    return listener


def refusal(port: int) -> str:
    words = {"port": port, "other": port + 1 if port < 65535 else 8000, "pid": holder(port)}
    if words["pid"]:
        return _("Port %(port)s is used by process %(pid)s. Choose another one: --port %(other)s") % words
    return _("Port %(port)s cannot be used. Choose another one: --port %(other)s") % words


def holder(port: int) -> int:
    """The process that listens on the port, 0 if it cannot be seen (it may belong to another user)."""
    inodes = {f"socket:[{inode}]" for table in ("tcp", "tcp6") for inode in listeners(Path("/proc/net", table), port)}
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if os.readlink(link) in inodes:
                return int(link.parts[2])
        except OSError:
            continue
    return 0


def listeners(table: Path, port: int) -> list[str]:
    """Inodes of the sockets that listen on the port, from /proc/net/tcp (state 0A is LISTEN)."""
    rows = [line.split() for line in table.read_text().splitlines()[1:]] if table.exists() else []
    return [row[9] for row in rows if row[3] == "0A" and int(row[1].rpartition(":")[2], 16) == port]
