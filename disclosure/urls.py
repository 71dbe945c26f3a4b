"""Addresses everybody may open, and the desks of openness."""

from django.urls import path, register_converter

from disclosure import scores
from disclosure.views import (
    announcements,
    asking,
    data,
    desk,
    health,
    home,
    imports,
    library,
    openness,
    rows_catalogue,
    rows_duties,
    rows_lessons,
    rows_library,
    rows_open,
    rows_requests,
    rows_sheets,
    search,
)


class QuestionKey:
    """A lesson and the number of a question in it, such as 12-3."""

    regex = r"\d{1,9}-\d{1,3}"

    def to_python(self, value) -> tuple[int, int]:
        lesson, _sign, number = value.partition("-")
        return int(lesson), int(number)

    def to_url(self, value) -> str:
        return "{}-{}".format(*value)


register_converter(QuestionKey, "question")
app_name = "disclosure"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("figures/", home.figures, name="figures"),
    path("rankings/", home.figures, name="rankings"),
    path("rankings/rounds/", scores.rounds, name="rounds"),
    path("rankings/rounds/<int:pk>/", scores.ranking, name="ranking"),
    path("healthz", health.healthz, name="healthz"),
    path("announcements/", announcements.announcements, name="announcements"),
    path("announcements/<int:pk>/", announcements.announcement, name="announcement"),
    path("feeds/<slug:kind>.xml", announcements.feed, name="feed"),
    path("units/<slug:code>/", library.unit, name="unit"),
    path("open/", openness.catalogue, name="catalogue"),
    path("open/report/", openness.report, name="report"),
    path("open/files/<uuid:token>/", announcements.file, name="file"),
    path("open/published/<int:pk>/", openness.publication, name="publication"),
    path("open/units/<slug:code>/", openness.unit, name="unit_duties"),
    path("open/lines/<slug:code>/", openness.entry, name="entry"),
    path("open/requests/", asking.guide, name="request_guide"),
    path("open/requests/new/", asking.new, name="new_request"),
    path("open/requests/query/", asking.query, name="request_query"),
    path("open/requests/query/paper/<int:pk>/", asking.query_paper, name="query_paper"),
    path("open/requests/query/file/<uuid:token>/", asking.query_file, name="query_file"),
    path("open/requests/query/<slug:deed>/", asking.query_deed, name="request_query_deed"),
    path("open/requests/mine/", asking.mine, name="my_requests"),
    path("open/requests/mine/<slug:number>/", asking.my_request, name="my_request"),
    path("open/requests/mine/<slug:number>/paper/<int:pk>/", asking.my_paper, name="my_paper"),
    path("open/requests/mine/<slug:number>/<slug:deed>/", asking.my_deed, name="my_request_deed"),
    path("library/", library.library, name="library"),
    path("library/<slug:code>/", library.document, name="document"),
    path("lessons/", library.lessons, name="lessons"),
    path("lessons/<slug:code>/", library.lesson, name="lesson"),
    path("data/", data.datasets, name="data"),
    path("data/<slug:code>/", data.dataset, name="dataset"),
    path("data/<slug:code>.csv", data.csv_file, name="dataset_csv"),
    path("data/<slug:code>.json", data.json_file, name="dataset_json"),
    path("accessibility/", library.accessibility, name="accessibility"),
    path("satisfaction/method/", library.method, name="method"),
    path("desk/openness/", desk.desk, name="desk"),
    path("desk/openness/announcements/", desk.announcements, name="desk_announcements"),
    path("desk/openness/announcements/new/", rows_open.new_announcement, name="new_announcement"),
    path("desk/openness/announcements/<int:pk>/", rows_open.announcement, name="desk_announcement"),
    path("desk/openness/announcements/<int:pk>/<slug:deed>/", rows_open.announcement_deed, name="announcement_deed"),
    path("desk/openness/publications/", desk.publications, name="publications"),
    path("desk/openness/publications/<int:pk>/", rows_open.publication, name="desk_publication"),
    path("desk/openness/publications/<int:pk>/<slug:deed>/", rows_open.publication_deed, name="publication_deed"),
    path("desk/openness/duties/", desk.duties, name="duties"),
    path("desk/openness/duties/units/", desk.compliance, name="compliance"),
    path("desk/openness/duties/new/", rows_duties.new_duty, name="new_duty"),
    path("desk/openness/duties/import/", imports.duties, name="import_duties"),
    path("desk/openness/duties/pattern/", imports.pattern, name="duties_pattern"),
    path("desk/openness/duties/<int:pk>/", rows_duties.duty, name="duty"),
    path("desk/openness/duties/<int:pk>/<slug:deed>/", rows_duties.duty_deed, name="duty_deed"),
    path("desk/openness/catalogue/", rows_catalogue.lines, name="lines"),
    path("desk/openness/catalogue/new/", rows_catalogue.new_line, name="new_line"),
    path("desk/openness/catalogue/<slug:code>/", rows_catalogue.line, name="line"),
    path("desk/openness/catalogue/<slug:code>/<slug:deed>/", rows_catalogue.line_deed, name="line_deed"),
    path("desk/openness/checks/", desk.checks, name="checks"),
    path("desk/openness/checks/sheets/", rows_sheets.sheets, name="sheets"),
    path("desk/openness/checks/sheets/new/", rows_sheets.new_sheet, name="new_sheet"),
    path("desk/openness/checks/sheets/<int:pk>/", rows_sheets.sheet, name="sheet"),
    path("desk/openness/checks/sheets/<int:pk>/<slug:deed>/", rows_sheets.sheet_deed, name="sheet_deed"),
    path("desk/openness/checks/points/<int:pk>/", rows_sheets.point, name="point"),
    path("desk/openness/checks/points/<int:pk>/<slug:deed>/", rows_sheets.point_deed, name="point_deed"),
    path("desk/openness/lessons/", rows_lessons.lessons, name="desk_lessons"),
    path("desk/openness/lessons/new/", rows_lessons.new_lesson, name="new_lesson"),
    path("desk/openness/lessons/<int:pk>/", rows_lessons.lesson, name="desk_lesson"),
    path("desk/openness/lessons/<int:pk>/preview/", rows_lessons.preview, name="lesson_preview"),
    path("desk/openness/lessons/<int:pk>/<slug:deed>/", rows_lessons.lesson_deed, name="lesson_deed"),
    path("desk/openness/lessons/questions/<question:key>/", rows_lessons.question, name="question"),
    path(
        "desk/openness/lessons/questions/<question:key>/<slug:deed>/", rows_lessons.question_deed, name="question_deed"
    ),
    path("desk/openness/checks/new/", rows_duties.new_check, name="new_check"),
    path("desk/openness/checks/<int:pk>/", rows_duties.check, name="check"),
    path("desk/openness/checks/<int:pk>/<slug:deed>/", rows_duties.check_deed, name="check_deed"),
    path("desk/openness/requests/", desk.requests, name="desk_requests"),
    path("desk/openness/requests/papers/<int:pk>/", rows_requests.paper, name="desk_paper"),
    path("desk/openness/requests/<slug:number>/", rows_requests.info_request, name="desk_request"),
    path("desk/openness/requests/<slug:number>/<slug:deed>/", rows_requests.request_deed, name="request_deed"),
    path("desk/openness/library/", desk.documents, name="documents"),
    path("desk/openness/library/new/", rows_library.new_document, name="new_document"),
    path("desk/openness/library/<slug:code>/", rows_library.document, name="desk_document"),
    path("desk/openness/library/<slug:code>/<slug:deed>/", rows_library.document_deed, name="document_deed"),
]
