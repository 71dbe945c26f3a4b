# ruff: noqa: INP001 - a folder of files for containers, no package
"""config.wsgi behind the nginx of this folder: the visitor's address is the one nginx saw.

Wrong sign-ins and wrong query codes are counted by address. Without this every visitor would have nginx's address, and
ten wrong codes of one person would close the progress page to all. Only nginx can reach this process, and it sets
X-Real-IP itself, so nobody else chooses what stands there.
"""

from config.wsgi import application as portal


def application(environ, start_response):
    environ["REMOTE_ADDR"] = environ.get("HTTP_X_REAL_IP") or environ["REMOTE_ADDR"]
    return portal(environ, start_response)
