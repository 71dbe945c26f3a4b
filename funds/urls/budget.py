"""Addresses of the desks of funds: proposals, quotas, plans, applications, the bank, the ledger."""

from django.urls import path

from funds.views import applications, banking, desk, proposals, quotas, slips, terms, vouchers

urlpatterns = [
    path("desk/funds/", desk.desk, name="desk"),
    path("desk/funds/all/", desk.funds, name="funds"),
    path("desk/funds/all/new/", desk.new_fund, name="new_fund"),
    path("desk/funds/all/<slug:code>/", desk.fund, name="fund"),
    path("desk/funds/all/<slug:code>/propose/<slug:kind>/", proposals.propose, name="propose"),
    path("desk/funds/all/<slug:code>/<slug:deed>/", desk.fund_deed, name="fund_deed"),
    path("desk/funds/proposals/", proposals.proposals, name="proposals"),
    path("desk/funds/proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("desk/funds/proposals/<int:pk>/<slug:deed>/", proposals.proposal_deed, name="proposal_deed"),
    path("desk/funds/quotas/", quotas.quotas, name="quotas"),
    path("desk/funds/quotas/<int:pk>/", quotas.quota, name="quota"),
    path("desk/funds/quotas/<int:pk>/apply/", applications.apply, name="apply"),
    path("desk/funds/quotas/<int:pk>/<slug:deed>/", quotas.quota_deed, name="quota_deed"),
    path("desk/funds/plans/", quotas.plans, name="plans"),
    path("desk/funds/plans/<int:pk>/", quotas.plan, name="plan"),
    path("desk/funds/plans/<int:pk>/<slug:deed>/", quotas.plan_deed, name="plan_deed"),
    path("desk/funds/applications/", applications.applications, name="applications"),
    path("desk/funds/applications/<int:pk>/", applications.application, name="application"),
    path("desk/funds/applications/<int:pk>/rewrite/", applications.rewrite, name="rewrite"),
    path("desk/funds/applications/<int:pk>/<slug:deed>/", applications.application_deed, name="application_deed"),
    path("desk/funds/slips/", slips.slips, name="slips"),
    path("desk/funds/slips/statistics/", slips.statistics, name="slip_statistics"),
    path("desk/funds/terms/", terms.terms, name="terms"),
    path("desk/funds/terms/<int:pk>/sign/", terms.sign, name="sign_term"),
    path("desk/funds/files/", banking.files, name="files"),
    path("desk/funds/files/<int:pk>/", banking.file, name="file"),
    path("desk/funds/files/<int:pk>/csv/", banking.file_csv, name="file_csv"),
    path("desk/funds/statements/", banking.statements, name="statements"),
    path("desk/funds/statements/<int:pk>/", banking.statement, name="statement"),
    path("desk/funds/statements/<int:pk>/<int:line>/", banking.settle, name="settle"),
    path("desk/funds/vouchers/", vouchers.vouchers, name="vouchers"),
    path("desk/funds/vouchers/<int:pk>/", vouchers.voucher, name="voucher"),
    path("desk/funds/vouchers/<int:pk>/paper/", vouchers.paper, name="paper"),
    path("desk/funds/postings/<int:pk>/return/", proposals.give_back, name="give_back"),
    path("desk/funds/payees/", desk.payees, name="payees"),
    path("desk/funds/payees/new/", desk.new_payee, name="new_payee"),
]
