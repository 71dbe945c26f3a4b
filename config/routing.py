"""WebSocket addresses of all apps."""

from monitoring.routing import websocket_urlpatterns

__all__ = ["websocket_urlpatterns"]
