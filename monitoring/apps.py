from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def visible(model):
    """Whoever may see the row may read what hangs on it."""
    return lambda actor, row: model.objects.visible_to(actor).filter(pk=row.pk).exists()


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = _("Supervision")

    def ready(self):
        from monitoring import models  # they are ready only now
        from monitoring.beside import of_order, of_project, of_thing
        from monitoring.beside_powers import of_power
        from monitoring.models import Card, Notice
        from records.attachments import READERS
        from records.beside import tell

        READERS["monitoring.NoticeReply"] = lambda actor, reply: (
            Notice.objects.visible_to(actor).filter(pk=reply.notice_id).exists()
        )
        for name in ("Shot", "SpotFinding"):
            READERS[f"monitoring.{name}"] = visible(getattr(models, name))
        READERS["monitoring.Rectification"] = lambda actor, said: (
            models.SpotFinding.objects.visible_to(actor).filter(pk=said.finding_id).exists()
        )
        tell("complaints.Order", of_order)
        tell("projects.Project", of_project)
        tell("powers.Power", of_power)
        for name in ("Node", "MonthlyReport", "Problem"):
            tell(f"projects.{name}", of_thing)
        READERS["monitoring.Card"] = lambda actor, card: Card.objects.visible_to(actor).filter(pk=card.pk).exists()
