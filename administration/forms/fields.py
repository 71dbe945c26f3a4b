"""People and windows, as an administrator names them."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User, Window
from records.fields import NamedField


class StaffField(NamedField):
    """A person of the staff, by user name; by name where only one bears it."""

    default_error_messages = {
        "unknown": _(
            "Nobody of the staff has this user name, or several bear this name: give the user name. "
            "For somebody new the system administrator opens an account first."
        ),
    }

    def find(self, text):
        staff = User.objects.filter(is_citizen=False)
        found = staff.filter(username=text).first()
        if found is None:
            named = list(staff.filter(name=text, is_active=True).order_by("pk")[:2])
            found = named[0] if len(named) == 1 else None
        return found

    def prepare_value(self, value):
        return value.username if isinstance(value, User) else value


class WindowField(NamedField):
    """A window of the hall, by its number."""

    default_error_messages = {"unknown": _("No window has this number.")}

    def find(self, text):
        return Window.objects.filter(number=text).select_related("organisation").first()

    def prepare_value(self, value):
        return value.number if isinstance(value, Window) else value
