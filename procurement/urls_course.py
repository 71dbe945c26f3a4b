"""Addresses of the course: the desks of the offices, and what people do who act for firms."""

from django.urls import path

from procurement import converters  # noqa: F401 -- registers <tendernumber:…>
from procurement.views import around, desk, firms, mine

urlpatterns = [
    path("desk/tenders/", desk.desk, name="desk"),
    path("desk/tenders/all/", desk.tenders, name="tenders"),
    path("desk/tenders/new/", desk.new, name="new"),
    path("desk/tenders/<tendernumber:number>/", desk.tender, name="tender"),
    path("desk/tenders/<tendernumber:number>/<slug:deed>/", desk.deed, name="deed"),
    path("desk/firms/", firms.firms, name="firms"),
    path("desk/firms/new/", firms.new, name="new_firm"),
    path("desk/firms/<int:pk>/", firms.firm, name="firm"),
    path("desk/firms/representatives/<int:pk>/end/", firms.end, name="end_representation"),
    path("my/tenders/", mine.tenders, name="my_tenders"),
    path("my/tenders/new/", mine.new, name="my_new"),
    path("my/tenders/<tendernumber:number>/", mine.tender, name="my_tender"),
    path("my/tenders/<tendernumber:number>/object/", mine.object_to, name="object"),
    path("my/tenders/<tendernumber:number>/complain/", mine.complain, name="complain"),
    path("my/tenders/<tendernumber:number>/ask/", around.ask, name="ask"),
    path("my/disputes/<slug:kind>/<int:pk>/withdraw/", mine.take_back, name="take_back"),
    path("my/prequalifications/<tendernumber:number>/", around.prequalify, name="prequalify"),
    path("trade-papers/<int:pk>/", around.paper, name="paper"),
    path("my/firms/<int:pk>/", firms.my_firm, name="my_firm"),
    path("my/firms/representatives/<int:pk>/end/", firms.my_end, name="my_end_representation"),
    path("my/tenders/<tendernumber:number>/<slug:deed>/", mine.deed, name="my_deed"),
]
