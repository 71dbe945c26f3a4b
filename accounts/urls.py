"""Addresses of accounts: signing in and out, registering, posts, passwords."""

from django.urls import path

from accounts import views
from accounts.messaging import views as messaging

app_name = "accounts"
urlpatterns = [
    path("accounts/sign-in/", views.sign_in, name="sign_in"),
    path("accounts/sign-out/", views.sign_out, name="sign_out"),
    path("accounts/register/", views.register, name="register"),
    path("accounts/start/", views.start, name="start"),
    path("accounts/post/", views.post, name="post"),
    path("accounts/password/", views.password, name="password"),
    path("accounts/totp/", views.totp, name="totp"),
    path("inbox/", messaging.inbox, name="inbox"),
    path("inbox/read/", messaging.read_all, name="read_messages"),
    path("inbox/ways/", messaging.ways, name="ways"),
    path("inbox/<int:pk>/", messaging.message, name="message"),
    path("elder/", views.elder, name="elder"),
]
