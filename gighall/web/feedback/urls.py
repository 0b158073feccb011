"""Addresses of feedback, each below its order."""

from django.urls import path

from gighall.web.feedback import pages

app_name = "feedback"
urlpatterns = [
    path("<str:order_id>/", pages.give, name="give"),
    path("<str:order_id>/<str:feedback_id>/reply/", pages.reply, name="reply"),
]
