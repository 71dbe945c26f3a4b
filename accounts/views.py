"""Signing in and out, registering, choosing a post, password, one-time codes, large print."""

from urllib.parse import urlencode

import django_otp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import actions, kept
from accounts.forms import CitizenSignInForm, CodeForm, PasswordForm, PostForm, RegisterForm, StaffSignInForm
from accounts.models import ADMIN_ROLES, Organisation, Post, Role
from accounts.passwords import is_due

YEAR = 365 * 24 * 3600
HOMES = {
    Role.INSPECTOR: "monitoring:board",
    Role.OPERATOR: "complaints:hotline",
    Role.DISPATCHER: "complaints:hotline",
    Role.LEADER: "scoring:leaders",
} | dict.fromkeys(ADMIN_ROLES, "administration:desk")
HOMES_OF_BUSINESS = {  # of the other roles
    Organisation.Business.SERVICES: "approvals:desk",
    Organisation.Business.ORDERS: "complaints:desk",
    Organisation.Business.TRADING: "procurement:desk",
    Organisation.Business.FUNDS: "funds:desk",
    Organisation.Business.AUDIT: "funds:desk",
    Organisation.Business.PROJECTS: "projects:desk",
    Organisation.Business.APPRAISAL: "scoring:desk",
    Organisation.Business.POWERS: "powers:desk",
    Organisation.Business.OPENNESS: "disclosure:desk",
}
CITIZEN_HOME = "approvals:my"


def asked_for(request) -> str:
    """The page somebody wanted before signing in; "" unless it is one of ours."""
    page = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if ours else ""


def go(page, fallback="accounts:start"):
    return HttpResponseRedirect(page) if page else redirect(fallback)


@login_not_required
@sensitive_post_parameters("password", "code")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request):
    staff = request.GET.get("who") == "staff"
    form = (StaffSignInForm if staff else CitizenSignInForm)(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        enter(request, form.person, form.device)
        chosen = "post" in request.session or not open_posts(request.user)
        return go(asked_for(request) if chosen else post_page(asked_for(request)))
    page = {"form": form, "staff": staff, "next": asked_for(request), "kept": kept.SESSION_KEY in request.session}
    return render(request, "accounts/sign_in.html", page)


def enter(request, person, device):
    """Opens the session: the only own post is chosen, old passwords and missing devices are noted for the middleware.

    Posts one deputises for are a click away (切换岗位); they are not asked about at every sign-in.
    """
    login(request, person)
    if device is not None:
        django_otp.login(request, device)
    if request.session.get(kept.SESSION_KEY, {}).get("owner") != person.pk:
        kept.forget(request)
    posts = open_posts(person)
    own = [post for post in posts if post.user_id == person.pk] or posts
    if len(own) == 1:
        request.session["post"] = own[0].pk
    must = [name for name, needed in duties(person, device) if needed]
    if must:
        request.session["must"] = must


def duties(person, device):
    yield "accounts:password", is_due(person, timezone.now())
    yield "accounts:totp", settings.STAFF_TOTP_REQUIRED and not person.is_citizen and device is None


def done(request, name):
    """Strikes a duty off the list."""
    request.session["must"] = [other for other in request.session.get("must", []) if other != name]


def open_posts(user):
    return Post.objects.open_to(user, timezone.localdate()).select_related("organisation", "user")


def post_page(page):
    return f"{reverse('accounts:post')}?{urlencode({'next': page})}" if page else reverse("accounts:post")


@login_not_required
@require_POST
def sign_out(request):
    logout(request)
    messages.success(request, _("You have signed out."))
    return redirect("accounts:sign_in")


@login_not_required
@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "POST"])
def register(request):
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (person := registered(form)):
        login(request, person, backend="accounts.backends.PeopleBackend")
        messages.success(request, _("You are registered and signed in."))
        return go(asked_for(request))
    return render(request, "accounts/register.html", {"form": form, "next": asked_for(request)})


def registered(form):
    data = form.cleaned_data
    try:
        return actions.register_citizen(
            name=data["name"], telephone=data["telephone"], password=data["password"], now=timezone.now()
        )
    except actions.TelephoneTaken:
        form.add_error("telephone", _("This number is registered already. Please sign in with it."))
        return None


@require_safe
def start(request):
    """The page on which everybody begins the day."""
    user, actor = request.user, request.actor
    if not user.is_citizen and actor.role is None:
        return redirect("accounts:post")
    try:
        return redirect(reverse(CITIZEN_HOME if user.is_citizen else home(actor)))
    except NoReverseMatch:  # an app that this installation has left out
        return redirect("/")


def home(actor) -> str:
    return HOMES.get(actor.role) or HOMES_OF_BUSINESS[actor.organisation.business]


@require_http_methods(["GET", "POST"])
def post(request):
    posts = open_posts(request.user)
    form = PostForm(posts, request.POST or None, initial={"post": request.session.get("post")})
    if request.method == "POST" and form.is_valid():
        request.session["post"] = form.cleaned_data["post"].pk
        return go(asked_for(request))
    return render(request, "accounts/post.html", {"form": form, "posts": posts, "next": asked_for(request)})


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request):
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_password(request.user, form.cleaned_data["new_password1"], now=timezone.now())
        update_session_auth_hash(request, request.user)
        done(request, "accounts:password")
        messages.success(request, _("Your new password is valid from now on."))
        return redirect("accounts:start")
    due = "accounts:password" in request.session.get("must", [])
    return render(request, "accounts/password.html", {"form": form, "due": due})


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def totp(request):
    if TOTPDevice.objects.filter(user=request.user, confirmed=True).exists():
        return render(request, "accounts/totp_bound.html")
    device = actions.device_to_bind(request.user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if actions.bind_device(device, form.cleaned_data["code"]):
            django_otp.login(request, device)
            done(request, "accounts:totp")
            messages.success(request, _("Your telephone is bound. From now on signing in asks for its code."))
            return redirect("accounts:start")
        form.add_error("code", _("This code does not fit. Check the clock of your telephone and type the next code."))
    return render(request, "accounts/totp.html", {"form": form, "device": device})


@login_not_required
@require_POST
def elder(request):
    """Large print on or off, remembered for a year."""
    response = go(asked_for(request), "/")
    options = {"samesite": "Lax", "httponly": True, "secure": settings.SESSION_COOKIE_SECURE}
    response.set_cookie("elder", "1" if request.POST.get("on") == "1" else "0", max_age=YEAR, **options)
    return response


@login_not_required
def locked_out(request, original_response=None, credentials=None):
    """After five wrong passwords (django-axes)."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "accounts/locked.html", {"minutes": minutes}, status=429)


@login_not_required
def csrf_failure(request, reason=""):
    """A form from before the last sign-in: shown again with what was typed where that is possible, else explained."""
    if request.user.is_authenticated and kept.owner_of(request.POST.get("owner", "")) == request.user.pk:
        kept.keep(request)
        return HttpResponseRedirect(kept.page_of_form(request))
    return render(request, "csrf.html", status=403)
