"""Addresses of the video call of an order."""

from django.urls import path

from gighall.web.video import pages

app_name = "video"
urlpatterns = [
    path("", pages.show, name="show"),
    path("panel/", pages.panel, name="panel"),
    path("connection/", pages.connection, name="connection"),
    path("wish/", pages.ask, name="wish"),
    path("start/", pages.start, name="start"),
    path("withdrawal/", pages.withdraw, name="withdrawal"),
    path("end/", pages.end, name="end"),
]
