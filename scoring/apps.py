from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def visible(model):
    """Whoever may see the row may read what hangs on it."""
    return lambda actor, row: model.objects.visible_to(actor).filter(pk=row.pk).exists()


class ScoringConfig(AppConfig):
    name = "scoring"
    verbose_name = _("Scoring")

    def ready(self):
        from records.attachments import READERS
        from records.crosscheck import CHECKS
        from scoring import models  # they are ready only now
        from scoring.proof import first_fault

        CHECKS["scoring"] = first_fault
        for name in ("Mark", "Review", "Consequence"):
            READERS[f"scoring.{name}"] = visible(getattr(models, name))
