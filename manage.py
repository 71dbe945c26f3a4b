#!/usr/bin/env python3
"""Django's command line, with the embedded database around it where no other one is named."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.embedded.door import execute

    sys.exit(execute(sys.argv))
