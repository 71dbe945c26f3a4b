"""Nobody unknown gets in, what they typed is kept, and everybody signed in acts from one post."""

import time

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import kept
from accounts.actor import Actor
from accounts.models import Post
from accounts.permissions import can_act_from

TOUCH_EVERY = 5 * 60  # seconds; the 30 idle minutes are renewed this often, not on every request
ALWAYS_OPEN = {"accounts:password", "accounts:totp", "accounts:sign_out", "accounts:elder"}


class SignInRequired(LoginRequiredMiddleware):
    """Django's, but a form sent after the session ended is kept (accounts.kept) and comes back after signing in."""

    def handle_no_permission(self, request, view_func):
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        kept.keep(request)
        return redirect_to_login(kept.page_of_form(request), resolve_url(self.get_login_url(view_func)))


class ActorMiddleware:
    """Sets request.actor. One query for staff, none for citizens and guests."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = acting(request)
        request.kept = None
        touch(request)
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not request.user.is_authenticated:
            return None
        return first_things_first(request) or give_back(request)


def acting(request) -> Actor:
    """The person and the chosen post; a post that has ended or whose holder is back is put down."""
    if not request.user.is_authenticated:
        return Actor()
    user, chosen = request.user, request.session.get("post")
    if chosen is None:
        return Actor(user=user)
    post = Post.objects.select_related("organisation__parent", "window").filter(pk=chosen).first()
    if post is None or not can_act_from(user, post, timezone.localdate()):
        del request.session["post"]
        return Actor(user=user)
    if post.user_id == user.pk:  # not so for a deputy
        post.user = user
    return Actor(user=user, post=post)


def touch(request) -> None:
    """Renews the idle limit, seldom enough not to write the session on every request."""
    if not request.user.is_authenticated:
        return
    now = int(time.time())
    if now - request.session.get("touched", 0) > TOUCH_EVERY:
        request.session["touched"] = now


def first_things_first(request):
    """Staff with an old password or without a required device see nothing else before that is mended."""
    must = request.session.get("must")
    if not must or request.resolver_match.view_name in ALWAYS_OPEN:
        return None
    return redirect(must[0])


def give_back(request):
    """On the page of a form that a lost session interrupted: {% field %} finds the values in request.kept."""
    if request.method == "POST" and kept.SESSION_KEY in request.session:
        kept.forget(request)
    elif request.method == "GET":
        request.kept = kept.waiting(request)
        if request.kept is not None:
            messages.warning(request, _("Here is what you had typed before. Please check it and send it again."))
