"""Addresses of people."""

from django.urls import path

from gighall.web.people import pages

app_name = "people"
urlpatterns = [path("<str:person_id>/", pages.show, name="show")]
