"""Addresses of the inbox."""

from django.urls import path

from gighall.web.files import pages as files
from gighall.web.inbox import pages

app_name = "inbox"
urlpatterns = [
    path("", pages.index, name="index"),
    path("<str:conversation_id>/", pages.show, name="show"),
    path("<str:conversation_id>/timeline/", pages.timeline, name="timeline"),
    path("<str:conversation_id>/reading-mark/", pages.mark_read, name="reading_mark"),
    path("<str:conversation_id>/files/", files.send_in_conversation, name="files"),
    path("<str:conversation_id>/messages/", pages.post_message, name="messages"),
]
