"""What stands behind the addresses of administration: a right and a reorganisation that wait, an open review."""

from datetime import date

from accounts.models import Role, User
from administration.actions import granting, reorganising, reviewing
from administration.actions.granting import Wanted
from administration.actions.reorganising import Ordered
from tests.conftest import at, employ

NOW, DAY = at("2026-03-03"), date(2026, 3, 3)


def governed(people, county, bureau) -> dict:
    """The arguments of the addresses of administration."""
    second = employ("p-security-2", "某安全", county, Role.SECURITY_ADMIN)
    newcomer = User.objects.create_user(username="p-newcomer", name="新同志", password="x")
    about = {"reason": "工作需要", "document_number": "云人社〔2026〕3号", "from_on": DAY}
    wanted = Wanted(user=newcomer, role=Role.CLERK, **about)
    grant = granting.propose(bureau, by=second, now=NOW, wanted=wanted)
    ordered = Ordered("rename", "云编〔2026〕1号", "机构改革", date(2026, 12, 1), "云溪县市场监管局", "市监局")
    row = reorganising.propose(bureau, by=people["system_admin"], now=NOW, ordered=ordered)
    review = {"year": 2026, "basis": "云委办〔2026〕2号", "due_on": date(2026, 4, 1)}
    campaign = reviewing.begin(county, by=second, now=NOW, **review)
    line = campaign.confirmations.get(post=people["clerk"].post)
    return {
        "administration:post": [people["clerk"].post.pk],
        "administration:post_deed": [people["clerk"].post.pk, "end"],
        "administration:grant": [grant.pk],
        "administration:grant_deed": [grant.pk, "activate"],
        "administration:unit": [bureau.code],
        "administration:reorganise": [bureau.code, "merge"],
        "administration:reorganisation": [row.pk],
        "administration:reorganisation_deed": [row.pk, "confirm"],
        "administration:campaign": [campaign.year],
        "administration:confirmation": [line.pk],
        "administration:confirmation_deed": [line.pk, "confirm"],
    }
