"""Compiled releases of OCDS for tests, written short."""

import json
from itertools import count

serial = count(1)


def bid(code, amount=None, *, status="valid", currency="CNY", date="2026-03-20T09:00:00+08:00", **more) -> dict:
    value = {} if amount is None else {"value": {"amount": amount, "currency": currency}}
    return {"id": f"b{next(serial)}", "status": status, "date": date, "tenderers": [{"id": code}]} | value | more


def release(ocid=None, *, bids=(), winner=None, amount=None, buyer="T", tender=None, **more) -> dict:
    """One process; `bids` as a mapping of code to amount, or as bids."""
    ocid = ocid or f"ocds-x-{next(serial)}"
    details = [bid(code, price) for code, price in bids.items()] if isinstance(bids, dict) else list(bids)
    period = {"startDate": "2026-03-01T00:00:00+08:00", "endDate": "2026-03-23T09:30:00+08:00"}
    about = {"id": ocid, "procurementMethod": "open", "mainProcurementCategory": "works", "tenderPeriod": period}
    found = {
        "ocid": ocid,
        "id": f"{ocid}-1",
        "date": "2026-04-01T00:00:00+08:00",
        "tag": ["compiled"],
        "initiationType": "tender",
        "buyer": {"id": buyer},
        "tender": about | (tender or {}),
        "bids": {"details": details},
    }
    if winner:
        award = {"id": "a1", "status": "active", "suppliers": [{"id": winner}]}
        if amount is not None:
            award["value"] = {"amount": amount, "currency": "CNY"}
        found["awards"] = [award]
    return found | more


def write(path, *rows):
    """A file of these rows: objects as JSON, text and bytes as they are."""
    with path.open("wb") as file:
        for row in rows:
            line = row if isinstance(row, bytes) else (row if isinstance(row, str) else json.dumps(row)).encode()
            file.write(line + b"\n")
    return path
