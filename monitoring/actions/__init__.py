"""What people do in supervision, one function per deed."""

from monitoring.actions.cards import answer, close

__all__ = ["answer", "close"]
