from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self):
        from accounts.succession import HANDLERS, PERSONS
        from projects import succession
        from projects.permissions import reads_photographs  # models are ready only now
        from records.attachments import READERS

        HANDLERS.append(succession.hand_over_unit)
        PERSONS.append(succession.hand_over_person)
        for name in ("MonthlyReport", "FollowUp", "Node"):
            READERS[f"projects.{name}"] = reads_photographs
