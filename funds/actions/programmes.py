"""Subsidy programmes and their terms: proposed by one person, signed by another at the finance bureau of the fund.

Terms hold from the first day of a period. No list of that period or of a later one may have been begun before, so
nothing that was listed, shown or paid is ever reckoned anew.
"""

from dataclasses import asdict, dataclass, field
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Organisation
from funds.actions.common import positive
from funds.models import Fund, Programme, ProgrammeVersion
from funds.models.programmes import TERMS, first_day
from funds.permissions.subsidies import can_propose_programme, can_sign_programme
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused

MOST_DAYS = 60  # working days of publicity
RELATED = ("programme", "fund__finance", "manager")


@dataclass(frozen=True)
class Wish:
    """Terms as somebody wrote them; `rate` in fen, `valid_from` any day of the period, `exclusive` programmes."""

    basis: str
    way: str
    rate: int
    valid_from: date
    area_unit: str = "亩"
    economic_class: str = "30305"
    youngest: int | None = None
    oldest: int | None = None
    bars_employees: bool = True
    publicity_days: int = 7
    stop_months: int = 0
    is_open: bool = True
    exclusive: list = field(default_factory=list)

    def terms(self) -> dict:
        return {name: value for name, value in asdict(self).items() if name in TERMS}


def check_wish(wish: Wish):
    positive(wish.rate, "rate")
    needed(wish.basis, "basis")
    needed(wish.economic_class, "economic_class")
    if wish.way == Programme.Way.AREA:
        needed(wish.area_unit, "area_unit")
    if None not in (wish.youngest, wish.oldest) and wish.youngest > wish.oldest:
        raise Refused(None, _("The oldest age lies below the youngest."), field="oldest")
    if not 1 <= wish.publicity_days <= MOST_DAYS:
        words = _("The publicity takes from 1 to %(most)s working days.")
        raise Refused(None, words % {"most": MOST_DAYS}, field="publicity_days")


@deed(makes=True)
def propose_new(
    fund: Fund, wish: Wish, *, by, now, code: str, name: str, manager: Organisation, period: str, reason: str
) -> ProgrammeVersion:
    """Propose a new programme. Raises Refused for a code or name that is taken or waits for a signature."""
    may(can_propose_programme(by, fund, manager))
    check_wish(wish)
    free(code, name, fund)
    about = {"code": code, "name": needed(name, "name"), "fund": fund, "manager": manager, "period": period}
    return write(None, wish, about, by, now, reason)


def free(code: str, name: str, fund: Fund):
    if Programme.objects.filter(code=code).exists():
        raise Refused(None, _("There is a programme with this code already."), field="code")
    if Programme.objects.filter(name=name.strip(), fund=fund).exists():
        raise Refused(None, _("There is a programme with this name in the fund already."), field="name")


@deed(makes=True)
def propose_terms(programme: Programme, wish: Wish, *, by, now, reason: str) -> ProgrammeVersion:
    """Propose other terms for a standing programme, from a period on of which no list was begun."""
    programme = locked(programme)
    may(can_propose_programme(by, programme.fund, programme.manager))
    check_wish(wish)
    untouched(programme, first_day(programme.period, wish.valid_from))
    about = {name: getattr(programme, name) for name in ("code", "name", "fund", "manager", "period")}
    return write(programme, wish, about, by, now, reason)


def write(programme, wish: Wish, about: dict, by, now, reason: str) -> ProgrammeVersion:
    code = about["code"]
    if ProgrammeVersion.objects.waiting().filter(code=code).exists():
        raise Refused(None, _("Terms of this programme wait for a signature already."))
    last = ProgrammeVersion.objects.filter(code=code).aggregate(last=Max("number"))["last"] or 0
    as_actor(by)
    version = ProgrammeVersion.objects.create(
        **about,
        **wish.terms(),
        programme=programme,
        number=last + 1,
        excludes=sorted(other.code for other in wish.exclusive if other.code != code),
        valid_from=first_day(about["period"], wish.valid_from),
        reason=needed(reason, "reason", _("Give the reason."))[:300],
        proposed_at=now,
        proposed_by=by.user,
    )
    told = {"code": code, "rate": version.rate, "way": version.way, "valid_from": str(version.valid_from)}
    record("funds.programme.proposed", version, actor=by, now=now, **told)
    return version


def locked(programme: Programme) -> Programme:
    return for_update(programme, "fund__finance", "manager")


def untouched(programme: Programme, first: date):
    """Raise Refused where a list of this period or of a later one was begun already."""
    last = programme.rolls.aggregate(last=Max("period"))["last"]
    if last is not None and last >= first:
        words = _("Lists of %(last)s are begun already: other terms can hold from %(next)s on.")
        about = {"last": programme.in_words(last), "next": programme.in_words(programme.next_period(last))}
        raise Refused(None, words % about, field="valid_from")


def lock(version: ProgrammeVersion) -> ProgrammeVersion:
    return for_update(version, *RELATED)


@deed
def sign(version: ProgrammeVersion, *, by, now) -> ProgrammeVersion:
    """A second person puts the terms into force; a new programme begins with them."""
    version = lock(version)
    another(by, version.proposed_by_id)
    may(can_sign_programme(by, version))
    if version.programme is None:
        version.programme = begin(version)
    else:
        programme = locked(version.programme)
        untouched(programme, version.valid_from)
        Programme.objects.filter(pk=programme.pk).update(is_open=version.is_open)
    version.programme.exclusive.set(Programme.objects.filter(code__in=version.excludes))
    version.sign()
    return decided(version, "signed", by, now)


def begin(version: ProgrammeVersion) -> Programme:
    free(version.code, version.name, version.fund)
    names = ["code", "name", "fund", "manager", "period", *TERMS]
    return Programme.objects.create(**{name: getattr(version, name) for name in names})


@deed
def refuse(version: ProgrammeVersion, *, by, now, reason: str) -> ProgrammeVersion:
    """The second person does not sign, and says why."""
    version = lock(version)
    another(by, version.proposed_by_id)
    may(can_sign_programme(by, version))
    version.refuse()
    version.answer = needed(reason, "reason")[:300]
    return decided(version, "refused", by, now)


@deed
def withdraw(version: ProgrammeVersion, *, by, now) -> ProgrammeVersion:
    """Who proposed it takes it back before it is signed."""
    version = lock(version)
    may(by.user is not None and by.user.pk == version.proposed_by_id)
    version.withdraw()
    return decided(version, "withdrawn", by, now)


def decided(version: ProgrammeVersion, name: str, by, now) -> ProgrammeVersion:
    as_actor(by)
    version.decided_at, version.decided_by = now, by.user
    version.save(update_fields=["state", "programme", "decided_at", "decided_by", "answer"])
    record(f"funds.programme.{name}", version, actor=by, now=now, code=version.code, answer=version.answer)
    return version
