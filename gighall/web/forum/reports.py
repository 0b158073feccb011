"""Telling staff about a post of the community."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.text import clean_text
from gighall.domain.desk.actions import report_post
from gighall.domain.desk.rules import check_can_report_post
from gighall.domain.forum.queries import get_post
from gighall.web.forum.addresses import post_address
from gighall.web.forum.bodies import author_of
from gighall.web.forum.members import pressed_by_members
from gighall.web.inbox.forms import REASON_NAMES
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of


class PostReportForm(forms.Form):
    """What is wrong with a post."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"), choices=list(REASON_NAMES.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("In your words"),
        max_length=limits.REPORT_CHARACTERS_MAX,
        required=False,
        widget=forms.Textarea(attrs={"dir": "auto"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@pressed_by_members
def report(request: HttpRequest, post_id: str) -> HttpResponseBase:
    """Let a member tell staff about somebody else's post."""
    post = get_post(post_id=post_id)
    href = post_address(post)
    try:
        check_can_report_post(by_id=person_of(request).pk, author_id=post.author_id)
    except Refused as refusal:
        messages.info(request, say(refusal))
        return redirect(href)
    form = PostReportForm(request.POST or None)
    if form.is_valid():
        try:
            _kept, is_new = report_post(
                by_id=person_of(request).pk,
                post_id=post_id,
                reason=form.cleaned_data["reason"],
                words=clean_text(form.cleaned_data["words"]),
                now=clock.now(),
            )
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error(None, say(refusal))
        else:
            return _thank(request, href, is_new=is_new)
    context = {"form": form, "post": post, "href": href, "name": author_of(post.author).name}
    return render(request, "forum/report.html", context, status=422 if form.errors else 200)


def _thank(request: HttpRequest, href: str, *, is_new: bool) -> HttpResponse:
    if is_new:
        messages.success(request, _("Thank you. Staff will look at it. Who wrote it is not told."))
    else:
        messages.info(request, _("You told us about this before, and staff have it. Nothing was changed."))
    return redirect(href)
