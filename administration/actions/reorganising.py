"""Reorganisations: entered by the system administrator, confirmed by a security administrator, carried out on the day.

What is past keeps the old unit and the old name: figures, closed cases and papers stay as they were. Posts and what is
open go to the successors; how an app hands its open work over, it says in accounts.succession. For what cannot change
its unit the main successor stands from then on.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import succession
from accounts.models import Organisation, PastName, Post, Role, Tone, Window
from administration.actions import posts, telling
from administration.models import Grant, PostPlan, Reorganisation, Successor
from administration.permissions import can_decide_reorganisation, can_withdraw_reorganisation, heads, is_system
from deadlines import actions as deadlines
from deadlines.models import Deadline
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused

K = Reorganisation.Kind
CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,29}")
LONGEST_AHEAD = 366  # days


@dataclass(frozen=True)
class Heir:
    """A successor: a unit that exists, or code, name and short name of a new one. The first of a plan is the main one.

    `takes`: codes of items and projects that go here; `posts`: keys of posts that go here.
    """

    organisation: Organisation | None = None
    code: str = ""
    name: str = ""
    short_name: str = ""
    takes: tuple[str, ...] = ()
    posts: tuple[int, ...] = ()

    def words(self) -> dict:
        about = {"organisation": self.organisation, "takes": " ".join(self.takes)}
        return about | {name: getattr(self, name) for name in ("code", "name", "short_name")}


@dataclass(frozen=True)
class Ordered:
    """What the document orders. `ending`: keys of posts that end instead of going to a successor."""

    kind: str
    basis: str
    reason: str
    day: date
    new_name: str = ""
    new_short_name: str = ""
    heirs: tuple[Heir, ...] = ()
    ending: tuple[int, ...] = ()


def locked(row: Reorganisation) -> Reorganisation:
    return for_update(row, "organisation__parent", "proposed_by")


@deed(makes=True)
def propose(organisation: Organisation, *, by, now, ordered: Ordered) -> Reorganisation:
    """Enter a reorganisation. Nothing changes before a second person confirms it and its day has come."""
    may(is_system(by), _("Reorganisations are entered by the system administrator."))
    check_unit(organisation, ordered)
    check_day(ordered.day, now)
    (check_name if ordered.kind == K.RENAME else check_heirs)(organisation, ordered)
    as_actor(by)
    row = Reorganisation.objects.create(
        organisation=organisation,
        kind=ordered.kind,
        basis=needed(ordered.basis, "basis"),
        reason=needed(ordered.reason, "reason"),
        day=ordered.day,
        new_name=ordered.new_name,
        new_short_name=ordered.new_short_name,
        proposed_at=now,
        proposed_by=by.user,
    )
    write_plan(row, ordered)
    detail = {"kind": row.kind, "unit": organisation.code, "day": row.day, "basis": row.basis}
    record("administration.reorganisation.proposed", row, actor=by, now=now, **detail)
    security = Post.objects.active().filter(role=Role.SECURITY_ADMIN).values_list("user", flat=True)
    title = _("A reorganisation waits for your signature: %(row)s") % {"row": row}
    telling.tell(row, "proposed", set(security), title, row.reason, now, tone=Tone.WARNING, address=row.address)
    return row


def check_unit(organisation: Organisation, ordered: Ordered):
    if organisation.ended_on is not None:
        raise Refused(None, _("This unit has ended already."), field="organisation")
    if Reorganisation.objects.filter(organisation=organisation, state__in=Reorganisation.OPEN).exists():
        raise Refused(None, _("A reorganisation of this unit is under way already."), field="organisation")
    if organisation.level == Organisation.Level.COUNTY and ordered.kind != K.RENAME:
        raise Refused(None, _("The county itself is neither merged nor split here."), field="organisation")


def check_day(day: date, now):
    if not 0 <= (day - timezone.localdate(now)).days <= LONGEST_AHEAD:
        raise Refused(None, _("Choose a day between today and a year ahead."), field="day")


def check_name(organisation: Organisation, ordered: Ordered):
    needed(ordered.new_name, "new_name")
    needed(ordered.new_short_name, "new_short_name")
    if ordered.new_name == organisation.name:
        raise Refused(None, _("This is the present name."), field="new_name")
    check_free("name", ordered.new_name, "new_name")


def check_free(name: str, value: str, field: str):
    """No unit, present or past, bears this name or code."""
    taken = Organisation.objects.filter(**{name: value}).exists()
    if taken:
        raise Refused(None, _("Another unit bears “%(value)s” already.") % {"value": value}, field=field)


def check_heirs(organisation: Organisation, ordered: Ordered):
    """A merger has one successor, a split at least two; each exists or is new, none is the old unit."""
    heirs = ordered.heirs
    if ordered.kind == K.MERGE and len(heirs) != 1:
        raise Refused(None, _("Name the one unit into which it goes."), field="heirs")
    if ordered.kind == K.SPLIT and len(heirs) < 2:
        raise Refused(None, _("Name at least two units that come out of it."), field="heirs")
    for heir in heirs:
        check_heir(organisation, heir)
    if heirs[0].organisation:
        check_obstacles(organisation, heirs[0].organisation)
    names = [heir.organisation.name if heir.organisation else heir.name for heir in heirs]
    codes = [heir.organisation.code if heir.organisation else heir.code for heir in heirs]
    taken = [code for heir in heirs for code in heir.takes]
    if any(len(set(found)) != len(found) for found in (names, codes, taken)):
        raise Refused(None, _("Two of the successors have the same name or code, or take the same."), field="heirs")
    check_posts(organisation, [*ordered.ending, *(key for heir in heirs for key in heir.posts)])


def check_heir(organisation: Organisation, heir: Heir):
    unit = heir.organisation
    if unit is None:
        if not CODE.fullmatch(heir.code):
            raise Refused(
                None, _("The code of a new unit has 2 to 30 small letters, digits or hyphens."), field="heirs"
            )
        if not heir.name.strip() or not heir.short_name.strip():
            raise Refused(None, _("Give name and short name of the new unit."), field="heirs")
        check_free("code", heir.code, "heirs")
        check_free("name", heir.name, "heirs")
    elif unit.pk == organisation.pk or unit.ended_on is not None or unit.path.startswith(organisation.path):
        words = _("“%(unit)s” cannot succeed: it has ended, is the unit itself or lies below it.")
        raise Refused(None, words % {"unit": unit.short_name}, field="heirs")


def check_obstacles(organisation: Organisation, main: Organisation):
    """Nothing that only one of the two units may do falls to both of them together."""
    if found := succession.obstacles(organisation, main):
        raise Refused(None, " ".join(map(str, found)), field="heirs")


def check_posts(organisation: Organisation, keys: list[int]):
    known = set(Post.objects.standing().filter(organisation=organisation).values_list("pk", flat=True))
    if len(set(keys)) != len(keys) or not set(keys) <= known:
        raise Refused(None, _("A post of the plan is not one of this unit, or stands in it twice."), field="heirs")


def write_plan(row: Reorganisation, ordered: Ordered):
    plans = [PostPlan(reorganisation=row, post_id=key) for key in ordered.ending]
    for place, heir in enumerate(ordered.heirs):
        made = Successor.objects.create(reorganisation=row, is_main=place == 0, **heir.words())
        plans += [PostPlan(reorganisation=row, post_id=key, successor=made) for key in heir.posts]
    PostPlan.objects.bulk_create(plans)


@deed
def confirm(row: Reorganisation, *, by, now, opinion: str) -> Reorganisation:
    """The second signature; carried out at once where the day has come, by the robot otherwise."""
    row = locked(row)
    another(by, row.proposed_by_id)
    may(can_decide_reorganisation(by, row))
    row.confirm()
    as_actor(by)
    decided(row, by, now, needed(opinion, "opinion"))
    record("administration.reorganisation.confirmed", row, actor=by, now=now, opinion=row.opinion)
    if row.day <= timezone.localdate(now):
        carry_out(row, by=by, now=now)
    return row


@deed
def refuse(row: Reorganisation, *, by, now, opinion: str) -> Reorganisation:
    row = locked(row)
    another(by, row.proposed_by_id)
    may(can_decide_reorganisation(by, row))
    row.refuse()
    as_actor(by)
    decided(row, by, now, needed(opinion, "opinion"))
    record("administration.reorganisation.refused", row, actor=by, now=now, opinion=row.opinion)
    return row


def decided(row: Reorganisation, by, now, opinion: str):
    row.confirmed_at, row.confirmed_by, row.opinion = now, by.user, opinion
    row.save(update_fields=["state", "confirmed_at", "confirmed_by", "opinion"])


@deed
def withdraw(row: Reorganisation, *, by, now, reason: str) -> Reorganisation:
    row = locked(row)
    may(can_withdraw_reorganisation(by, row), _("Only who proposed it takes it back."))
    row.withdraw()
    as_actor(by)
    row.save(update_fields=["state"])
    record("administration.reorganisation.withdrawn", row, actor=by, now=now, reason=needed(reason, "reason"))
    return row


# on the day


def carry_out(row: Reorganisation, *, by, now):
    """What was signed happens. `by` is the second person, or the robot on the day."""
    old = Organisation.objects.select_for_update().get(pk=row.organisation_id)
    moved = rename(row, old, now) if row.kind == K.RENAME else hand_over(row, old, by=by, now=now)
    row.carry_out()
    row.done_at, row.moved = now, moved
    row.save(update_fields=["state", "done_at", "moved"])
    record("administration.reorganisation.done", row, actor=by, now=now, unit=old.code, moved=moved)
    tell_done(row, now)


def rename(row: Reorganisation, old: Organisation, now) -> dict:
    """The old name stays for every day before this one."""
    check_free("name", row.new_name, "new_name")
    today = timezone.localdate(now)
    PastName.objects.create(organisation=old, name=old.name, short_name=old.short_name, until_on=today)
    old.name, old.short_name, old.renamed_on = row.new_name, row.new_short_name, today
    old.save()
    return {}


def hand_over(row: Reorganisation, old: Organisation, *, by, now) -> dict:
    """Found what is new, move posts, windows and units below, hand over what is open, end the old unit."""
    heirs = list(row.successors.order_by("-is_main", "pk"))
    check_standing(heirs)
    units = {heir.pk: heir.found(old) for heir in heirs}
    plan = succession.Plan(
        units[heirs[0].pk], {code: units[heir.pk] for heir in heirs for code in heir.codes if not heir.is_main}
    )
    check_obstacles(old, plan.main)
    moved = {_("posts"): move_posts(row, old, units, plan.main, by=by, now=now)}
    Window.objects.filter(organisation=old).update(organisation=plan.main)
    adopt(old, plan.main)
    stop_what_comes(old, now)
    stand_for(plan.main, old)
    moved |= succession.hand_over_unit(old, plan, by=by, now=now)
    moved[_("limits of what stays")] = len(deadlines.move(Deadline.objects.filter(organisation=old), plan.main))
    old.ended_on = timezone.localdate(now)
    old.save(update_fields=["ended_on"])
    return {str(words): count for words, count in moved.items() if count}


def check_standing(heirs: list[Successor]):
    """Locks the successors that exist; raises Refused where one has ended."""
    keys = [heir.organisation_id for heir in heirs if heir.organisation_id]
    locked = Organisation.objects.select_for_update(of=("self",)).select_related("parent").order_by("pk").in_bulk(keys)
    if any(unit.ended_on is not None for unit in locked.values()):
        raise Refused(None, _("A successor has ended meanwhile; take this back and enter it again."))
    for heir in heirs:
        heir.organisation = locked.get(heir.organisation_id)


def stand_for(main: Organisation, old: Organisation):
    """What stays with the old unit is up to the people of its main successor, and what that one carried on before."""
    main.stands_for = [*main.stands_for, *old.units]
    main.save(update_fields=["stands_for"])


def move_posts(row: Reorganisation, old: Organisation, units: dict, main: Organisation, *, by, now) -> int:
    """Each post goes where the plan says, to the main successor without one; a plan without a unit ends it."""
    planned = dict(row.post_plans.values_list("post", "successor"))
    rows = Post.objects.standing().filter(organisation=old).select_related("user", "organisation", "window")
    standing = list(rows.select_for_update(of=("self",)).order_by("pk"))
    about = {"by": by, "now": now, "reason": row.reason, "document_number": row.basis[:60]}
    for post in standing:
        if post.pk in planned and planned[post.pk] is None:
            posts.finish(post, **about)
        else:
            posts.relocate(post, units.get(planned.get(post.pk), main), **about)
    return len(standing)


def adopt(old: Organisation, main: Organisation):
    """Units below the old one (villages of a town, stations) come under the main successor, with their paths."""
    for child in old.children.filter(ended_on=None).order_by("pk"):
        child.parent = main
        child.save()
        repath(child)


def repath(unit: Organisation):
    for child in unit.children.order_by("pk"):
        child.parent = unit
        child.save()
        repath(child)


def stop_what_comes(old: Organisation, now):
    """Grants on their way into the old unit expire: its successor asks again."""
    for grant in Grant.objects.select_for_update().filter(organisation=old, state__in=Grant.OPEN).order_by("pk"):
        grant.expire()
        grant.opinion = _("The unit has ended by a reorganisation.")
        grant.save(update_fields=["state", "opinion"])


def tell_done(row: Reorganisation, now):
    """The heads of the units that now exist, and both who signed."""
    units = [row.organisation, *(heir.organisation for heir in row.successors.select_related("organisation"))]
    people = {row.proposed_by_id, row.confirmed_by_id}
    for unit in units:
        people |= set(heads(unit).values_list("user", flat=True))
    title = _("Carried out: %(row)s") % {"row": row}
    telling.tell(row, "done", people, title, row.reason, now)
