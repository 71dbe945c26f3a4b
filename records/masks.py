"""What strangers may read of names and of what people wrote."""

import re

LONGEST_PERSON = 4  # signs; longer names are companies
STAFF_WORD = "工作人员"  # in the place of a name of the staff
LONG_NUMBER = re.compile(r"[0-9０-９Xx][0-9０-９Xx\- ]{4,}[0-9０-９Xx]")  # telephones, identity and account numbers
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def masked(name: str) -> str:
    """张* for a person, 云溪*** for a company."""
    return f"{name[0]}*" if len(name) <= LONGEST_PERSON else f"{name[:2]}***"


def without_numbers(text: str) -> str:
    """The text with telephones, identity numbers and mail addresses made unreadable."""
    return LONG_NUMBER.sub("***", MAIL.sub("***", text))
