"""Addresses of the exchange with other systems."""

from django.urls import path

from exchange.views import api, cases, charges, movements, problems, sources

app_name = "exchange"
urlpatterns = [
    path("api/v1/events", api.events, name="events"),
    path("api/v1/funds/<slug:code>/movements", movements.movements, name="movements"),
    path("api/v1/openapi.json", api.openapi, name="openapi"),
    path("exchange/", sources.sources, name="sources"),
    path("exchange/new/", sources.register, name="register"),
    path("exchange/problems/", problems.problems, name="problems"),
    path("exchange/problems/<int:pk>/", problems.problem, name="problem"),
    path("exchange/problems/<int:pk>/retry/", problems.retry, name="retry"),
    path("exchange/problems/<int:pk>/discard/", problems.discard, name="discard"),
    path("exchange/problems/<int:pk>/meaning/", problems.propose, name="propose"),
    path("exchange/mappings/<int:pk>/confirm/", problems.confirm, name="confirm"),
    path("exchange/mappings/<int:pk>/refuse/", problems.refuse, name="refuse"),
    path("exchange/overtaken/", cases.overtaken, name="overtaken"),
    path("exchange/overtaken/<int:pk>/seen/", cases.seen, name="seen"),
    path("exchange/charges/", charges.charges, name="charges"),
    path("exchange/cases/", cases.cases, name="cases"),
    path("exchange/cases/<int:pk>/", cases.case, name="case"),
    path("exchange/sources/<slug:code>/", sources.source, name="source"),
    path("exchange/sources/<slug:code>/change/", sources.change, name="change"),
    path("exchange/sources/<slug:code>/token/", sources.issue, name="issue"),
    path("exchange/sources/<slug:code>/tokens/<int:pk>/revoke/", sources.revoke, name="revoke"),
    path("exchange/sources/<slug:code>/<slug:deed>/", sources.move, name="move"),
]
