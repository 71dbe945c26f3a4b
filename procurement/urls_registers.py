"""Addresses of the registers, the committees and the figures at the desks, and of those who were drawn."""

from django.urls import path

from procurement import converters  # noqa: F401 -- registers <tendernumber:…>
from procurement.views import committees, conduct, experts, figures, registers, seats

urlpatterns = [
    path("desk/registers/applications/", registers.registrations, name="registrations"),
    path("desk/registers/applications/<int:pk>/", registers.registration, name="registration"),
    path("desk/registers/applications/<int:pk>/<slug:deed>/", registers.registration_deed, name="registration_deed"),
    path("desk/registers/firms/import/", registers.load, name="import_firms"),
    path("desk/registers/firms/pattern.xlsx", registers.pattern, name="firms_pattern"),
    path("desk/registers/firms/<int:pk>/", registers.firm_record, name="firm_record"),
    path("desk/registers/firms/<int:pk>/<slug:deed>/", registers.firm_deed, name="firm_deed"),
    path("desk/registers/open/", registers.open_records, name="open_records"),
    path("desk/registers/open/new/", registers.new_open_record, name="new_open_record"),
    path("desk/registers/open/<int:pk>/", registers.open_record, name="desk_open_record"),
    path("desk/registers/open/<int:pk>/<slug:deed>/", registers.open_record_deed, name="open_record_deed"),
    path("desk/registers/experts/", experts.experts, name="experts"),
    path("desk/registers/experts/new/", experts.new_expert, name="new_expert"),
    path("desk/registers/experts/<int:pk>/", experts.expert, name="expert"),
    path("desk/registers/experts/<int:pk>/<slug:deed>/", experts.expert_deed, name="expert_deed"),
    path("desk/registers/conduct/", conduct.misconducts, name="misconducts"),
    path("desk/registers/conduct/new/", conduct.new_misconduct, name="new_misconduct"),
    path("desk/registers/conduct/<int:pk>/", conduct.misconduct, name="misconduct"),
    path("desk/registers/conduct/<int:pk>/<slug:deed>/", conduct.misconduct_deed, name="misconduct_deed"),
    path("desk/committees/<tendernumber:number>/", committees.committee, name="committee"),
    path("desk/committees/<tendernumber:number>/<slug:deed>/", committees.deed, name="committee_deed"),
    path("desk/appraisals/<tendernumber:number>/<slug:who>/", committees.appraise, name="appraise"),
    path("desk/trade-figures/", figures.desk_figures, name="figures"),
    path("desk/trade-figures/<party:who>/", figures.parties, name="parties"),
    path("my/criteria/<tendernumber:number>/", committees.my_criteria, name="my_criteria"),
    path("my/committees/", seats.seats, name="my_seats"),
    path("my/committees/interest/", seats.declare, name="declare"),
    path("my/committees/<int:pk>/", seats.seat, name="my_seat"),
    path("my/committees/<int:pk>/accept/", seats.accept, name="accept_seat"),
    path("my/committees/<int:pk>/decline/", seats.decline, name="decline_seat"),
    path("my/committees/<int:pk>/arrive/", seats.arrive, name="arrive"),
    path("my/committees/<int:pk>/score/", seats.score, name="score"),
    path("my/registers/", seats.my_registers, name="my_registers"),
    path("my/registers/new/", seats.register_firm, name="register_firm"),
    path("my/registers/conduct/<int:pk>/", seats.my_misconduct, name="my_misconduct"),
    path("my/registers/conduct/<int:pk>/<slug:deed>/", seats.my_misconduct_deed, name="my_misconduct_deed"),
]
