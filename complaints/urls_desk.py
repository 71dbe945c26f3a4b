"""Addresses of the desks."""

from django.urls import path

from complaints import converters  # noqa: F401 -- registers <ordernumber:…>
from complaints.views import desk, desk_order, desk_taking

urlpatterns = [
    path("desk/orders/", desk.desk, name="desk"),
    path("desk/orders/all/", desk.orders, name="orders"),
    path("desk/orders/register/", desk_taking.register, name="register"),
    path("desk/orders/<ordernumber:number>/", desk_order.order, name="desk_order"),
    path("desk/orders/<ordernumber:number>/taken/", desk_taking.receipt, name="taken"),
    path("desk/orders/<ordernumber:number>/<slug:deed>/", desk_order.deed, name="deed"),
    path("desk/hotline/", desk.hotline, name="hotline"),
    path("desk/hotline/call/", desk_taking.call, name="call"),
]
