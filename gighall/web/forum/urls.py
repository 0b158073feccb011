"""Addresses of the community."""

from django.urls import path

from gighall.web.forum import judging, pages, posts, reports, staff

app_name = "forum"
urlpatterns = [
    path("", pages.board, name="board"),
    path("ask/", pages.ask, name="ask"),
    path("note/", staff.note, name="note"),
    path("recommend/", staff.recommend, name="recommend"),
    path("posts/<str:post_id>/", posts.show, name="post"),
    path("posts/<str:post_id>/edit/", posts.edit, name="edit"),
    path("posts/<str:post_id>/history/", posts.history, name="history"),
    path("posts/<str:post_id>/quotation/", posts.quotation, name="quotation"),
    path("posts/<str:post_id>/removal/", posts.remove, name="removal"),
    path("posts/<str:post_id>/vote/", judging.vote, name="vote"),
    path("posts/<str:post_id>/reactions/", judging.reactions, name="reactions"),
    path("posts/<str:post_id>/reaction/", judging.react, name="reaction"),
    path("posts/<str:post_id>/report/", reports.report, name="report"),
    path("posts/<str:post_id>/hiding/", staff.hide, name="hiding"),
    path("posts/<str:post_id>/showing/", staff.show, name="showing"),
    path("posts/<str:post_id>/recommendation/", staff.recommend_post, name="recommendation"),
    path("posts/<str:post_id>/recommendation/end/", staff.end_recommendation, name="recommendation_end"),
    path("<str:topic>/", pages.topic, name="topic"),
    path("<str:topic>/answers/", pages.answer, name="answers"),
    path("<str:topic>/best/", judging.choose, name="best"),
]
