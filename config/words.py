"""Django's own words that the portal says in another way: its catalogues are asked before Django's."""

from django.utils.translation import gettext_noop as _

SAID_ANEW = (
    _("This field is required."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
)
