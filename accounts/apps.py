from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps  # the module: a second AppConfig here would be taken for ours
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Organisations and people")

    def ready(self):
        from accounts.messaging import checks  # noqa: F401 - registers itself


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the door of accounts.admin_site: the three administrators, nobody else."""

    default_site = "accounts.admin_site.PortalAdminSite"
    default = False
