"""Addresses of orders."""

from django.urls import path

from gighall.web.files import pages as files
from gighall.web.inbox import reports
from gighall.web.orders import moves, pages
from gighall.web.transcripts import pages as transcripts

app_name = "orders"
urlpatterns = [
    path("", pages.index, name="index"),
    path("<str:order_id>/", pages.show, name="show"),
    path("<str:order_id>/timeline/", pages.timeline, name="timeline"),
    path("<str:order_id>/state/", pages.state, name="state"),
    path("<str:order_id>/bundle/", pages.bundle, name="bundle"),
    path("<str:order_id>/transcripts/<str:session_id>.<str:form>", transcripts.of_order, name="transcript"),
    path("<str:order_id>/files/", files.send_in_order, name="files"),
    path("<str:order_id>/reading-mark/", pages.mark_read, name="reading_mark"),
    path("<str:order_id>/messages/", pages.post_message, name="messages"),
    path("<str:order_id>/draft/", pages.save_draft, name="draft"),
    path("<str:order_id>/report/", reports.of_order, name="report"),
    path("<str:order_id>/answers/", moves.answer_questions, name="answers"),
    path("<str:order_id>/deliveries/", moves.deliver, name="deliveries"),
    path("<str:order_id>/acceptance/", moves.accept, name="acceptance"),
    path("<str:order_id>/revisions/", moves.ask_for_revision, name="revisions"),
    path("<str:order_id>/review-extension/", moves.extend_review, name="review_extension"),
    path("<str:order_id>/cancellation/", moves.cancel, name="cancellation"),
    path("<str:order_id>/requests/", moves.ask, name="requests"),
    path("<str:order_id>/requests/<str:request_id>/answer/", moves.answer_request, name="request_answer"),
]
