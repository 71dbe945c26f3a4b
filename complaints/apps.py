from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = _("Complaints")

    def ready(self):
        from complaints.permissions import may_read_attachment  # models are ready only now
        from complaints.permissions_meetings import may_read_part
        from records.attachments import READERS

        READERS["complaints.Order"] = may_read_attachment
        READERS["complaints.Part"] = may_read_part
