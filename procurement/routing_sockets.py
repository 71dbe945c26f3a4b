"""WebSocket addresses of trading."""

from django.urls import path

from procurement import converters  # noqa: F401 -- registers <tendernumber:…>
from procurement.consumers import AuctionConsumer

websocket_urlpatterns = [path("ws/auctions/<tendernumber:number>/", AuctionConsumer.as_asgi())]
