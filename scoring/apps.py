from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def visible(model):
    """Whoever may see the row may read what hangs on it."""
    return lambda actor, row: model.objects.visible_to(actor).filter(pk=row.pk).exists()


class ScoringConfig(AppConfig):
    name = "scoring"
    verbose_name = _("Scoring")

    def ready(self):
        from monitoring.beside import of_thing
        from monitoring.clocks import KNOWN
        from monitoring.subjects import FINDERS, key_field
        from records.attachments import READERS
        from records.beside import tell
        from records.crosscheck import CHECKS
        from scoring import models  # they are ready only now
        from scoring.clocks import clock_in_words
        from scoring.leading.goals import by_task
        from scoring.permissions.indicators import reads_papers
        from scoring.permissions.surveys import reads_papers_of_surveys
        from scoring.proof import first_fault
        from scoring.sums import wrong_sum
        from scoring.surveys import first_fault as first_wrong_result

        FINDERS["task"] = (key_field, by_task)
        CHECKS["scoring"] = first_fault
        CHECKS["indicators"] = wrong_sum
        CHECKS["surveys"] = first_wrong_result
        KNOWN.append(clock_in_words)
        for name in ("Consequence", "Review", "Opinion", "DutyReport", "Delay"):
            tell(f"scoring.{name}", of_thing)
        for name in ("Mark", "Review", "Consequence"):
            READERS[f"scoring.{name}"] = visible(getattr(models, name))
        for name in ("Observation", "Task", "Delay", "WeeklyReport"):
            READERS[f"scoring.{name}"] = reads_papers
        for name in ("Opinion", "DutyReport"):
            READERS[f"scoring.{name}"] = reads_papers_of_surveys
