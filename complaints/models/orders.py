"""Orders (工单): what people ask, suggest, complain of and report, and the course every one of them takes."""

from functools import partial

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from accounts.models import Organisation, Role
from complaints import identity
from complaints.models.categories import Category, Channel, Kind, Term
from records import columns
from records.columns import person
from records.models import AboutSubject
from records.numbers import query_code
from records.subjects import Subject

UNIT_ROLES = [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD]
KEPT = "内容保密"  # in the place of the title of a confidential order, wherever its number stands
HOTLINE_ROLES = [Role.OPERATOR, Role.DISPATCHER]


unit = partial(columns.unit, db_index=False)


class OrderQuerySet(models.QuerySet):
    def open(self):
        """Orders in which somebody still owes something."""
        return self.filter(closed_at=None)

    def of_user(self, user):
        """What this account wrote."""
        return self.filter(complainant__owner=identity.account_mark(user))

    def of_caller(self, telephone: str):
        """What came from this telephone number."""
        mark = identity.caller_mark(telephone)
        return self.filter(complainant__caller=mark) if mark else self.none()

    def apart_from(self, actor):
        """Nobody of the accused unit or the one it went into, from whichever post, sees what is said about it."""
        if actor.user is None or not actor.is_staff_member:
            return self
        own = actor.user.posts.active().values("organisation")
        ended = Organisation.objects.filter(pk__in=own).values(ended=Func("stands_for", function="unnest"))
        apart = ~Q(accused__in=own) & ~Q(accused__in=ended) & ~Q(accused__in=actor.units)
        return self.filter(Q(accused=None) | apart)

    def visible_to(self, actor):
        """The complainant's own; what the unit has or had; the hotline's; everything that supervision watches.

        Confidential orders are seen by the discipline posts of the unit that handles them alone.
        """
        if actor.user is None:
            return self.none()
        if not actor.is_staff_member:
            return self.of_user(actor.user)
        return self.listed_for(actor)

    def listed_for(self, actor):
        """What stands in the lists of this post."""
        seen = self.apart_from(actor)
        if actor.holds(*HOTLINE_ROLES):
            return seen.filter(is_confidential=False, county_path__startswith=actor.watched_path)
        if actor.holds(Role.INSPECTOR):
            watched = Q(county_path__startswith=actor.watched_path) & (Q(is_confidential=False) | Q(organisation=None))
            return seen.filter(watched | Q(organisation__in=actor.units))
        if actor.holds(Role.LEADER):
            watched = Q(county_path__startswith=actor.watched_path, is_confidential=False)
            return seen.filter(watched | Q(organisation__in=actor.units))
        if actor.holds(*UNIT_ROLES):
            return seen.filter(organisation__in=actor.units, is_confidential=False)
        return self.none()


class Order(FSMModelMixin, models.Model):
    """One matter of one person (or of nobody, when anonymous) from receipt to closing.

    `organisation` is the lead unit that has it now; assisting units have children. `clock` is the promise of the
    answer, `step_clock` what is owed next: the assignment, the answer to it, the notice of acceptance.
    Who the complainant is stands in `Complainant` and nowhere else.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("waiting for assignment")
        ASSIGNED = "assigned", _("waiting for the unit")
        RETURNED = "returned", _("returned to the hotline office")
        HANDLING = "handling", _("being handled")
        REPLIED = "replied", _("answered, waiting for your word")
        SECOND = "second", _("second handling")
        CLOSED = "closed", _("order is closed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        INVALID = "invalid", _("not to be handled")
        MERGED = "merged", _("merged into another")

    WITH_HOTLINE = [State.RECEIVED, State.RETURNED]
    WITH_UNIT = [State.ASSIGNED, State.HANDLING, State.SECOND]
    IN_HAND = [State.HANDLING, State.SECOND]
    OPEN = [*WITH_HOTLINE, *WITH_UNIT]
    ENDED = [State.CLOSED, State.WITHDRAWN, State.INVALID, State.MERGED]

    class Outcome(models.TextChoices):
        ANSWERED = "answered", _("answered")
        UNSATISFIED = "unsatisfied", _("closed although dissatisfied")

    number = models.CharField(_("order number"), max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    channel = models.CharField(_("channel"), max_length=20, choices=Channel, default=Channel.WEB)
    state = FSMField(_("state"), choices=State.choices, default=State.RECEIVED, protected=True)
    title = models.CharField(_("order title"), max_length=100)
    text = models.TextField(_("what it is about"), max_length=5000)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="orders", verbose_name=_("category")
    )
    area = unit(_("town or street"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    addressed = unit(_("unit that was addressed"))
    accused = unit(_("unit that is complained of"), db_index=True)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    is_confidential = models.BooleanField(_("confidential"), default=False)
    asked_public = models.BooleanField(_("the answer may be published"), default=False)
    source_number = models.CharField(_("number at the source"), max_length=60, blank=True)
    county_path = models.CharField(max_length=200)  # of the county whose hotline office has it
    received_at = models.DateTimeField(_("received at"))
    received_by = person()
    term = models.ForeignKey(
        Term, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("term"), db_index=False
    )
    organisation = unit(_("lead unit"), related_name="orders")
    why = models.CharField(_("why it was sent here"), max_length=500, blank=True)
    is_designated = models.BooleanField(_("designated"), default=False)
    assigned_at = models.DateTimeField(_("assigned at"), null=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    replied_at = models.DateTimeField(_("answered at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    handler = person()
    first_handler = person()  # set when the second handling begins
    round = models.PositiveSmallIntegerField(_("handling number"), default=1)
    reopened_at = models.DateTimeField(_("reopened at"), null=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)  # of an end without an answer
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    step_clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        indexes = [
            models.Index(fields=["organisation", "-received_at"], name="order_of_organisation"),
            models.Index(fields=["organisation"], condition=Q(closed_at=None), name="order_still_open"),
            models.Index(fields=["-received_at", "-id"], name="order_by_time"),
            models.Index(fields=["closed_at"], condition=Q(closed_at__isnull=False), name="order_closed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["assigned", "handling", "second"]) | Q(organisation__isnull=False),
                name="order_in_hand_has_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(accused=None) | Q(organisation=None) | ~Q(organisation=F("accused")),
                name="order_not_with_the_accused",
                violation_error_message=_("The unit that is complained of never handles the complaint."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "withdrawn", "invalid", "merged"], closed_at__isnull=False)
                | (~Q(state__in=["closed", "withdrawn", "invalid", "merged"]) & Q(closed_at=None)),
                name="order_ended_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="invalid") | ~Q(reason=""),
                name="order_refused_has_a_reason",
                violation_error_message=_("Give the reason why it cannot be handled."),
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False), name="order_merged_names_the_other"
            ),
            models.CheckConstraint(
                condition=Q(handler=None) | Q(first_handler=None) | ~Q(handler=F("first_handler")),
                name="order_second_handler_is_another",
                violation_error_message=_("The second handling is done by somebody else than the first."),
            ),
            models.CheckConstraint(
                condition=Q(handler=None) | Q(organisation__isnull=False), name="order_handler_has_a_unit"
            ),
        ]

    def __str__(self):
        return self.number

    def as_subject(self) -> Subject:
        """As lists of other apps name it: they do not ask who may read a confidential matter."""
        title = KEPT if self.is_confidential else self.title
        return Subject(_("Order"), self.number, title, reverse("complaints:desk_order", args=[self.number]))

    @property
    def query_code(self) -> str:
        """The 8-sign code of the receipt; derived from the number, so the database does not hold it.

        Anonymous orders have none: letters state it, and only the 24-sign code of their author opens them.
        """
        return "" if self.is_anonymous else query_code(self.number)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_child(self) -> bool:
        """Part of another order, handled by an assisting unit; nobody outside knows of it."""
        return self.parent_id is not None

    @transition(state, source=WITH_HOTLINE, target=State.ASSIGNED)
    def assign(self):
        pass

    @transition(state, source=WITH_HOTLINE, target=State.HANDLING)
    def split(self):
        """Several units have a part each; the hotline office puts their answers together."""

    @transition(state, source=WITH_HOTLINE, target=State.REPLIED)
    def answer_at_once(self):
        """The hotline office knows the answer itself."""

    @transition(state, source=State.ASSIGNED, target=State.HANDLING)
    def accept(self):
        pass

    @transition(state, source=State.ASSIGNED, target=State.RETURNED)
    def send_back(self):
        """退单: it is not this unit's matter."""

    @transition(state, source=State.HANDLING, target=State.REPLIED)
    def reply(self):
        pass

    @transition(state, source=State.SECOND, target=State.REPLIED)
    def reply_again(self):
        """The answer of the second handling, signed by somebody who leads the unit."""

    @transition(state, source=State.REPLIED, target=State.CLOSED)
    def close(self):
        pass

    @transition(state, source=State.REPLIED, target=State.SECOND, conditions=[lambda order: order.round == 1])
    def handle_again(self):
        """The complainant is dissatisfied with the first answer."""

    @transition(state, source=State.CLOSED, target=State.RECEIVED)
    def reopen(self):
        pass

    @transition(state, source=WITH_UNIT, target=State.RETURNED)
    def lose_unit(self):
        """Its unit has become one with the unit that is complained of: the hotline office assigns it anew."""

    @transition(state, source=[State.RECEIVED, State.ASSIGNED, State.HANDLING], target=State.ASSIGNED)
    def hand_over(self):
        """Transferred to a discipline organ of another level."""

    @transition(state, source=[*OPEN, State.REPLIED], target=State.WITHDRAWN)
    def withdraw(self):
        pass

    @transition(state, source=WITH_HOTLINE, target=State.INVALID)
    def refuse(self):
        pass

    @transition(state, source=[*WITH_HOTLINE, State.ASSIGNED, State.HANDLING], target=State.MERGED)
    def merge(self):
        pass


class Complainant(models.Model):
    """Who wrote, where somebody is known: the only place of contact data, sealed (complaints.identity).

    `owner` and `caller` are keyed digests of the account and of the telephone (or e-mail): they find, and tell
    nothing. `user` is empty for confidential orders, whose account stands inside the seal alone. An anonymous
    order has no row.
    """

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="complainant")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="complaints", db_index=False
    )
    owner = models.CharField(max_length=64, blank=True)
    caller = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=20)
    sealed = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-order"], condition=~Q(owner=""), name="complainant_of_account"),
            models.Index(fields=["caller", "-order"], condition=~Q(caller=""), name="complainant_of_caller"),
        ]

    def __str__(self):
        return str(self.order_id)

    @classmethod
    def sealing(cls, order: Order, user=None, **contact) -> "Complainant":
        """The row, not saved, of a saved order; `contact` as typed: name, telephone, email, address."""
        facts = {name: contact.get(name, "") for name in identity.FIELDS} | {"user": user.pk if user else None}
        key, sealed = identity.seal(order.pk, facts)
        return cls(
            order=order,
            user=None if order.is_confidential else user,
            owner=identity.account_mark(user) if user else "",
            caller=identity.sender_mark(facts["telephone"], facts["email"]),
            key=key,
            sealed=sealed,
        )

    @cached_property
    def contact(self) -> dict:
        """What was typed, unsealed; who may ask for it, permissions.can_see_complainant says."""
        return identity.unseal(self.order_id, self.key, self.sealed)

    @property
    def name(self) -> str:
        return self.contact["name"]

    @property
    def telephone(self) -> str:
        return self.contact["telephone"]

    @property
    def email(self) -> str:
        return self.contact["email"]

    @property
    def address(self) -> str:
        return self.contact["address"]


class Reference(AboutSubject):
    """What an order is about, where that is a thing of ours: a case, a window, a tender."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="references")
    words = models.CharField(max_length=200)  # what the thing was called at that time

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="order_reference_about")]
        constraints = [
            models.UniqueConstraint(fields=["order", "subject_type", "subject_id"], name="order_refers_once")
        ]

    def __str__(self):
        return self.words
