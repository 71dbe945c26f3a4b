"""Addresses of the citizen side."""

from django.urls import path

from approvals import converters  # noqa: F401 -- registers <plaincode:…>
from approvals.views import (
    citizen_apply,
    citizen_appointments,
    citizen_cases,
    citizen_contact,
    citizen_items,
    citizen_licences,
    citizen_progress,
    citizen_ratings,
)

urlpatterns = [
    path("items/", citizen_items.items, name="items"),
    path("items/<plaincode:code>/", citizen_items.item, name="item"),
    path("items/<plaincode:code>/forms/<uuid:token>/", citizen_items.form, name="item_form"),
    path("apply/<plaincode:code>/", citizen_apply.apply, name="apply"),
    path("my/", citizen_cases.my, name="my"),
    path("my/drafts/<int:pk>/discard/", citizen_apply.discard, name="discard_draft"),
    path("my/read/", citizen_contact.read_all, name="read_all"),
    path("my/looks/", citizen_contact.looks, name="looks"),
    path("my/licences/", citizen_licences.mine, name="my_licences"),
    path("my/<plaincode:number>/", citizen_cases.case, name="case"),
    path("my/<plaincode:number>/receipt/", citizen_cases.receipt, name="receipt"),
    path("my/<plaincode:number>/correct/", citizen_cases.correct, name="correct"),
    path("my/<plaincode:number>/withdraw/", citizen_cases.withdraw, name="withdraw"),
    path("my/<plaincode:number>/hearing/", citizen_licences.hearing, name="hearing"),
    path("my/<plaincode:number>/rate/", citizen_ratings.rate, name="rate"),
    path("my/<plaincode:number>/messages/", citizen_contact.write, name="write"),
    path("my/<plaincode:number>/looks/", citizen_contact.case_looks, name="case_looks"),
    path("appointments/", citizen_appointments.mine, name="appointments"),
    path("appointments/book/<plaincode:code>/", citizen_appointments.book, name="book"),
    path("appointments/<plaincode:number>/", citizen_appointments.appointment, name="appointment"),
    path("appointments/<plaincode:number>/cancel/", citizen_appointments.cancel, name="cancel_appointment"),
    path("ratings/", citizen_ratings.public, name="ratings"),
    path("progress/rate/", citizen_ratings.rate_with_code, name="rate_with_code"),
    path("progress/", citizen_progress.check, name="progress"),
]
