"""Addresses of the citizen side."""

from django.urls import path

from complaints import converters  # noqa: F401 -- registers <ordernumber:…>
from complaints.views import citizen_new, citizen_orders, papers

urlpatterns = [
    path("complaints/new/", citizen_new.choose, name="choose"),
    path("complaints/new/<slug:kind>/", citizen_new.new, name="new"),
    path("complaints/query/", citizen_orders.query, name="query"),
    path("complaints/query/<slug:deed>/", citizen_orders.query_deed, name="query_deed"),
    path("complaints/routes/", papers.routes, name="routes"),
    path("complaints/papers/<int:pk>/", papers.paper, name="paper"),
    path("my/orders/", citizen_orders.mine, name="my_orders"),
    path("my/orders/<ordernumber:number>/", citizen_orders.order, name="my_order"),
    path("my/orders/<ordernumber:number>/receipt/", citizen_orders.receipt, name="receipt"),
    path("my/orders/<ordernumber:number>/<slug:deed>/", citizen_orders.deed, name="my_deed"),
]
