"""WebSocket addresses of all apps."""

from complaints.routing_sockets import websocket_urlpatterns as of_complaints
from monitoring.routing import websocket_urlpatterns as of_monitoring
from procurement.routing_sockets import websocket_urlpatterns as of_procurement

websocket_urlpatterns = [*of_monitoring, *of_complaints, *of_procurement]
