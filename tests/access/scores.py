"""What stands behind the addresses of scores: a published round that scored the first bureau, and an open one."""

from datetime import date
from types import SimpleNamespace

from accounts.models import Organisation, Role
from scoring.actions import consequences, reviews, schemes
from scoring.models import Consequence, Mark, Scheme
from tests.conftest import employ
from tests.scoring.sheets import THEN, begun, item_of, mark, published, sheet_of


def scored(people, county, bureau) -> dict:
    """The arguments of the addresses of scores. The office itself does not walk: those whom it scores do."""
    about = {"name": "云溪县绩效考评办公室", "short_name": "考评办", "level": "department", "business": "appraisal"}
    unit = Organisation.objects.create(code="kpb", parent=county, **about)
    clerk, head = employ("s-clerk", "考小评", unit, Role.CLERK), employ("s-head", "平主任", unit, Role.HEAD)
    office = SimpleNamespace(unit=unit, clerk=clerk, head=head)
    rules = [{"when": {"below": 80}, "do": ["rectify"]}]
    round = begun(office, [bureau, people["stranger"].organisation], parameters={"consequences": rules})
    sheet = sheet_of(round, bureau)
    mark(office, sheet, Mark.Kind.PART, 30, item=item_of(round))
    published(office, round)
    row = consequences.confirm(Consequence.objects.get(), by=head, now=THEN)
    line = sheet.marks.get()
    review = reviews.ask(sheet, by=people["head"], now=THEN, grounds="台账齐全", mark=line)
    reviews.propose(review, by=clerk, now=THEN, outcome="refuse", opinion="没有依据")
    begin = {"first": date(2026, 7, 1), "last": date(2026, 12, 31)}
    collecting = begun(office, [bureau], Scheme.objects.get(code="departments"), **begin)
    draft = schemes.draft(round.scheme, by=clerk, now=THEN)
    return {
        "disclosure:ranking": [round.pk],
        "scoring:round": [round.pk],
        "scoring:report": [round.pk],
        "scoring:round_deed": [collecting.pk, "count"],
        "scoring:import_marks": [collecting.pk],
        "scoring:marks_pattern": [collecting.pk],
        "scoring:sheet": [sheet.pk],
        "scoring:sheet_paper": [sheet.pk],
        "scoring:ask_review": [sheet.pk],
        "scoring:sheet_deed": [sheet.pk, "bonus"],
        "scoring:mark": [line.pk],
        "scoring:mark_deed": [line.pk, "confirm"],
        "scoring:scheme": [draft.pk],
        "scoring:edit_scheme": [draft.pk],
        "scoring:scheme_deed": [draft.pk, "sign"],
        "scoring:review": [review.pk],
        "scoring:review_deed": [review.pk, "decide"],
        "scoring:consequence": [row.pk],
        "scoring:consequence_deed": [row.pk, "answer"],
        "scoring:letter": [row.pk],
    }
