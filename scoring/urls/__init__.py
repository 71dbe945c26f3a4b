"""Addresses of scores: the leaders' pages, the desk of the office of appraisal, the pages of units."""

from django.urls import include, path

from scoring.views import consequences, leaders, own, reports, rounds, schemes, sheets

app_name = "scoring"
urlpatterns = [
    path("leaders/", leaders.leaders, name="leaders"),
    path("leaders/punctuality/", leaders.punctuality, name="punctuality"),
    path("leaders/groups/<slug:code>/", leaders.group, name="group"),
    path("leaders/units/<slug:code>/", leaders.unit, name="unit"),
    path("leaders/cases/<str:number>/", leaders.case, name="case"),
    path("scores/", rounds.desk, name="desk"),
    path("scores/mine/", own.mine, name="mine"),
    path("scores/rounds/", rounds.round_list, name="rounds"),
    path("scores/rounds/new/", rounds.new_round, name="new_round"),
    path("scores/rounds/<int:pk>/", rounds.round, name="round"),
    path("scores/rounds/<int:pk>/report/", reports.report, name="report"),
    path("scores/rounds/<int:pk>/import/", rounds.import_marks, name="import_marks"),
    path("scores/rounds/<int:pk>/pattern/", rounds.marks_pattern, name="marks_pattern"),
    path("scores/rounds/<int:pk>/<slug:deed>/", rounds.round_deed, name="round_deed"),
    path("scores/waiting/", rounds.waiting_marks, name="waiting"),
    path("scores/sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("scores/sheets/<int:pk>/paper/", sheets.sheet_paper, name="sheet_paper"),
    path("scores/sheets/<int:pk>/review/", own.ask, name="ask_review"),
    path("scores/sheets/<int:pk>/<slug:deed>/", sheets.sheet_deed, name="sheet_deed"),
    path("scores/marks/<int:pk>/", sheets.mark, name="mark"),
    path("scores/marks/<int:pk>/<slug:deed>/", sheets.mark_deed, name="mark_deed"),
    path("scores/schemes/", schemes.scheme_list, name="schemes"),
    path("scores/schemes/<int:pk>/", schemes.scheme, name="scheme"),
    path("scores/schemes/<int:pk>/edit/", schemes.edit, name="edit_scheme"),
    path("scores/schemes/<int:pk>/<slug:deed>/", schemes.scheme_deed, name="scheme_deed"),
    path("scores/reviews/", own.review_list, name="reviews"),
    path("scores/reviews/<int:pk>/", own.review, name="review"),
    path("scores/reviews/<int:pk>/<slug:deed>/", own.review_deed, name="review_deed"),
    path("scores/consequences/", consequences.consequence_list, name="consequences"),
    path("scores/consequences/<int:pk>/", consequences.consequence, name="consequence"),
    path("scores/consequences/<int:pk>/letter/", consequences.letter, name="letter"),
    path("scores/consequences/<int:pk>/<slug:deed>/", consequences.consequence_deed, name="consequence_deed"),
    path("", include("scoring.urls.indicators")),
    path("", include("scoring.urls.surveys")),
]
