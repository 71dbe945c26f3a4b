"""Deeds of scoring, each under its own name."""
