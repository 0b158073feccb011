"""Addresses that belong to no area: what browsers ask every site for."""

from django.urls import path

from gighall.web.shared import pages

app_name = "shared"
urlpatterns = [
    path("offline/", pages.offline, name="offline"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("sw.js", pages.service_worker, name="service_worker"),
    path("manifest.webmanifest", pages.manifest, name="manifest"),
    path("hall.css", pages.hall_css, name="hall_css"),
]
