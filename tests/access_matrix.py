"""Who gets what at every address: GET/POST status per kind of person. Default deny: 302 asks to sign in, 403 says no,
404 does not even say that the object exists, 405 and 422 mean that the person is entitled to ask.

The object behind an address belongs to the first bureau and to the owner; `stranger` is a clerk of another bureau.
An address that is missing fails the walk. The rows stand in tests/access/matrix/, a file an app: address, then a
status for each of the columns.
"""

from pathlib import Path

COLUMNS = [
    "anonymous",
    "owner",
    "other_citizen",
    "clerk",
    "reviewer",
    "approver",
    "head",
    "stranger",
    "inspector",
    "leader",
    "system_admin",
    "security_admin",
    "audit_admin",
    "operator",
    "dispatcher",
    "bidder",
    "centre",
    "finance",
]

ROWS = Path(__file__).parent / "access" / "matrix"
MATRIX = "".join(file.read_text("utf-8") for file in sorted(ROWS.glob("*.txt")))
