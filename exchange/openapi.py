"""The description of the interface (OpenAPI 3.1), written from the vocabulary that reads the events."""

import inspect
from collections.abc import Callable

from django.forms import DateField

from exchange import limits
from exchange.words import TYPES
from funds.actions.importing import MOST
from funds.forms.movements import MovementForm
from funds.movements import WORDS
from monitoring import events as vocabulary
from records.fields import FenField

DAYS = {"type": "integer", "minimum": 0, "maximum": vocabulary.MOST_DAYS}
TEXT = {"type": "string", "minLength": 1, "maxLength": vocabulary.TEXT}
OPTIONAL_TEXT = {"type": ["string", "null"], "maxLength": vocabulary.TEXT}
CODES = {"type": ["array", "null"], "maxItems": vocabulary.MOST_CODES, "items": TEXT}
MONEY = {"type": ["number", "string"], "description": "yuan, at most two decimals", "minimum": 0}

# How each reader of the vocabulary looks from outside.
SCHEMAS: dict[Callable, dict] = {
    vocabulary.text: TEXT,
    vocabulary.words: OPTIONAL_TEXT,
    vocabulary.long_words: {"type": ["string", "null"], "maxLength": vocabulary.LONG},
    vocabulary.days: DAYS,
    vocabulary.some_days: DAYS | {"minimum": 1},
    vocabulary.days_or_none: DAYS | {"type": ["integer", "null"]},
    vocabulary.stars: {"type": "integer", "minimum": 1, "maximum": 5},
    vocabulary.money: MONEY,
    vocabulary.truth: {"type": ["boolean", "null"]},
    vocabulary.codes: CODES,
    vocabulary.ORDER_KEYS["kind"]: {"enum": [*vocabulary.ORDERS, None]},
    vocabulary.RESUME_KEYS["kind"]: {"enum": [*vocabulary.PAUSES, None]},
}
COMMON = {
    "id": TEXT | {"description": "unique per source"},
    "at": {"type": "string", "format": "date-time", "description": "ISO 8601 with offset"},
    "organisation": OPTIONAL_TEXT,
    "actor": OPTIONAL_TEXT,
    "item": OPTIONAL_TEXT,
}
ERROR = {
    "type": "object",
    "properties": {"line": {"type": ["integer", "null"]}, "field": {"type": "string"}, "error": {"type": "string"}},
}


def schema_of(reader: Callable) -> dict:
    """The JSON schema of one key. A choice and a table tell what they hold in what they closed over."""
    if reader in SCHEMAS:
        return SCHEMAS[reader]
    inside = inspect.getclosurevars(reader).nonlocals
    if "choices" in inside:
        return {"enum": list(inside["choices"])}
    row = {"code": TEXT, inside["name"]: schema_of(inside["read"])}
    return {
        "type": ["array", "null"],
        "items": {"type": "object", "properties": row, "required": list(row)},
    }


def is_required(reader: Callable, name: str) -> bool:
    """Does the reader refuse an event without this key?"""
    try:
        reader(None, name)
    except vocabulary.EventError:
        return True
    return False


def event_schema(kind: str) -> dict:
    """The schema of one kind of event."""
    keys = vocabulary.KINDS[kind]
    about = vocabulary.ABOUT.get(kind.partition(".")[0], "case")
    properties = COMMON | {"type": {"const": kind}, about: TEXT}
    properties |= {name: schema_of(reader) for name, reader in keys.items()}
    required = ["id", "at", "type", about, *(name for name, reader in keys.items() if is_required(reader, name))]
    described = {"title": kind, "description": str(TYPES.get(kind, kind)), "type": "object"}
    return described | {"properties": properties, "required": list(dict.fromkeys(required))}


def name_of(kind: str) -> str:
    return kind.replace(".", "_")


def description(address: str) -> dict:
    """The whole document; `address` is where this portal answers."""
    schemas = {name_of(kind): event_schema(kind) for kind in vocabulary.KINDS}
    schemas["event"] = {
        "oneOf": [{"$ref": f"#/components/schemas/{name_of(kind)}"} for kind in vocabulary.KINDS],
        "discriminator": {
            "propertyName": "type",
            "mapping": {kind: f"#/components/schemas/{name_of(kind)}" for kind in vocabulary.KINDS},
        },
    }
    schemas["error"] = ERROR
    schemas["movement"] = movement_schema()
    return {
        "openapi": "3.1.0",
        "info": {"title": "Events of other systems", "version": "1"},
        "servers": [{"url": address}],
        "security": [{"token": []}],
        "paths": {
            "/api/v1/events": {"post": operation()},
            "/api/v1/funds/{code}/movements": {"post": movements()},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas,
        },
    }


def operation() -> dict:
    event = {"$ref": "#/components/schemas/event"}
    error = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/error"}}}}
    return {
        "operationId": "deliver_events",
        "summary": "One event as JSON, or several as JSON lines",
        "parameters": [
            {"name": "Idempotency-Key", "in": "header", "schema": TEXT, "description": "the id of a single event"},
            {"name": "skip_bad", "in": "query", "schema": {"type": "boolean"}, "description": "store the good lines"},
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": event}, "application/x-ndjson": {"schema": event}},
        },
        "responses": {
            "201": {"description": "something was new"},
            "200": {"description": "everything was known already"},
            "401": {"description": "no valid token"},
            "403": {"description": "the source system is stopped"},
            "413": {"description": f"more than {limits.MOST_BYTES} bytes or {limits.MOST_LINES} lines"},
            "422": {"description": "the first line that is wrong; nothing was stored"} | error,
            "429": {"description": f"more than {limits.PER_MINUTE} deliveries in a minute"},
        },
    }


def movement_schema() -> dict:
    """A movement of a public fund, as the form reads it."""
    properties = {}
    for name, field in MovementForm.base_fields.items():
        properties[name] = {"type": "string", "title": str(field.label)}
        if isinstance(field, DateField):
            properties[name]["format"] = "date"
        elif isinstance(field, FenField):
            properties[name] = MONEY | {"title": str(field.label)}
        else:
            properties[name]["maxLength"] = field.max_length
    properties["kind"] = {"enum": list(WORDS.values()), "title": "、".join(WORDS)}
    required = [name for name, field in MovementForm.base_fields.items() if field.required]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def movements() -> dict:
    """Movements of one fund: all are taken in or none, and booked when a person of finance agrees."""
    error = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/error"}}}}
    rows = {"type": "array", "maxItems": MOST, "items": {"$ref": "#/components/schemas/movement"}}
    body = {
        "type": "object",
        "properties": {"count": {"type": "integer", "minimum": 1}, "total": MONEY, "movements": rows},
        "required": ["count", "total", "movements"],
    }
    return {
        "operationId": "deliver_movements",
        "summary": "Movements of a public fund, with their number and sum",
        "parameters": [{"name": "code", "in": "path", "required": True, "schema": TEXT}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "201": {"description": "taken in; a person of finance books them"},
            "200": {"description": "all of them were delivered before"},
            "401": {"description": "no valid token"},
            "403": {"description": "the source system is stopped"},
            "404": {"description": "the source system does not speak for this fund"},
            "413": {"description": f"more than {limits.MOST_BYTES} bytes"},
            "422": {"description": "the first row that is wrong, and all others; nothing was taken"} | error,
            "429": {"description": f"more than {limits.PER_MINUTE} deliveries in a minute"},
        },
    }
