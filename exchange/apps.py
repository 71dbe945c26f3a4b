from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "exchange"
    verbose_name = _("Data exchange")

    def ready(self):
        """Cases of other systems are counted like our own; payments are compared with the contracts of trading."""
        from exchange.contracts import parties
        from exchange.models import ForeignCase
        from funds.contracts import FINDERS
        from monitoring.counted import COUNTED

        if ForeignCase not in COUNTED:
            COUNTED.append(ForeignCase)
        if parties not in FINDERS:
            FINDERS.append(parties)
