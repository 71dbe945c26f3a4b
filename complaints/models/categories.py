"""What orders are about and whose matter that is: categories, routes that people can read, terms with their law."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deadlines.plan import Limits, Unit

MOST_LEVELS = 3
UNITS = [
    (Unit.WORKING.value, _("working days")),
    (Unit.CALENDAR.value, _("calendar days")),
    (Unit.HOURS.value, _("hours")),
]


class Kind(models.TextChoices):
    """What somebody wants of the government; 信访 and 依申请公开 have limits of their own whatever the door."""

    CONSULTATION = "consultation", _("consultation")
    SUGGESTION = "suggestion", _("suggestion")
    COMPLAINT = "complaint", _("complaint")
    REPORT = "report", _("report of wrongdoing")
    EFFICIENCY = "efficiency", _("efficiency complaint")
    BUSINESS = "business", _("business complaint")
    PETITION = "petition", _("petition")
    DISCLOSURE = "disclosure", _("request for open information")


class Channel(models.TextChoices):
    """The door through which an order came."""

    WEB = "web", _("web")
    WINDOW = "window", _("window")
    TELEPHONE = "telephone", _("by telephone")
    HOTLINE = "hotline", _("12345 hotline")
    MAIL = "mail", _("e-mail box")
    SMS = "sms", _("text message")
    MEDIA = "media", _("media programme")
    SESSION = "session", _("face to face")
    VISIT = "visit", _("visit to a firm")
    EVENT = "event", _("citizens' event")


class CategoryQuerySet(models.QuerySet):
    def offered(self):
        """What may be chosen today."""
        return self.filter(is_active=True)


class Category(models.Model):
    """A matter, in a tree of two or three levels; the unit that answers for it, where one does."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=50)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("category above"),
    )
    path = models.CharField(max_length=120, editable=False, db_index=True)  # "chengjian/wuye/"
    organisation = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="order_categories",
        verbose_name=_("responsible unit"),
    )
    is_confidential = models.BooleanField(_("confidential"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)
    sort = models.PositiveSmallIntegerField(_("sort order"), default=0)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("categories of orders")
        ordering = ["sort", "pk"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"
        super().save(*args, **kwargs)

    @property
    def level(self) -> int:
        return self.path.count("/")


class Route(models.Model):
    """One line of the published order of routing: which orders go where. The first that fits decides.

    An empty condition fits everything. `automatic`: the robot assigns at once; else it is what the dispatcher is
    proposed. The accused unit is never a target: then the next line is asked.
    """

    class Target(models.TextChoices):
        UNIT = "unit", _("the unit named here")
        CATEGORY = "category", _("the unit responsible for the category")
        ADDRESSED = "addressed", _("the unit that was addressed")
        AREA = "area", _("the town or street of the place")

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, blank=True)
    channel = models.CharField(_("channel"), max_length=20, choices=Channel, blank=True)
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="routes", verbose_name=_("category")
    )
    needs_accused = models.BooleanField(_("only where a unit is accused"), default=False)
    target = models.CharField(_("goes to"), max_length=20, choices=Target)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
    )
    automatic = models.BooleanField(_("assigned at once"), default=False)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("routes of orders")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(target="unit") | Q(organisation__isnull=False),
                name="route_to_a_unit_names_it",
                violation_error_message=_("Name the unit to which these orders go."),
            )
        ]

    def __str__(self):
        return f"{self.number} {self.name}"


def amount(words, **more):
    return models.PositiveSmallIntegerField(words, null=True, blank=True, **more)


def unit(words, default=Unit.WORKING):
    return models.CharField(words, max_length=10, choices=UNITS, default=default.value)


class Term(models.Model):
    """The limits of a kind of order, each with its unit and the article behind it. The first that fits decides.

    A limit that is empty does not exist. `reply_from` says from which moment the answer counts. A clock keeps the
    numbers it started with, so that a change of a row never moves an old promise.
    """

    class Since(models.TextChoices):
        RECEIVED = "received", _("from the receipt")
        ASSIGNED = "assigned", _("from the assignment")
        ACCEPTED = "accepted", _("from the acceptance")

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=50)
    sort = models.PositiveSmallIntegerField(_("sort order"), default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, blank=True)
    channel = models.CharField(_("channel"), max_length=20, choices=Channel, blank=True)
    confidential = models.BooleanField(_("only confidential matters"), default=False)
    dispatch = amount(_("to be assigned within"))
    dispatch_unit = unit(_("unit of that limit"))
    sending_back = amount(_("may be returned within"))
    sending_back_unit = unit(_("unit of that limit"), Unit.HOURS)
    notice = amount(_("acceptance told within"))
    notice_unit = unit(_("unit of that limit"))
    reply = models.PositiveSmallIntegerField(_("answer within"))
    reply_unit = unit(_("unit of that limit"))
    reply_from = models.CharField(_("counted"), max_length=10, choices=Since, default=Since.ASSIGNED)
    extension = amount(_("may be extended by"))
    second = models.PositiveSmallIntegerField(_("second handling within (working days)"), default=5)
    law = models.CharField(_("basis"), max_length=300)
    extension_law = models.CharField(_("basis of the extension"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("terms of orders")
        ordering = ["sort", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reply_unit="hours"),
                name="term_answer_in_days",
                violation_error_message=_("An answer is owed within days."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def reply_limits(self) -> Limits:
        return Limits(self.reply, unit=Unit(self.reply_unit))

    @property
    def is_petition(self) -> bool:
        """Its answers are documents of a legal procedure (信访工作条例)."""
        return self.kind == Kind.PETITION
