"""What `manage.py check` says about the ways out of the house."""

from django.conf import settings
from django.core.checks import Error, register

from accounts.messaging.backends import is_address

SECRET_LENGTH = 32  # signs


@register
def gateway_is_usable(app_configs, **kwargs):
    """A gateway without a usable address or secret would take nothing, or everything from anybody."""
    if not settings.SMS_GATEWAY_URL:
        return []
    faults = []
    if not is_address(settings.SMS_GATEWAY_URL):
        faults.append(Error("SMS_GATEWAY_URL must begin with https:// or http://.", id="accounts.E001"))
    if len(settings.SMS_GATEWAY_SECRET) < SECRET_LENGTH:
        faults.append(Error(f"SMS_GATEWAY_SECRET needs at least {SECRET_LENGTH} signs.", id="accounts.E002"))
    return faults
