"""Addresses of money, papers and figures: documents, registers, statistics, circulars, public results."""

from django.urls import path

from approvals.views import desk_fees, desk_registers, documents, hall_reports, results, statistics

urlpatterns = [
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/print/", documents.print_document, name="print_document"),
    path("desk/fees/", desk_fees.charges, name="fees"),
    path("desk/fees/refunds/", desk_fees.refunds, name="refunds"),
    path("desk/fees/days/", desk_fees.days, name="fee_days"),
    path("desk/fees/<int:pk>/refund/", desk_fees.refund, name="refund"),
    path("desk/prints/", desk_registers.printings, name="printings"),
    path("desk/seals/", desk_registers.seals, name="seal_uses"),
    path("desk/seals/paper/", desk_registers.seal_paper, name="seal_paper"),
    path("desk/numbers/", desk_registers.numbers, name="document_numbers"),
    path("desk/statistics/", statistics.statistics, name="statistics"),
    path("desk/circulars/", hall_reports.circular, name="circular"),
    path("results/", results.results, name="results"),
]
