"""Addresses of the inbox."""

from django.urls import path

from gighall.web.files import pages as files
from gighall.web.inbox import blocks, filing, pages, reports, responses

app_name = "inbox"
urlpatterns = [
    path("", pages.index, name="index"),
    path("search/", pages.search, name="search"),
    path("labels/", filing.labels, name="labels"),
    path("labels/<str:label_id>/name/", filing.rename_label, name="label_name"),
    path("labels/<str:label_id>/removal/", filing.delete_label, name="label_removal"),
    path("quick-responses/", responses.responses, name="responses"),
    path("quick-responses/<str:response_id>/", responses.edit, name="response"),
    path("quick-responses/<str:response_id>/removal/", responses.delete, name="response_removal"),
    path("blocked/", blocks.blocked, name="blocked"),
    path("blocked/<str:person_id>/removal/", blocks.unblock_person, name="blocked_removal"),
    path("<str:conversation_id>/", pages.show, name="show"),
    path("<str:conversation_id>/timeline/", pages.timeline, name="timeline"),
    path("<str:conversation_id>/calls/", pages.calls, name="calls"),
    path("<str:conversation_id>/reading-mark/", pages.mark_read, name="reading_mark"),
    path("<str:conversation_id>/files/", files.send_in_conversation, name="files"),
    path("<str:conversation_id>/messages/", pages.post_message, name="messages"),
    path("<str:conversation_id>/draft/", pages.save_draft, name="draft"),
    path("<str:conversation_id>/to-order/", pages.write_on_order, name="to_order"),
    path("<str:conversation_id>/star/", filing.star, name="star"),
    path("<str:conversation_id>/archive/", filing.archive, name="archive"),
    path("<str:conversation_id>/labels/", filing.put_labels, name="put_labels"),
    path("<str:conversation_id>/block/", blocks.block, name="block"),
    path("<str:conversation_id>/unblock/", blocks.unblock, name="unblock"),
    path("<str:conversation_id>/report/", reports.of_conversation, name="report"),
]
