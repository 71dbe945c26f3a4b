from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PowersConfig(AppConfig):
    name = "powers"
    verbose_name = _("Powers and risk points")

    def ready(self):
        from powers.permissions import reads_papers  # models are ready only now
        from records.attachments import READERS

        READERS["powers.Clear"] = reads_papers
