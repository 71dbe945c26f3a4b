"""Addresses of the ways of public money: tracing, reports, checks, deliveries, and what everybody may read."""

from django.urls import path

from funds.views import checks, movements, public, reports, tracing

urlpatterns = [
    path("desk/funds/trace/", tracing.sources, name="sources"),
    path("desk/funds/trace/<int:pk>/", tracing.posting, name="trace"),
    path("desk/funds/trace/payees/<int:pk>/", tracing.payee, name="trace_payee"),
    path("desk/funds/trace/funds/<slug:code>/", tracing.flow, name="flow"),
    path("desk/funds/vouchers/<int:pk>/papers/", tracing.voucher_papers, name="voucher_papers"),
    path("desk/funds/rates/", reports.rates, name="rates"),
    path("desk/funds/idle/", reports.idle, name="idle"),
    path("desk/funds/projects/", reports.projects, name="projects"),
    path("desk/funds/projects/<int:pk>/", reports.project, name="project"),
    path("desk/funds/ledgers/<slug:code>/", reports.ledger, name="ledger"),
    path("desk/funds/checks/", checks.checks, name="checks"),
    path("desk/funds/checks/new/<slug:code>/", checks.new_check, name="new_check"),
    path("desk/funds/checks/<int:pk>/", checks.check, name="check"),
    path("desk/funds/checks/<int:pk>/<slug:deed>/", checks.check_deed, name="check_deed"),
    path("desk/funds/deliveries/", movements.deliveries, name="deliveries"),
    path("desk/funds/deliveries/pattern/", movements.pattern, name="movements_pattern"),
    path("desk/funds/deliveries/new/<slug:code>/", movements.new_delivery, name="new_delivery"),
    path("desk/funds/deliveries/<int:pk>/", movements.delivery, name="delivery"),
    path("desk/funds/deliveries/<int:pk>/<slug:deed>/", movements.delivery_deed, name="delivery_deed"),
    path("funds/", public.funds, name="public"),
    path("funds/feed/", public.feed, name="feed"),
    path("funds/photos/<uuid:token>/", public.photo, name="photo"),
    path("funds/<slug:code>/", public.fund, name="public_fund"),
    path("funds/<slug:code>/ledger/", public.ledger, name="public_ledger"),
    path("funds/<slug:code>/<slug:tab>/", public.fund_tab, name="public_tab"),
]
