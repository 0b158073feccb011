"""Addresses of files; they are sent to the page of their conversation or order."""

from django.urls import path

from gighall.web.files import pages

app_name = "files"
urlpatterns = [path("<str:file_id>/", pages.show, name="show")]
