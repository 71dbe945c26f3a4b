"""WebSocket addresses of complaints."""

from django.urls import path

from complaints.consumers import SessionConsumer

websocket_urlpatterns = [path("ws/face/<slug:number>/", SessionConsumer.as_asgi())]
