"""Open Contracting Data Standard 1.1: reading compiled releases, the indicators of Cardinal, writing releases."""
