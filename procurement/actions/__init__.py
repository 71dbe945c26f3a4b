"""Deeds of trading; call them from here. Disputes are `objecting.lodge`, `complaining.file` and so on."""

from procurement.actions import complaining, objecting
from procurement.actions.after import guarantees_returned, publish_contract, report, supplement
from procurement.actions.clarifying import clarify
from procurement.actions.course import advance, confirm
from procurement.actions.registering import (
    Application,
    Firm,
    end_representation,
    hand_in,
    register_party,
    represent,
)
from procurement.actions.standing import fail, reissue, resume, suspend, terminate

__all__ = [
    "Application",
    "Firm",
    "advance",
    "clarify",
    "complaining",
    "confirm",
    "end_representation",
    "fail",
    "guarantees_returned",
    "hand_in",
    "objecting",
    "publish_contract",
    "register_party",
    "reissue",
    "report",
    "represent",
    "resume",
    "supplement",
    "suspend",
    "terminate",
]
