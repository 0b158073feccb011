"""Addresses below /terms/."""

from django.urls import path

from . import terms_pages

app_name = "terms"
urlpatterns = [
    path("", terms_pages.present, name="present"),
    path("<int:number>/", terms_pages.version, name="version"),
    path("<int:number>/changes/", terms_pages.changes, name="changes"),
]
