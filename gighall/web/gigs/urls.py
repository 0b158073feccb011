"""Addresses of gigs."""

from django.urls import path

from gighall.web.gigs import pages

app_name = "gigs"
urlpatterns = [
    path("mine/", pages.mine, name="mine"),
    path("new/", pages.new, name="new"),
    path("<str:gig_id>/", pages.show, name="show"),
    path("<str:gig_id>/edit/", pages.edit, name="edit"),
    path("<str:gig_id>/publication/", pages.publish, name="publish"),
    path("<str:gig_id>/question/", pages.question, name="question"),
    path("<str:gig_id>/order/", pages.order, name="order"),
]
