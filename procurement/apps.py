from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcurementConfig(AppConfig):
    name = "procurement"
    verbose_name = _("Public resource trading")

    def ready(self):
        from accounts.succession import HANDLERS, OBSTACLES
        from procurement import succession
        from procurement.permissions import may_read_step  # models are ready only now
        from procurement.views.around import may_read_application
        from records.attachments import READERS

        HANDLERS.append(succession.hand_over_unit)
        OBSTACLES.append(succession.obstacles)
        READERS["procurement.Step"] = may_read_step
        READERS["procurement.Applicant"] = may_read_application
