"""Addresses of the gallery."""

from django.urls import path

from gighall.web.gallery import pages

app_name = "gallery"
urlpatterns = [
    path("", pages.gallery, name="home"),
    path("right-to-left/", pages.right_to_left, name="right_to_left"),
    path("errors/<slug:name>/", pages.error_page, name="error"),
    path("mail/", pages.mail, name="mail"),
]
