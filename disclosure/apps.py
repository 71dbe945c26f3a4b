from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = _("Disclosure")

    def ready(self):
        from accounts.succession import HANDLERS
        from disclosure import clocks, permissions, succession  # models are ready only now
        from disclosure.citations import of_item, of_power, of_rule
        from monitoring.clocks import KNOWN
        from records.attachments import READERS
        from records.beside import tell
        from scoring.evidence import SOURCES

        for name in ("Announcement", "Publication", "LibraryDocument"):
            READERS[f"disclosure.{name}"] = permissions.reads_files
        READERS["disclosure.InfoRequest"] = permissions.reads_answer
        HANDLERS.append(succession.hand_over_unit)
        KNOWN.append(clocks)
        SOURCES["openness"] = ("disclosure.evidence", _("quarterly checks of openness"))
        tell("approvals.Item", of_item)
        tell("powers.Power", of_power)
        tell("monitoring.RuleVersion", of_rule)
