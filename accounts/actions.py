"""What is done to accounts and posts: registering, passwords, one-time code devices, deputies and absences."""

import secrets

from django.db import IntegrityError, transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Post, User

PASSWORD_SIGNS = ("ABCDEFGHJKMNPQRSTUVWXYZ", "abcdefghjkmnpqrstuvwxyz", "23456789", "#!+=")


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


def give_one_time_password(user) -> str:
    """A first password to hand over; the person has to choose another one at the first sign-in."""
    groups = [secrets.choice(signs) for signs in PASSWORD_SIGNS]
    password = "".join(groups) + secrets.token_hex(4)
    user.set_password(password)
    user.password_changed_at = None
    user.save(update_fields=["password", "password_changed_at"])
    return password


def device_to_bind(user) -> TOTPDevice:
    """The unconfirmed device whose QR code is on show; the same one until its first code is right."""
    waiting = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk").first()
    return waiting or TOTPDevice.objects.create(user=user, confirmed=False, name="totp")


def bind_device(device, token) -> bool:
    """Confirms a TOTP device with its first code; False when the code is wrong."""
    if not device.verify_token(token):
        return False
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return True


# What follows is called by the business above, which asks who may and writes the record.


def lock_post(post) -> Post:
    """The post as it is now, locked until the transaction ends."""
    return Post.objects.select_for_update(of=("self",)).select_related("organisation", "user").get(pk=post.pk)


def set_deputy(post, user) -> None:
    """Who stands in while the holder is away (B 岗)."""
    post.deputy = user
    post.save(update_fields=["deputy"])


def set_absence(post, until) -> None:
    """The holder is away up to and including this day; None brings the holder back."""
    post.away_until = until
    post.save(update_fields=["away_until"])
