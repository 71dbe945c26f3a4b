"""WebSocket addresses of supervision."""

from django.urls import path

from monitoring.consumers import BoardConsumer

websocket_urlpatterns = [path("ws/board/", BoardConsumer.as_asgi())]
