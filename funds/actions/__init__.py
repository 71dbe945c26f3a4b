"""Deeds on public funds, each under its own name: `from funds import actions`."""

from funds.actions.ledger import arrive, close_period, give_back

__all__ = ["arrive", "close_period", "give_back"]
