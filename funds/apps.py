from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundsConfig(AppConfig):
    name = "funds"
    verbose_name = _("Public funds")

    def ready(self):
        from accounts.succession import HANDLERS
        from funds import succession
        from funds.permissions import reads_papers
        from funds.permissions.checks import reads_voucher
        from funds.proof import first_fault  # models are ready only now
        from records.attachments import READERS
        from records.crosscheck import CHECKS

        HANDLERS.append(succession.hand_over_unit)
        CHECKS["funds"] = first_fault
        READERS |= {"funds.Proposal": reads_papers, "funds.Application": reads_papers, "funds.Check": reads_papers}
        READERS["funds.Voucher"] = reads_voucher
