"""Who is signed in, with what every page says about them."""

from functools import cache

from django.contrib.auth.backends import ModelBackend

from accounts.models import User
from accounts.models.messages import MessageQuerySet


@cache
def people():
    """Everybody with the number of their unread messages; put together once, because every request asks."""
    return User.objects.annotate(unread=MessageQuerySet.counted())


class PeopleBackend(ModelBackend):
    """Django's; the query that fetches the person of a request counts their unread messages as well."""

    def get_user(self, user_id):
        user = people().filter(pk=user_id).first()
        return user if self.user_can_authenticate(user) else None
