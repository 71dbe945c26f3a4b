"""Public addresses of the record; included by the portal without a prefix."""

from django.urls import path

from records import views

app_name = "records"
urlpatterns = [
    path("seals/", views.seals, name="seals"),
    path("seals/latest.json", views.latest, name="latest"),
    path("seals/verify.py", views.verifier, name="verifier"),
    path("seals/witness.py", views.witness, name="witness"),
    path("seals/receipt/", views.find_receipt, name="find_receipt"),
    path("seals/receipt/<slug:digest>.json", views.receipt_json, name="receipt_json"),
    path("seals/receipt/<slug:digest>/", views.receipt, name="receipt"),
    path("attachments/<uuid:token>/", views.attachment, name="attachment"),
    path("attachments/<uuid:token>/small/", views.small, name="small"),
]
