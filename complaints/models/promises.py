"""Promises made in public: what a unit said it would do about an order, with a road map and a timetable."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complaints.models.orders import Order, unit
from records.columns import person
from records.subjects import Subject


class PromiseQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever may see the order."""
        return self.filter(order__in=Order.objects.visible_to(actor))

    def kept(self):
        return self.exclude(kept_at=None)

    def late(self, today):
        """A step that is due has not been done."""
        return self.filter(kept_at=None).filter(Exists(Milestone.objects.late(today).filter(promise=OuterRef("pk"))))

    def running(self, today):
        """Neither kept nor late."""
        late = Milestone.objects.late(today).filter(promise=OuterRef("pk"))
        return self.filter(kept_at=None).exclude(Exists(late))


class Promise(models.Model):
    """What was promised about an order, by whom and where everybody could hear it (路线图、时间表)."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="promise")
    organisation = unit(_("organisation"), null=False, db_index=True)
    words = models.TextField(_("what is promised"), max_length=1000)
    made_by = models.CharField(_("who promises"), max_length=50)
    made_at = models.DateTimeField(_("promised at"))
    recorded_by = person()
    kept_at = models.DateTimeField(_("kept at"), null=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="promise_says_what",
                violation_error_message=_("Write down what is promised."),
            )
        ]

    def __str__(self):
        return self.words[:30]

    def as_subject(self) -> Subject:
        about = reverse("complaints:promise", args=[self.pk])
        return Subject(_("Promise"), self.order.number, self.words[:60], about)


class MilestoneQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever may see the order."""
        return self.filter(promise__in=Promise.objects.visible_to(actor))

    def late(self, today):
        return self.filter(done_at=None, clock__due_on__lt=today)


class Milestone(models.Model):
    """One step of the road map with its day. `clock` runs until the unit shows that it is done."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="milestones")
    number = models.PositiveSmallIntegerField(_("number"))
    words = models.CharField(_("step"), max_length=200)
    due_on = models.DateField(_("by when"))
    clock = models.ForeignKey(
        "deadlines.Deadline", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    done_at = models.DateTimeField(_("done at"), null=True)
    done_by = person()
    proof = models.CharField(_("what shows it"), max_length=500, blank=True)

    objects = MilestoneQuerySet.as_manager()
    subject_related = ["promise__order"]

    class Meta:
        ordering = ["promise", "number"]
        constraints = [
            models.UniqueConstraint(fields=["promise", "number"], name="milestone_once"),
            models.CheckConstraint(
                condition=Q(done_at=None) | ~Q(proof=""),
                name="milestone_done_is_shown",
                violation_error_message=_("Say what shows that it is done."),
            ),
        ]

    def __str__(self):
        return self.words

    def as_subject(self) -> Subject:
        return Subject(
            _("Promise"), self.promise.order.number, self.words, reverse("complaints:promise", args=[self.promise_id])
        )
