"""Addresses of supervision."""

from django.urls import path

from monitoring import urls_inspections, urls_notices, urls_room, urls_rules
from monitoring.views import board, cards, register

app_name = "monitoring"
urlpatterns = [
    path("supervision/", register.overview, name="overview"),
    path("supervision/board/", board.board, name="board"),
    path("supervision/board/windows/", board.windows, name="board_windows"),
    path("supervision/board/cases/", board.cell, name="board_cell"),
    path("supervision/board/cards/<int:pk>/note/", board.acknowledge, name="acknowledge"),
    path("supervision/cards/", register.cards, name="cards"),
    path("supervision/findings/<int:pk>/", register.finding, name="finding"),
    path("supervision/findings/<int:pk>/deeds/<slug:deed>/", cards.deed, name="card_deed"),
    path("supervision/cards/new/", cards.propose, name="propose"),
    path("supervision/appeals/", cards.appeals, name="appeals"),
    path("supervision/locks/", cards.locks, name="locks"),
    path("desk/cards/", register.mine, name="my_cards"),
    *urls_inspections.urlpatterns,
    *urls_notices.urlpatterns,
    *urls_room.urlpatterns,
    *urls_rules.urlpatterns,
]
