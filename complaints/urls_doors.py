"""Addresses of the doors without a name, of talk, and of what protects people who complain."""

from django.urls import path

from complaints import converters  # noqa: F401 -- registers <ordernumber:…>
from complaints.views import anonymous, citizen_talk, gateway, identities, imports, transfers

urlpatterns = [
    path("complaints/anonymous/", anonymous.new, name="anonymous"),
    path("complaints/anonymous/order/", anonymous.query, name="anonymous_query"),
    path("complaints/query/talk/", citizen_talk.by_code, name="query_talk"),
    path("complaints/<ordernumber:number>/join/", citizen_talk.join, name="join"),
    path("my/orders/<ordernumber:number>/talk/", citizen_talk.mine, name="my_talk"),
    path("desk/orders/<ordernumber:number>/talk/", identities.talk, name="desk_talk"),
    path("desk/orders/<ordernumber:number>/identity/", identities.ask, name="ask_identity"),
    path("desk/orders/<ordernumber:number>/transfer/", transfers.send, name="send_transfer"),
    path("api/v1/sms", gateway.receive, name="sms"),
    path("desk/hotline/import/", imports.load, name="import_orders"),
    path("desk/hotline/import/pattern/", imports.pattern, name="import_pattern"),
    path("desk/identities/", identities.identities, name="identities"),
    path("desk/identities/<int:pk>/", identities.identity, name="identity"),
    path("desk/identities/<int:pk>/<slug:deed>/", identities.identity_deed, name="identity_deed"),
    path("desk/organs/", transfers.organs, name="organs"),
    path("desk/organs/<int:pk>/<slug:deed>/", transfers.organ_deed, name="organ_deed"),
    path("desk/transfers/", transfers.transfers, name="transfers"),
    path("desk/transfers/<int:pk>/", transfers.transfer, name="transfer"),
    path("desk/transfers/<int:pk>/<slug:deed>/", transfers.transfer_deed, name="transfer_deed"),
]
