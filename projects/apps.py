from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self):
        from projects.permissions import reads_photographs  # models are ready only now
        from records.attachments import READERS

        for name in ("MonthlyReport", "FollowUp", "Node"):
            READERS[f"projects.{name}"] = reads_photographs
