"""Who is signed in, with what every page says about them."""

from django.contrib.auth.backends import ModelBackend

from accounts.models import User
from accounts.models.messages import MessageQuerySet


class PeopleBackend(ModelBackend):
    """Django's; the query that fetches the person of a request counts their unread messages as well."""

    def get_user(self, user_id):
        people = User.objects.annotate(unread=MessageQuerySet.counted())
        user = people.filter(pk=user_id).first()
        return user if self.user_can_authenticate(user) else None
