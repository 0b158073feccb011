"""Pages of the community: the board, a question with its answers, asking and answering."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.searching import words_of
from gighall.base.text import plain_lines
from gighall.domain.accounts.models import Person
from gighall.domain.accounts.queries import outside_contact_clause
from gighall.domain.forum import actions
from gighall.domain.forum.models import Post
from gighall.domain.forum.queries import (
    answers_in,
    chosen_in,
    found_topics,
    get_post,
    get_question,
    posts_by_id,
    recommended_in,
)
from gighall.domain.forum.rules import ACTIVE, ANSWER_SORTS, BEST_FIRST, TOPIC_SORTS
from gighall.web.forum.addresses import id_in, post_address, topic_address
from gighall.web.forum.board import board_rows, board_tabs
from gighall.web.forum.bodies import author_of, excerpt_of, quotation_of, sources_of
from gighall.web.forum.drafts import draft_of, forget_draft, keep_draft
from gighall.web.forum.forms import AskForm, BoardForm, PostForm
from gighall.web.forum.members import sign_in_to
from gighall.web.forum.structured import structured_question
from gighall.web.forum.views import answers_words, post_views, reader_of, recommended_views, sort_links
from gighall.web.shared.paging import page_of
from gighall.web.shared.signed_in import person_of


def reader(request: HttpRequest) -> Person | None:
    """Return who looks at a page, None for a guest."""
    return request.user if request.user.is_authenticated else None


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """List the questions, or what fits the words in the address."""
    form = BoardForm(request.GET)
    form.is_valid()
    typed = form.cleaned_data.get("q", "")
    sort = request.GET.get("sort", "")
    sort = sort if sort in TOPIC_SORTS else ACTIVE
    page = page_of(request, found_topics(words=words_of(typed), sort=sort), size=limits.PAGE_ROWS)
    context = {
        "form": form,
        "typed": typed,
        "rows": board_rows(page.rows),
        "page": page,
        "tabs": board_tabs(sort, typed),
        "kept": {} if sort == ACTIVE else {"sort": sort},
    }
    return render(request, "forum/board.html", context)


@require_safe
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """Show a question with its answers; the id in the address decides, and another slug leads to the right one."""
    person = reader(request)
    question = get_question(topic_id=id_in(topic), is_staff=person is not None and person.is_staff)
    address = topic_address(question.topic)
    if reverse("forum:topic", args=[topic]) != address:
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    form = PostForm(initial={"text": draft_of(request, question.topic.public_id), "client_key": uuid.uuid4()})
    return topic_page(request, question, form)


def topic_page(request: HttpRequest, question: Post, form: PostForm) -> HttpResponse:
    """Render a question's page with the reader's words in the box below it."""
    person, now = reader(request), clock.now()
    is_staff = person is not None and person.is_staff
    sort = sort_asked(request)
    rows = answers_in(question.topic, sort=sort, with_removed=is_staff)
    page = page_of(request, rows, size=limits.ANSWERS_PAGE_ROWS)
    standing, chosen = recommended_in(question.topic), chosen_in(question.topic)
    posts = [question, *page.rows]
    views = post_views(posts, reader_of(person, question, posts, standing, now))
    asker = author_of(question.author)
    context: dict[str, Any] = {
        "topic": question.topic,
        "href": topic_address(question.topic),
        "question": views[0],
        "answers": views[1:],
        "heading": answers_words(question.topic.answers),
        "recommended": recommended_views(standing, chosen, asker),
        "sorts": sort_links(question, sort) if question.topic.answers > 1 else [],
        "sort": "" if sort == BEST_FIRST else sort,
        "page": page,
        "form": form,
        "summary": excerpt_of(question.words),
        "clause": outside_contact_clause(),
        "structured_html": ""
        if question.topic.is_note or question.removed_at
        else structured_question(question, page.rows, chosen=chosen),
    }
    return render(request, "forum/topic.html", context, status=422 if form.errors else 200)


def sort_asked(request: HttpRequest) -> str:
    """Return the order of the answers that the address or the form asks for."""
    asked = request.POST.get("sort") or request.GET.get("sort", "")
    return asked if asked in ANSWER_SORTS else BEST_FIRST


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Let a member put a question to everybody."""
    form = AskForm(request.POST or None, initial={"client_key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            question = actions.ask(
                by_id=person_of(request).pk,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                key=form.key(),
                now=clock.now(),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your question is there. You get a mail when somebody answers."))
            return redirect(topic_address(question.topic))
    context = {"form": form, "clause": outside_contact_clause()}
    return render(request, "forum/ask.html", context, status=422 if form.errors else 200)


@require_POST
def answer(request: HttpRequest, topic: str) -> HttpResponse:
    """Store an answer; put a quote into the box; keep a guest's words and let them sign in first."""
    question = get_question(topic_id=id_in(topic))
    typed = plain_lines(request.POST.get("text", ""))
    if quoted := request.POST.get("quote"):
        return topic_page(request, question, _with_quote(request, typed, quoted))
    if not request.user.is_authenticated:
        keep_draft(request, question.topic.public_id, typed)
        return sign_in_to(f"{topic_address(question.topic)}#reply")
    form = PostForm(request.POST)
    if form.is_valid():
        try:
            post = actions.answer(
                topic_id=question.topic.public_id,
                by_id=person_of(request).pk,
                text=typed,
                key=form.key(),
                now=clock.now(),
            )
        except NotYours:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            forget_draft(request, question.topic.public_id)
            post.refresh_from_db()
            return redirect(post_address(post, sort=sort_asked(request)))
    return topic_page(request, question, form)


def _with_quote(request: HttpRequest, typed: str, post_id: str) -> PostForm:
    """Return the box with what was typed and a post quoted below it."""
    try:
        post = get_post(post_id=post_id)
    except NotYours:
        text = typed
    else:
        quotation = quotation_of(post, posts_by_id(sources_of(post.body)))
        text = f"{typed.rstrip()}\n\n{quotation}" if typed.strip() else quotation
    return PostForm(initial={"text": text, "client_key": uuid.uuid4()})
