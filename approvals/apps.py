from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = _("Approvals")

    def ready(self):
        from accounts.succession import HANDLERS, PERSONS
        from approvals import succession
        from approvals.beside import of_power
        from approvals.models import Case
        from approvals.permissions import can_see_catalogue, may_read_attachment  # models are ready only now
        from records.attachments import READERS
        from records.beside import tell
        from records.subjects import FINDERS

        tell("powers.Power", of_power)
        HANDLERS.append(succession.hand_over_unit)
        PERSONS.append(succession.hand_over_person)
        FINDERS.append(Case.objects.numbered)
        READERS["approvals.Case"] = may_read_attachment
        READERS["approvals.Item"] = lambda actor, item: not item.is_draft or can_see_catalogue(actor)
        READERS["approvals.SiteCheck"] = lambda actor, check: may_read_attachment(actor, check.case)
