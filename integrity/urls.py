"""Addresses of integrity risks: the desk of the discipline office, the pages of the units and of each person."""

from django.urls import path

from integrity.views import analyses, archives, desk, duties, informations, orders, reminders, reports

app_name = "integrity"
urlpatterns = [
    path("desk/integrity/", desk.desk, name="desk"),
    path("desk/integrity/informations/", informations.informations, name="informations"),
    path("desk/integrity/informations/new/", informations.enter, name="enter"),
    path("desk/integrity/informations/<int:pk>/", informations.information, name="information"),
    path("desk/integrity/informations/<int:pk>/<slug:deed>/", informations.information_deed, name="information_deed"),
    path("desk/integrity/openings/<int:pk>/<slug:deed>/", informations.opening_deed, name="opening_deed"),
    path("desk/integrity/orders/", orders.orders, name="orders"),
    path("desk/integrity/orders/<int:pk>/", orders.order, name="order"),
    path("desk/integrity/orders/<int:pk>/paper/<slug:kind>/", orders.paper, name="paper"),
    path("desk/integrity/orders/<int:pk>/<slug:deed>/", orders.order_deed, name="order_deed"),
    path("desk/integrity/proposals/", orders.proposals, name="proposals"),
    path("desk/integrity/proposals/<int:pk>/", orders.proposal, name="proposal"),
    path("desk/integrity/proposals/<int:pk>/<slug:deed>/", orders.proposal_deed, name="proposal_deed"),
    path("desk/integrity/rounds/", reminders.rounds, name="rounds"),
    path("desk/integrity/rounds/new/", reminders.send, name="send"),
    path("desk/integrity/reminders/", reminders.reminders, name="reminders"),
    path("desk/integrity/reminders/<int:pk>/", reminders.reminder, name="reminder"),
    path("desk/integrity/reminders/<int:pk>/letter/", reminders.letter, name="letter"),
    path("desk/integrity/reminders/<int:pk>/<slug:deed>/", reminders.reminder_deed, name="reminder_deed"),
    path("desk/integrity/reports/", reports.reports, name="reports"),
    path("desk/integrity/reports/year/", reports.year, name="year"),
    path("desk/integrity/reports/<int:pk>/", reports.report, name="report"),
    path("desk/integrity/reports/<int:pk>/<slug:deed>/", reports.report_deed, name="report_deed"),
    path("desk/integrity/analyses/", analyses.analyses, name="analyses"),
    path("desk/integrity/analyses/new/", analyses.draft, name="draft"),
    path("desk/integrity/analyses/<int:pk>/", analyses.analysis, name="analysis"),
    path("desk/integrity/analyses/<int:pk>/paper/", analyses.paper, name="analysis_paper"),
    path("desk/integrity/analyses/<int:pk>/<slug:deed>/", analyses.analysis_deed, name="analysis_deed"),
    path("desk/integrity/archives/", archives.archives, name="archives"),
    path("desk/integrity/archives/mine/", archives.mine, name="my_archive"),
    path("desk/integrity/archives/notes/<int:pk>/<slug:deed>/", archives.note_deed, name="note"),
    path("desk/integrity/archives/<slug:code>/<int:pk>/", archives.archive, name="archive"),
    path("desk/integrity/separation/", duties.separation, name="separation"),
    path("desk/integrity/ledger/", duties.powers, name="powers"),
    path("desk/integrity/ledger/<int:pk>/", duties.ledger, name="ledger"),
]
