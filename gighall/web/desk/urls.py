"""The address at which a side of an order asks support."""

from django.urls import path

from gighall.web.desk import pages

app_name = "desk"
urlpatterns = [
    path("", pages.ask, name="ask"),
]
