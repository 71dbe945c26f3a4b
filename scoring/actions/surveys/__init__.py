"""Deeds of surveys: the pool, meetings with draw, slips and box, counting, opinions, public ratings."""
