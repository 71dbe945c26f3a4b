from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "exchange"
    verbose_name = _("Data exchange")

    def ready(self):
        """Cases of other systems are counted like our own."""
        from exchange.models import ForeignCase
        from monitoring.counted import COUNTED

        if ForeignCase not in COUNTED:
            COUNTED.append(ForeignCase)
