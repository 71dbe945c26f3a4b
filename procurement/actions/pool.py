"""The pool of experts: entered by one and confirmed by another, relations, points, appraisals."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from deadlines import holds
from procurement import parameters
from procurement.actions.common import may, today
from procurement.models import Appraisal, Deduction, Expert, Participation, Party, Relation, Speciality, Tender
from procurement.permissions_registers import can_appraise, can_confirm, can_keep_registers
from procurement.restrictions import months_later, restriction
from records.actions import SAME_PERSON, deed, record
from records.deeds import for_update, needed
from records.numbers import next_number
from records.refusal import Refused

MARKS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Person:
    """What is known of an expert."""

    name: str
    telephone: str
    employer_name: str
    specialities: tuple[Speciality, ...]
    rank: str = ""
    employer_party: Party | None = None
    employer_organisation: Organisation | None = None


@deed(makes=True)
def enter(centre, person: Person, *, by, now) -> Expert:
    """Write an expert down. It is in the pool when a second person has confirmed it."""
    may(can_keep_registers(by))
    needed(person.name, "name"), needed(person.employer_name, "employer_name")
    if not person.specialities:
        raise Refused(None, _("Choose one speciality at least."), field="specialities")
    if Expert.objects.filter(telephone=person.telephone).exclude(state=Expert.State.LEFT).exists():
        raise Refused(None, _("An expert with this telephone number is in the pool already."), field="telephone")
    user = User.objects.filter(username=person.telephone, is_citizen=True, expert=None).first()
    made = Expert.objects.create(
        code=f"ZJ{next_number('expert', 0):04d}",
        name=person.name.strip(),
        user=user,
        telephone=person.telephone,
        employer_name=person.employer_name.strip(),
        employer_party=person.employer_party or Party.objects.filter(name=person.employer_name.strip()).first(),
        employer_organisation=person.employer_organisation
        or Organisation.objects.filter(name=person.employer_name.strip()).first(),
        rank=person.rank,
        entered_at=now,
        entered_by=by.user,
    )
    made.specialities.set(person.specialities)
    codes = [row.code for row in person.specialities]
    record("procurement.expert.entered", made, actor=by, now=now, code=made.code, specialities=codes)
    return made


def not_the_same(row, by):
    if row.entered_by_id == by.user.pk:
        raise Refused(SAME_PERSON, _("Somebody other than who wrote it down confirms it."))


@deed
def confirm(expert: Expert, *, by, now) -> Expert:
    """The second person: the expert can be drawn."""
    row = for_update(expert)
    not_the_same(row, by)
    may(can_keep_registers(by))
    row.confirm()
    row.confirmed_at, row.confirmed_by = now, by.user
    row.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    record("procurement.expert.confirmed", row, actor=by, now=now, code=row.code)
    return row


@deed
def leave(expert: Expert, *, by, now, reason: str) -> Expert:
    row = for_update(expert)
    may(can_keep_registers(by))
    row.left_reason, row.left_on = needed(reason, "reason"), today(now)
    row.leave()
    row.save(update_fields=["state", "left_reason", "left_on"])
    record("procurement.expert.left", row, actor=by, now=now, reason=row.left_reason)
    return row


@deed(makes=True)
def declare(expert: Expert, *, by, now, kind: str, party=None, organisation=None, note="") -> Relation:
    """An expert declares an interest, or the centre writes down one it has learned of."""
    mine = by.user is not None and expert.user_id == by.user.pk
    may(mine or can_keep_registers(by))
    if (party is None) == (organisation is None):
        raise Refused(None, _("Name a firm or an office, one of them."), field="party")
    about = {"party": party, "organisation": organisation, "kind": kind, "note": note.strip()}
    made = Relation.objects.create(expert=expert, **about, declared_at=now, declared_by=by.user)
    record("procurement.expert.declared", expert, actor=by, now=now, kind=kind)
    return made


@deed(makes=True)
def deduct(expert: Expert, *, by, now, reason: str, note: str, happened_on, tender=None) -> Deduction:
    """Propose points for a fault; their number is the parameter of the reason. They count when confirmed."""
    may(can_keep_registers(by))
    if happened_on > today(now):
        raise Refused(None, _("This day lies in the future."), field="happened_on")
    if expert.deductions.filter(tender=tender, reason=reason).exclude(tender=None).exists():
        raise Refused(None, _("These points were taken for this tender already."), field="reason")
    made = Deduction.objects.create(
        expert=expert,
        tender=tender,
        reason=reason,
        points=parameters.value(f"expert_{reason}", happened_on),
        note=needed(note, "note"),
        happened_on=happened_on,
        entered_at=now,
        entered_by=by.user,
    )
    record("procurement.points.proposed", expert, actor=by, now=now, reason=reason, points=made.points)
    return made


@deed
def confirm_deduction(deduction: Deduction, *, by, now) -> Deduction:
    """The points count. Fifteen at once or twenty-five in a year keep the expert out for half a year (parameters)."""
    row = for_update(deduction, "expert")
    not_the_same(row, by)
    may(can_confirm(by, row))
    row.confirmed_at, row.confirmed_by = now, by.user
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    record("procurement.points.confirmed", row.expert, actor=by, now=now, reason=row.reason, points=row.points)
    suspend(for_update(row.expert), row, by, now)
    return row


def suspend(expert: Expert, row: Deduction, by, now):
    """Keep the expert out where the points reach a limit, unless it is out already."""
    on = today(now)
    year = expert.deductions.of_year(row.happened_on.year)
    at_once = row.points >= parameters.value("expert_once", on)
    if not at_once and year < parameters.value("expert_year", on):
        return
    if restriction(expert, on) is not None:
        return
    until = months_later(on, parameters.value("expert_months", on))
    ground = f"评标专家扣分：{row.get_reason_display()}扣{row.points}分，年度累计{year}分"
    holds.hold(expert, ground, until, by=by, now=now, reference=expert.code)


@dataclass(frozen=True)
class Of:
    """Who is appraised: exactly one of the three."""

    capacity: str
    party: Party | None = None
    expert: Expert | None = None
    organisation: Organisation | None = None


@deed(makes=True)
def appraise(tender: Tender, of: Of, *, by, now, marks: dict[str, int], comment="") -> Appraisal:
    """An office that took part says how somebody did, by criterion from 1 to 5 (seed S1-42)."""
    may(can_appraise(by, tender))
    wanted = set(CRITERIA[of.capacity])
    if set(marks) != wanted or any(mark not in MARKS for mark in marks.values()):
        raise Refused(None, _("Give every criterion 1 to 5."), field="marks")
    about = {"party": of.party, "expert": of.expert, "organisation": of.organisation, "capacity": of.capacity}
    if Appraisal.objects.filter(tender=tender, appraised_for__in=by.units, **about).exists():
        raise Refused(None, _("Your office has appraised this already."))
    made = Appraisal.objects.create(
        tender=tender,
        marks=marks,
        score=score(marks),
        comment=comment.strip(),
        appraised_at=now,
        appraised_by=by.user,
        appraised_for=by.organisation,
        **about,
    )
    record("procurement.appraised", tender, actor=by, now=now, capacity=of.capacity, score=str(made.score))
    return made


def score(marks: dict[str, int]) -> Decimal:
    """The mean in percent of the best, two places."""
    return (Decimal(sum(marks.values())) * 20 / len(marks)).quantize(Decimal("0.01"), ROUND_HALF_UP)


Capacity = Participation.Capacity
# What is looked at, by capacity; the words are those of the county's appraisal.
CRITERIA = {
    Capacity.TENDERER: {"lawful": "依法依规组织", "timely": "按时限办理", "performance": "按合同履约付款"},
    Capacity.BIDDER: {"honest": "诚信投标", "performance": "合同履约", "cooperation": "配合监督"},
    Capacity.AGENT: {"lawful": "依法代理", "quality": "文件编制质量", "service": "服务态度", "timely": "按时限办理"},
    Capacity.COMMITTEE: {
        "punctual": "按时到场",
        "competent": "专业能力",
        "fair": "客观公正",
        "discipline": "评标纪律",
    },
}
