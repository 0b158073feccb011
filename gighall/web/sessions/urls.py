"""Addresses of an order's session."""

from django.urls import path

from gighall.web.sessions import pages

app_name = "sessions"
urlpatterns = [
    path("", pages.show, name="show"),
    path("state/", pages.state, name="state"),
    path("messages/", pages.post_message, name="messages"),
    path("start/", pages.start, name="start"),
    path("withdrawal/", pages.withdraw, name="withdrawal"),
    path("pause/", pages.pause, name="pause"),
    path("resumption/", pages.resume, name="resumption"),
    path("end/", pages.end, name="end"),
]
