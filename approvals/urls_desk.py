"""Addresses of the desk side."""

from django.urls import path

from approvals.views import (
    desk,
    desk_appointments,
    desk_case,
    desk_figures,
    desk_lower,
    desk_messages,
    desk_opinions,
    desk_ratings,
    desk_register,
)

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/cases/", desk.cases, name="desk_cases"),
    path("desk/cases/sent-up/", desk_lower.sent_up, name="sent_up"),
    path("desk/opinions/", desk_opinions.listed, name="opinions"),
    path("desk/extensions/", desk_opinions.requests, name="extension_requests"),
    path("desk/search/", desk.search, name="desk_search"),
    path("desk/register/", desk_register.register, name="register"),
    path("desk/figures/", desk_figures.figures, name="my_figures"),
    path("desk/ratings/", desk_ratings.ratings, name="desk_ratings"),
    path("desk/ratings/<int:pk>/", desk_ratings.rating, name="desk_rating"),
    path("desk/messages/", desk_messages.inbox, name="desk_messages"),
    path("desk/appointments/", desk_appointments.appointments, name="desk_appointments"),
    path("desk/appointments/<plaincode:number>/<slug:how>/", desk_appointments.note, name="note_appointment"),
    path("desk/cases/<str:number>/messages/", desk_messages.conversation, name="conversation"),
    path("desk/cases/<str:number>/", desk_case.workbench, name="workbench"),
    path("desk/cases/<str:number>/<slug:deed>/", desk_case.deed, name="deed"),
]
