"""Deeds of indicators: goals, tasks, progress, notices of delay, weekly reports."""
