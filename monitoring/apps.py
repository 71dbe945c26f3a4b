from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = _("Supervision")

    def ready(self):
        from monitoring.models import Card, Notice  # models are ready only now
        from records.attachments import READERS

        READERS["monitoring.NoticeReply"] = lambda actor, reply: (
            Notice.objects.visible_to(actor).filter(pk=reply.notice_id).exists()
        )
        READERS["monitoring.Card"] = lambda actor, card: Card.objects.visible_to(actor).filter(pk=card.pk).exists()
