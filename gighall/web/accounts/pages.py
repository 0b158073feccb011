"""The account page and what belongs to it: profile, terms, tokens, sign-ins."""

from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gighall.base import clock
from gighall.base.errors import NotYours, Refused
from gighall.domain.accounts import actions, queries
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of
from gighall.web.shared.typed import DIGITS_MAX

from .adapter import SignInsAdapter
from .forms import AcceptTermsForm, EditPersonForm, TokenForm
from .views import day, organisations_row, sign_ins, terms_standing, ways_in

# Where the words of a new token wait for the one page that shows them.
_MADE_JUST_NOW = "accounts_made_just_now"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Show the account, and take a new name or time zone."""
    person = person_of(request)
    form = EditPersonForm(request.POST or None, initial={"name": person.name, "time_zone": person.time_zone})
    if form.is_valid():
        try:
            actions.edit_person(person_id=person.pk, now=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:home")
    context = {
        "form": form,
        "joined_on": day(person.joined_at),
        "ways": ways_in(person),
        "standing": terms_standing(person),
        "organisations": organisations_row(person),
    }
    return render(request, "account/home.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest) -> HttpResponse:
    """Show what changed in the terms and take the acceptance of the present version."""
    asked_next = request.POST.get("next") or request.GET.get("next", "")
    form = AcceptTermsForm(request.POST or None, initial={"next": asked_next})
    if form.is_valid():
        number = form.cleaned_data["terms_number"]
        try:
            actions.accept_terms(person_id=person_of(request).pk, number=number, now=clock.now())
        except Refused as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("You accepted version {number} of the terms.").format(number=number))
            return redirect(_safe_next(request, asked_next))
    context = {"form": form, "standing": terms_standing(person_of(request))}
    return render(request, "account/terms.html", context)


def _safe_next(request: HttpRequest, wanted: str) -> str:
    # A word without a slash would be taken for the name of a page.
    is_ours = wanted.startswith(("/", "http")) and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "accounts:home"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List a person's tokens and make new ones; the words of a new one are shown on the next page, once."""
    form = TokenForm(request.POST or None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        waiting = request.session.get(_MADE_JUST_NOW)
        if waiting and waiting["name"] == name:
            # A second press: the words of the first one wait to be shown.
            return redirect("accounts:tokens")
        if _make_token(request, form, name):
            return redirect("accounts:tokens")
    new = request.session.pop(_MADE_JUST_NOW, None) if request.method == "GET" else None
    context = {"form": form, "new": new, "tokens": queries.tokens_of(person_of(request).pk)}
    response = render(request, "account/tokens.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _make_token(request: HttpRequest, form: forms.Form, name: str) -> bool:
    try:
        token, words = actions.create_token(person_id=person_of(request).pk, name=name, now=clock.now())
    except Refused as refusal:
        form.add_error("name", say(refusal))
        return False
    request.session[_MADE_JUST_NOW] = {"name": token.name, "words": words}
    return True


@login_required
@require_POST
def revoke_token(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a token."""
    try:
        actions.revoke_token(person_id=person_of(request).pk, public_id=public_id)
    except NotYours as refusal:
        raise Http404 from refusal
    messages.success(request, _("The token is revoked. Programs that use it are refused from now on."))
    return redirect("accounts:tokens")


@login_required
@require_safe
def list_sign_ins(request: HttpRequest) -> HttpResponse:
    """List the browsers in which a person is signed in."""
    rows = sign_ins(person_of(request), present_key=request.session.session_key)
    return render(request, "usersessions/usersession_list.html", {"sign_ins": rows})


@login_required
@require_POST
def end_sign_ins(request: HttpRequest) -> HttpResponse:
    """End one other sign-in, or all others."""
    others = UserSession.objects.filter(user_id=person_of(request).pk).exclude(
        session_key=request.session.session_key
    )
    wanted = request.POST.get("sign_in", "")
    if wanted:
        is_number = wanted.isdecimal() and len(wanted) <= DIGITS_MAX
        others = others.filter(pk=int(wanted)) if is_number else others.none()
    ended = list(others)
    SignInsAdapter().end_sessions(ended)
    if ended:
        messages.success(request, _("Done: whoever sat there has to sign in again."))
    return redirect("usersessions_list")
