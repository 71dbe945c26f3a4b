"""FF-07 to FF-13 虚报冒领: what the checks of lists find (`funds.rows`), how it is told, and what it rests on."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.detectors.base import PERCENT, PERSONS, Detector
from funds.models.flags import Level
from funds.money import yuan
from records.parameters import Parameter

POINT = "fund_subsidy"
LAW = "《财政违法行为处罚处分条例》第六条"


def told(words):
    """Explain by one sentence; amounts in yuan are there under `sum` and `due`."""

    def explain(said: dict) -> str:
        amounts = {"sum": yuan(said["value"]), "due": yuan(said.get("due"))}
        return _(words) % (said | amounts)

    return explain


def dead(said: dict) -> str:
    if said.get("to_recover"):
        words = _(
            "%(programme)s was paid for %(periods)s after the death of the recipient; %(sum)s are to be recovered."
        )
        return words % (said | {"periods": "、".join(day[:7] for day in said["periods"]), "sum": yuan(said["value"])})
    words = _("%(programme)s for %(period)s: the recipient died on %(died)s, the last month paid is %(last)s.")
    return words % (said | {"period": said["period"][:7], "last": said["last_month"][:7]})


def shared(said: dict) -> str:
    words = _("The account %(account)s stands for %(value)s people outside one household: %(others)s and this row.")
    return words % (said | {"others": "、".join(said["others"])})


FAMILIES = (
    Parameter("percent", gettext_lazy("percent of the rows of a list"), 30, 1, 100),
    Parameter("least", gettext_lazy("rows at least"), 3, 1, 100),
)
RULES = [
    Detector(
        "FF-07",
        gettext_lazy("Paid twice"),
        POINT,
        Level.WARNING,
        LAW,
        gettext_lazy("The same person stands twice in one programme and period, also in two villages."),
        told(
            gettext_lazy(
                "%(programme)s: the person stands in the list %(other_roll)s of %(other_village)s as well (%(sum)s)."
            )
        ),
        about="rollline",
    ),
    Detector(
        "FF-08",
        gettext_lazy("One account for several people"),
        POINT,
        Level.WARNING,
        LAW,
        gettext_lazy("One bank account stands for several people who are not of one household."),
        shared,
        unit=PERSONS,
        about="rollline",
    ),
    Detector(
        "FF-09",
        gettext_lazy("Paid after death"),
        POINT,
        Level.WARNING,
        LAW + "；各项补贴的停发规定",
        gettext_lazy("Listed or paid for a time after the month of death."),
        dead,
        about="rollline",
    ),
    Detector(
        "FF-10",
        gettext_lazy("Programmes that exclude each other"),
        POINT,
        Level.WARNING,
        "《社会救助暂行办法》；《特困人员认定办法》",
        gettext_lazy("The person is in another programme of the same time that excludes this one."),
        told(
            gettext_lazy("%(programme)s: the person is in %(other_programme)s at the same time (list %(other_roll)s).")
        ),
        about="rollline",
    ),
    Detector(
        "FF-11",
        gettext_lazy("Public employee"),
        POINT,
        Level.WARNING,
        LAW,
        gettext_lazy("The recipient is paid by the state already."),
        told(gettext_lazy("%(programme)s: the person stands in the list of public employees (%(works_for)s).")),
        about="rollline",
    ),
    Detector(
        "FF-12",
        gettext_lazy("Families of cadres"),
        POINT,
        Level.WARNING,
        "《农村基层干部廉洁履行职责若干规定（试行）》第四条",
        gettext_lazy("A large share of a list belongs to families of village cadres."),
        told(
            gettext_lazy(
                "%(programme)s in %(village)s: %(families)s of %(rows)s rows belong to families of cadres, "
                "%(value)s %% (limit %(threshold)s %%)."
            )
        ),
        unit=PERCENT,
        about="roll",
        parameters=FAMILIES,
    ),
    Detector(
        "FF-13",
        gettext_lazy("Amount is not area × rate"),
        POINT,
        Level.WARNING,
        LAW,
        gettext_lazy("The amount of a row is not the area times the rate of the programme."),
        told(gettext_lazy("%(programme)s: %(sum)s are asked for, %(due)s are due.")),
        about="rollline",
    ),
]
