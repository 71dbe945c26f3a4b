from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntegrityConfig(AppConfig):
    name = "integrity"
    verbose_name = _("Integrity risks")

    def ready(self):
        from accounts.succession import CONFLICTS, HANDLERS
        from integrity.beside import of_point, of_power
        from integrity.clocks import clock_in_words
        from integrity.permissions import reads_papers  # models are ready only now
        from integrity.separation import against
        from integrity.succession import hand_over_unit
        from monitoring.clocks import KNOWN
        from records.attachments import READERS
        from records.beside import tell

        for registry, own in ((CONFLICTS, against), (KNOWN, clock_in_words), (HANDLERS, hand_over_unit)):
            if own not in registry:
                registry.append(own)
        for name in ("RiskOrder", "SelfReport"):
            READERS[f"integrity.{name}"] = reads_papers
        tell("powers.Power", of_power)
        tell("powers.RiskPoint", of_point)
