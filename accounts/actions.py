"""What is done to accounts: registering, choosing a password, binding a one-time code device."""

from django.db import IntegrityError, transaction

from accounts.models import User


class TelephoneTaken(Exception):
    """Somebody has registered with this telephone number already."""


def register_citizen(*, name, telephone, password, now) -> User:
    """A new citizen account; the telephone number is the user name. Raises TelephoneTaken."""
    user = User(username=telephone, telephone=telephone, name=name, is_citizen=True, password_changed_at=now)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise TelephoneTaken(telephone) from error
    return user


def change_password(user, password, *, now) -> None:
    user.set_password(password)
    user.password_changed_at = now
    user.save(update_fields=["password", "password_changed_at"])


def bind_device(device, token) -> bool:
    """Confirms a TOTP device with its first code; False when the code is wrong."""
    if not device.verify_token(token):
        return False
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return True
