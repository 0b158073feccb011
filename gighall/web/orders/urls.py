"""Addresses of orders."""

from django.urls import path

from gighall.web.files import pages as files
from gighall.web.inbox import reports
from gighall.web.orders import pages

app_name = "orders"
urlpatterns = [
    path("", pages.index, name="index"),
    path("<str:order_id>/", pages.show, name="show"),
    path("<str:order_id>/timeline/", pages.timeline, name="timeline"),
    path("<str:order_id>/state/", pages.state, name="state"),
    path("<str:order_id>/bundle/", pages.bundle, name="bundle"),
    path("<str:order_id>/files/", files.send_in_order, name="files"),
    path("<str:order_id>/messages/", pages.post_message, name="messages"),
    path("<str:order_id>/draft/", pages.save_draft, name="draft"),
    path("<str:order_id>/report/", reports.of_order, name="report"),
    path("<str:order_id>/deliveries/", pages.deliver, name="deliveries"),
    path("<str:order_id>/acceptance/", pages.accept, name="acceptance"),
]
