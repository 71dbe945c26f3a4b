"""Telling people: what is said (outbox), how it leaves the house (post, backends), what they see of it (pages)."""
