"""What people do in supervision, one function per deed."""

from monitoring.actions.cards import answer, close
from monitoring.actions.duty import begin_duty, hand_over_duty, note_duty
from monitoring.actions.platform import resolve_fault
from monitoring.actions.room import acknowledge

__all__ = ["acknowledge", "answer", "begin_duty", "close", "hand_over_duty", "note_duty", "resolve_fault"]
