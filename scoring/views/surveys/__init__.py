"""Pages of surveys: the desk, meetings, opinions, what everybody sees."""
