"""Addresses of notices, instructions, efficiency cases and archives."""

from django.urls import path, re_path

from monitoring.views import archive, efficiency, notices, urging

urlpatterns = [
    path("supervision/notices/", notices.notices, name="notices"),
    path("supervision/notices/new/", notices.new_notice, name="new_notice"),
    path("supervision/notices/<int:pk>/", notices.notice, name="notice"),
    path("supervision/notices/<int:pk>/<slug:deed>/", notices.notice_deed, name="notice_deed"),
    path("supervision/instructions/", notices.instructions, name="instructions"),
    path("supervision/instructions/new/", notices.new_instruction, name="new_instruction"),
    path("supervision/efficiency/", efficiency.cases, name="efficiency_cases"),
    path("supervision/efficiency/new/", efficiency.new_case, name="new_efficiency_case"),
    path("supervision/efficiency/<int:pk>/", efficiency.case, name="efficiency_case"),
    path("supervision/efficiency/<int:pk>/<slug:deed>/", efficiency.case_deed, name="efficiency_case_deed"),
    path("supervision/papers/<int:pk>/", efficiency.paper, name="paper"),
    path("supervision/urges/", urging.urges, name="urges"),
    path("supervision/archives/", archive.archives, name="archives"),
    path("supervision/archives/<slug:code>/", archive.unit_archive, name="unit_archive"),
    path("supervision/archives/<slug:code>/<int:pk>/", archive.person_archive, name="person_archive"),
    re_path(
        r"^supervision/archive-lines/(?P<pk>\d{1,18})/(?P<verdict>sign|refuse)/$", archive.sign, name="archive_line"
    ),
    path("desk/archive/", archive.my_archive, name="my_archive"),
]
