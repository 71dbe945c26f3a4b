"""Runs a program that ends when its parent does, however the parent ended.

`python leash.py PARENT SIGNAL UID GID PROGRAM [ARGUMENT …]`

A wrapper instead of `preexec_fn`, because that is unsafe (and warns) in a process that has threads. The program
replaces the wrapper, so the process id stays and no memory is spent.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def tie_to(parent: int, signal_number: int) -> None:
    """Asks the kernel for `signal_number` at the death of `parent`; ends at once if it is dead already."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(signal_number))
    if os.getppid() != parent:
        os._exit(1)


def become(uid: int, gid: int) -> None:
    """Gives up root for good. Must come before `tie_to`: the kernel forgets the wish when the user changes."""
    if uid != os.geteuid():
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)


def ordinary_signals() -> None:
    """Undoes what Python and a supervisor that waits for signals leave behind for the next program."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for number in (signal.SIGPIPE, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def main(parent: str, signal_number: str, uid: str, gid: str, *program: str) -> None:
    become(int(uid), int(gid))
    tie_to(int(parent), int(signal_number))
    ordinary_signals()
    os.execv(program[0], program)  # noqa: S606  # no shell is wanted


if __name__ == "__main__":
    main(*sys.argv[1:])
