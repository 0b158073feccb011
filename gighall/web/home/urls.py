"""The front page and the program's pulse."""

from django.urls import path

from gighall.web.home import pages

app_name = "home"
urlpatterns = [
    path("", pages.front, name="front"),
    path("health/", pages.health, name="health"),
]
