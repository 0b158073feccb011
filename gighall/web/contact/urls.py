"""The address to which every verdict leads."""

from django.urls import path

from gighall.web.contact import pages

urlpatterns = [path("contact/", pages.show, name="contact")]
