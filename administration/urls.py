"""Addresses of administration: rights, units, the yearly review, the audit."""

from django.urls import path

from administration.views import audit, desk, imports, review, rights, units

app_name = "administration"
urlpatterns = [
    path("administration/", desk.desk, name="desk"),
    path("administration/log/", desk.log, name="log"),
    path("administration/posts/", rights.post_list, name="posts"),
    path("administration/posts/<int:pk>/", rights.post, name="post"),
    path("administration/posts/<int:pk>/<slug:deed>/", rights.post_deed, name="post_deed"),
    path("administration/grants/", rights.grants, name="grants"),
    path("administration/grants/new/", rights.new_grant, name="new_grant"),
    path("administration/grants/import/", imports.read_in, name="import"),
    path("administration/grants/import/pattern/", imports.pattern, name="pattern"),
    path("administration/grants/<int:pk>/", rights.grant, name="grant"),
    path("administration/grants/<int:pk>/<slug:deed>/", rights.grant_deed, name="grant_deed"),
    path("administration/units/", units.units, name="units"),
    path("administration/units/<slug:code>/", units.unit, name="unit"),
    path("administration/units/<slug:code>/<slug:kind>/", units.reorganise, name="reorganise"),
    path("administration/reorganisations/", units.reorganisations, name="reorganisations"),
    path("administration/reorganisations/<int:pk>/", units.reorganisation, name="reorganisation"),
    path(
        "administration/reorganisations/<int:pk>/<slug:deed>/", units.reorganisation_deed, name="reorganisation_deed"
    ),
    path("administration/reviews/", review.campaigns, name="campaigns"),
    path("administration/reviews/new/", review.new_campaign, name="new_campaign"),
    path("administration/reviews/<int:year>/", review.campaign, name="campaign"),
    path("administration/confirmations/", review.confirmations, name="confirmations"),
    path("administration/confirmations/<int:pk>/", review.confirmation, name="confirmation"),
    path("administration/confirmations/<int:pk>/<slug:deed>/", review.confirmation_deed, name="confirmation_deed"),
    path("administration/audit/", audit.audit, name="audit"),
    path("administration/audit/check/", audit.check, name="check"),
    path("administration/audit/unexplained/", audit.unexplained_posts, name="unexplained"),
    path("administration/audit/failures/", audit.failures, name="failures"),
    path("administration/audit/sign-ins/", audit.sign_ins, name="sign_ins"),
    path("administration/audit/files/", audit.downloads, name="downloads"),
    path("administration/audit/looks/", audit.looks, name="looks"),
]
