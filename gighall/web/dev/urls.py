"""Addresses that exist in demo mode only."""

from django.urls import path

from gighall.web.dev import pages

app_name = "dev"
urlpatterns = [
    path("", pages.people, name="people"),
    path("clock/", pages.move_clock, name="clock"),
    path("mail/", pages.mails, name="mails"),
    path("mail/<int:mail_id>/", pages.mail, name="mail"),
    path("mail/<int:mail_id>/html/", pages.mail_html, name="mail_html"),
]
