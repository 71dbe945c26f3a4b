"""Runs the named measurements (all without a name) on servers of its own in a folder that is thrown away."""

import argparse
import importlib
import os
import sys
import tempfile

CASES = [
    "calendar",
    "transition",
    "sweep",
    "push",
    "lists",
    "site",
    "replay",
    "exchange",
    "red_flags",
    "funds",
    "ranking",
]
PAIRS = 9


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(CASES)}")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--quick", action="store_true", help="fewer pairs, small tables (the default sizes)")
    parser.add_argument("--full", action="store_true", help="large tables, longer pairs")
    options = parser.parse_args()
    if unknown := set(options.names) - set(CASES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(CASES)}")
    with tempfile.TemporaryDirectory(prefix="mingjing-bench-") as folder:
        os.environ |= {"PORTAL_STATE": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        os.chmod(folder, 0o755)  # noqa: S103 -- PostgreSQL runs as nobody when we are root
        from config.embedded.door import database

        with database("bench"):
            measure(options)
    return 0


def measure(options):
    """Migrate the empty database and print one line per result."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from bench.measure import HEADER

    if not options.json:
        print(HEADER)
    for name in options.names or CASES:
        results = importlib.import_module(f"bench.cases.{name}").run(3 if options.quick else PAIRS, options.full)
        for result in results:
            print(result.as_json() if options.json else result, flush=True)


if __name__ == "__main__":
    sys.exit(main())
