"""Ratings (好差评, GB/T 39735-2020): what is asked, the terms of the follow-up, the rates, what the public reads."""

from dataclasses import dataclass

from django.db.models import Avg, Count, Q
from django.utils.translation import gettext_lazy as _

from approvals.models import Case, Channel, Rating, Result
from records.masks import STAFF_WORD, masked, without_numbers

DEFAULT_AFTER_DAYS = 7  # calendar days without a rating, then "basically satisfied" (Guangdong trial rule)
CONTACT_DAYS = 1  # working days until the unit has spoken with a dissatisfied applicant (安阳市 第五十二条)
RECTIFY_DAYS = 15  # working days from the rating until it is put right
VISIT_DAYS = 5  # working days from then on until somebody else has asked again
CONTACT, RECTIFY, VISIT = "step:contact", "step:rectify", "step:visit"  # clocks of the case

# What is rated besides the whole: the words of the standard for the two ways to apply.
ASPECTS = {
    Channel.ONLINE: [
        ("overall", _("The service as a whole")),
        ("efficiency", _("How fast it went")),
        ("guide", _("Was the service guide right?")),
        ("convenience", _("How easy it was")),
        ("operation", _("How well the website worked")),
    ],
    Channel.WINDOW: [
        ("overall", _("The service as a whole")),
        ("efficiency", _("How fast it went")),
        ("level", _("Did the staff know their business?")),
        ("attitude", _("How you were treated")),
    ],
}
RATED_AFTER = [Case.State.DELIVERED, Case.State.REFUSED]


def is_rateable(case: Case) -> bool:
    """Has the applicant got what there was to get: the result, a refusal, or a denial?"""
    return case.state in RATED_AFTER or (case.state == Case.State.DECIDED and case.result == Result.DENIED)


def rating_of(case: Case) -> Rating | None:
    return Rating.objects.filter(case=case).first()


@dataclass(frozen=True)
class Rates:
    """The four rates of a set of ratings with what they are counted from. A rate is a share of 0 to 1, or None.

    `good_rate` and `active_rate` leave ratings by default out of what was said; a bad rating is one or two stars.
    """

    active: int
    by_default: int
    good: int
    bad: int
    rectified: int
    visited: int
    average: float | None

    @property
    def good_rate(self):
        """好评率: three stars and more among the ratings that people gave."""
        return share(self.good, self.active)

    @property
    def active_rate(self):
        """主动评价率: ratings that people gave among all ratings, those by default included."""
        return share(self.active, self.active + self.by_default)

    @property
    def rectified_rate(self):
        """整改率: bad ratings put right among all bad ratings."""
        return share(self.rectified, self.bad)

    @property
    def visited_rate(self):
        """回访率: bad ratings visited back among all bad ratings."""
        return share(self.visited, self.bad)


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


GIVEN = Q(is_default=False)
SUMS = {
    "active": Count("pk", filter=GIVEN),
    "by_default": Count("pk", filter=~GIVEN),
    "good": Count("pk", filter=GIVEN & Q(stars__gte=Rating.Stars.FAIR)),
    "bad": Count("pk", filter=Q(stars__lte=Rating.Stars.BAD)),
    "rectified": Count("pk", filter=Q(stars__lte=Rating.Stars.BAD, rectified_at__isnull=False)),
    "visited": Count("pk", filter=Q(stars__lte=Rating.Stars.BAD, visited_at__isnull=False)),
    "average": Avg("stars", filter=GIVEN),
}


def rates(ratings) -> Rates:
    """The rates of these ratings, with one statement."""
    return Rates(**ratings.order_by().aggregate(**SUMS))


def rates_by_unit(ratings) -> list[tuple[str, Rates]]:
    """Name of the unit and its rates, units with most ratings given first; one statement."""
    rows = ratings.order_by().values("organisation__name", "organisation__code").annotate(**SUMS)
    made = [(row.pop("organisation__code"), row.pop("organisation__name"), Rates(**row)) for row in rows]
    return sorted(made, key=lambda row: (-row[2].active, row[0]))


def public_words(rating: Rating) -> str:
    """The comment as everybody may read it: no numbers, addresses or names of the people of the case."""
    case, text = rating.case, without_numbers(rating.comment)
    for person in filter(None, [case.clerk, case.reviewer, case.approver]):
        text = text.replace(person.name, STAFF_WORD) if person.name else text
    return text.replace(case.applicant_name, masked(case.applicant_name))
