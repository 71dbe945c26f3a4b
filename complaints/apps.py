from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = _("Complaints")

    def ready(self):
        from accounts.succession import HANDLERS, PERSONS
        from complaints import succession
        from complaints.beside import of_case, of_order, of_power
        from complaints.permissions import may_read_attachment  # models are ready only now
        from complaints.permissions_meetings import may_read_part
        from records.attachments import READERS
        from records.beside import tell

        HANDLERS.append(succession.hand_over_unit)
        PERSONS.append(succession.hand_over_person)
        READERS["complaints.Order"] = may_read_attachment
        READERS["complaints.Part"] = may_read_part
        tell("approvals.Case", of_case)
        tell("complaints.Order", of_order)
        tell("powers.Power", of_power)
