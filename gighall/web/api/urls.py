"""Addresses of the HTTP API, version 1."""

from django.urls import path

from gighall.web.api.api import api

urlpatterns = [path("", api.urls)]
