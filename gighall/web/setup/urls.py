"""Addresses of the first run."""

from django.urls import path

from gighall.web.setup import pages

app_name = "setup"
urlpatterns = [
    path("", pages.first_run, name="first_run"),
    path("open/", pages.opened, name="open"),
]
