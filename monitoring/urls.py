"""Addresses of supervision."""

from django.urls import path

from monitoring import urls_notices, urls_room
from monitoring.views import board, register

app_name = "monitoring"
urlpatterns = [
    path("supervision/", register.overview, name="overview"),
    path("supervision/board/", board.board, name="board"),
    path("supervision/board/windows/", board.windows, name="board_windows"),
    path("supervision/board/cases/", board.cell, name="board_cell"),
    path("supervision/board/cards/<int:pk>/note/", board.acknowledge, name="acknowledge"),
    path("supervision/cards/", register.cards, name="cards"),
    path("supervision/findings/<int:pk>/", register.finding, name="finding"),
    path("supervision/findings/<int:pk>/answer/", register.answer, name="answer"),
    path("supervision/findings/<int:pk>/close/", register.close, name="close"),
    path("supervision/rules/", register.rules, name="rules"),
    path("desk/cards/", register.mine, name="my_cards"),
    *urls_notices.urlpatterns,
    *urls_room.urlpatterns,
]
