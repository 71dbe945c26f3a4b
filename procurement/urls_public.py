"""Addresses of what everybody may read: notices, results, contracts, figures, credit, the feed."""

from django.urls import path

from procurement import converters  # noqa: F401 -- registers <tendernumber:…> and others
from procurement.views import credit, figures, public

urlpatterns = [
    path("tenders/", public.notices, name="public"),
    path("tenders/results/", public.results, name="results"),
    path("tenders/contracts/", public.contracts, name="contracts"),
    path("tenders/figures/", figures.public_figures, name="public_figures"),
    path("tenders/feed/", public.feed, name="feed"),
    path("tenders/feed/<trade:trade>/", public.feed, name="feed_of"),
    path("tenders/drawing.py", public.drawing_program, name="drawing"),
    path("tenders/<tendernumber:number>/", public.tender, name="public_tender"),
    path("tenders/<tendernumber:number>/draw.json", public.draw_log, name="draw_log"),
    path("credit/", credit.home, name="credit"),
    path("credit/<openkind:kind>/", credit.kind, name="credit_kind"),
    path("credit/records/<int:pk>/", credit.open_record, name="open_record"),
    path("credit/firms/<slug:code>/", credit.firm, name="credit_firm"),
    path("credit/people/<int:pk>/", credit.practitioner, name="credit_person"),
]
