"""Addresses of what people ask support."""

from django.urls import path

from gighall.web.desk import support_pages

app_name = "support"
urlpatterns = [
    path("support/", support_pages.index, name="index"),
    path("support/<str:ticket_id>/", support_pages.show, name="show"),
    path("support/<str:ticket_id>/closing/", support_pages.closing, name="closing"),
    # It lies with the gig, but is the desk's.
    path("gigs/<str:gig_id>/exception/", support_pages.ask_exception, name="ask_exception"),
]
