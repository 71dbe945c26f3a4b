"""Addresses of surveys, public ratings, slips, and reports on duty and integrity."""

from django.urls import path

from scoring.views import duty
from scoring.views.surveys import ballots, desk, meetings, pool, public, tracked

urlpatterns = [
    path("satisfaction/", public.satisfaction, name="satisfaction"),
    path("satisfaction/drawing.py", public.drawing_program, name="drawing_program"),
    path("satisfaction/draws/<int:pk>/", public.draw_log, name="draw_log"),
    path("satisfaction/surveys/<int:pk>/", public.survey_results, name="survey_results"),
    path("satisfaction/units/<slug:code>/", public.satisfaction_unit, name="satisfaction_unit"),
    path("ballot/<str:token>/", ballots.ballot, name="ballot"),
    path("screen/<int:pk>/<slug:secret>/", ballots.screen, name="screen"),
    path("surveys/", desk.survey_list, name="surveys"),
    path("surveys/new/<slug:kind>/", desk.new_survey, name="new_survey"),
    path("surveys/meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("surveys/meetings/<int:pk>/draw/", meetings.draw_evaluators, name="draw_evaluators"),
    path("surveys/meetings/<int:pk>/slips/", meetings.print_slips, name="print_slips"),
    path("surveys/meetings/<int:pk>/paper/", meetings.paper_slip, name="paper_slip"),
    path("surveys/meetings/<int:pk>/count/", meetings.count_paper, name="count_paper"),
    path("surveys/meetings/<int:pk>/invitations/", meetings.invitations, name="invitations"),
    path("surveys/meetings/<int:pk>/minutes/", meetings.minutes, name="minutes"),
    path("surveys/meetings/<int:pk>/<slug:deed>/", meetings.meeting_deed, name="meeting_deed"),
    path("surveys/invitations/<int:pk>/", meetings.invitation, name="invitation"),
    path("surveys/invitations/<int:pk>/<slug:deed>/", meetings.invitation_deed, name="invitation_deed"),
    path("surveys/evaluators/", pool.evaluators, name="evaluators"),
    path("surveys/evaluators/new/", pool.new_evaluator, name="new_evaluator"),
    path("surveys/evaluators/import/", pool.import_evaluators, name="import_evaluators"),
    path("surveys/evaluators/pattern/", pool.evaluators_pattern, name="evaluators_pattern"),
    path("surveys/evaluators/<int:pk>/", pool.evaluator, name="evaluator"),
    path("surveys/evaluators/<int:pk>/<slug:deed>/", pool.evaluator_deed, name="evaluator_deed"),
    path("surveys/opinions/", tracked.opinion_list, name="opinions"),
    path("surveys/opinions/<int:pk>/", tracked.opinion, name="opinion"),
    path("surveys/opinions/<int:pk>/<slug:deed>/", tracked.opinion_deed, name="opinion_deed"),
    path("surveys/comments/", tracked.comment_list, name="comments"),
    path("surveys/comments/<int:pk>/", tracked.comment, name="comment"),
    path("surveys/comments/<int:pk>/<slug:deed>/", tracked.comment_deed, name="comment_deed"),
    path("surveys/<int:pk>/", desk.survey, name="survey"),
    path("surveys/<int:pk>/meeting/", desk.new_meeting, name="new_meeting"),
    path("surveys/<int:pk>/<slug:deed>/", desk.survey_deed, name="survey_deed"),
    path("duty-reports/", duty.reports, name="duty_reports"),
    path("duty-reports/new/", duty.call, name="call_duty"),
    path("duty-reports/archive/<int:pk>/", duty.archive, name="duty_archive"),
    path("duty-reports/<int:pk>/", duty.report, name="duty_report"),
    path("duty-reports/<int:pk>/<slug:deed>/", duty.report_deed, name="duty_deed"),
]
