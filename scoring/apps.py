from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScoringConfig(AppConfig):
    name = "scoring"
    verbose_name = _("Scoring")

    def ready(self):
        from records.crosscheck import CHECKS
        from scoring.proof import first_fault  # models are ready only now

        CHECKS["scoring"] = first_fault
