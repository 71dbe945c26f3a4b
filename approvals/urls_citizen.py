"""Addresses of the citizen side."""

from django.urls import path

from approvals import converters  # noqa: F401 -- registers <plaincode:…>
from approvals.views import citizen_apply, citizen_cases, citizen_documents, citizen_items, citizen_progress

urlpatterns = [
    path("items/", citizen_items.items, name="items"),
    path("items/<plaincode:code>/", citizen_items.item, name="item"),
    path("apply/<plaincode:code>/", citizen_apply.apply, name="apply"),
    path("my/", citizen_cases.my, name="my"),
    path("my/drafts/<int:pk>/discard/", citizen_apply.discard, name="discard_draft"),
    path("my/<plaincode:number>/", citizen_cases.case, name="case"),
    path("my/<plaincode:number>/receipt/", citizen_cases.receipt, name="receipt"),
    path("my/<plaincode:number>/correct/", citizen_cases.correct, name="correct"),
    path("my/<plaincode:number>/withdraw/", citizen_cases.withdraw, name="withdraw"),
    path("progress/", citizen_progress.check, name="progress"),
    path("documents/<int:pk>/", citizen_documents.document, name="document"),
]
