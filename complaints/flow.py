"""The course of an order as plain data: the names of its clocks, its links, and limits that are not a term's."""

from django.utils.translation import gettext_lazy as _

DISPATCH = "order:dispatch"  # the hotline office owes the assignment
SIGN = "order:sign"  # the unit owes its word: accepted, or returned with a reason
NOTICE = "order:notice"  # the complainant is owed word of the acceptance
REPLY = "order:reply"  # the promise: the answer
SECOND = "order:second"  # the answer of the second handling
TRANSFER = "order:transfer"  # the receipt of an order passed to another discipline organ
PROMISE = "pledge"  # a step of what a unit promised in public
VISIT = "visit"  # a firm is visited in its quarter
TALK = "talk"  # an integrity talk is looked at again
REVIEW = "article:review"  # the unit says once a year whether an article of knowledge still holds

# What a clock measures, by its name.
CLOCKS = {
    DISPATCH: _("assignment by the hotline office"),
    SIGN: _("acceptance or return of the order"),
    NOTICE: _("word of the acceptance"),
    REPLY: _("answer to the order"),
    SECOND: _("answer of the second handling"),
    TRANSFER: _("receipt of a transferred order"),
    PROMISE: _("a step promised in public"),
    VISIT: _("visit to a firm in its quarter"),
    TALK: _("look after an integrity talk"),
    REVIEW: _("yearly review of an article"),
}

# The links of the line on the page of an order.
LINKS = [
    ("received", _("Order received")),
    ("assigned", _("Assigned")),
    ("handling", _("Being handled")),
    ("replied", _("Answered")),
    ("closed", _("Closed")),
]

SIGN_HOURS = 24  # 退单 in clock hours, 安阳市12345热线办法 第五十条
TRANSFER_DAYS = 15  # calendar days to route and confirm a transfer, 信访工作条例第二十二条
DEFAULT_AFTER_DAYS = 7  # calendar days of silence after an answer: basically satisfied by default (广东试行规则)
REOPEN_DAYS = 30  # calendar days after the closing in which the complainant may open it again
ASSIST_BEFORE = 2  # working days by which an assisting unit answers before the lead has to
MOST_FILES = 6  # attachments of one order
REVIEW_DAYS = 365  # calendar days from one review of an article of knowledge to the next
REPEATED, REPEAT_DAYS = 3, 90  # so many orders about one matter in so many days are supervised (济南条例 第二十八条)


def clock_in_words(name: str) -> str:
    """What the clock of this name measures; "" for one that is not ours."""
    return str(CLOCKS.get(name, ""))
