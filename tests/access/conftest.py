"""The world of the access walk."""

from tests.access.world import world

__all__ = ["world"]
