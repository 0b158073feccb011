"""The first run: the operator names the hall, gives it a colour and becomes its first admin."""

from pathlib import Path

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from gighall.base import clock
from gighall.base.errors import Refused
from gighall.domain.accounts import actions, queries
from gighall.domain.accounts.rules import HallAlreadySetUp, NameUnusable
from gighall.web.shared import errors
from gighall.web.shared.rates import visitor_address
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import staff_only

from .forms import FirstRunForm

WRONG_CODES_MAX = 10
WRONG_CODES_SECONDS = 600


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Ask for what a hall needs to open; once it is open, this page leads to the front page."""
    if queries.hall_or_none() is not None:
        return redirect("/")
    tries = f"setup-code-tries:{visitor_address(request)}"
    if request.method == "POST" and cache.get(tries, 0) >= WRONG_CODES_MAX:
        return errors.too_many_requests(request)
    form = FirstRunForm(
        request.POST or None,
        initial={"code": request.GET.get("code", "")},
        expected_code=_expected_code(),
    )
    if form.is_valid():
        answer = _open_hall(request, form)
        if answer is not None:
            return answer
    elif "code" in form.errors:
        cache.add(tries, 0, timeout=WRONG_CODES_SECONDS)
        cache.incr(tries)
    response = render(request, "setup/first_run.html", {"form": form})
    # The address may carry the code, so the page stays in no cache.
    response["Cache-Control"] = "no-store"
    return response


def _expected_code() -> str:
    file = Path(settings.GIGHALL_SETUP_CODE_FILE)
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""


def _open_hall(request: HttpRequest, form: FirstRunForm) -> HttpResponse | None:
    typed = form.cleaned_data
    try:
        admin = actions.set_up_hall(
            hall_name=typed["hall_name"],
            accent_hue=typed["accent_hue"],
            name=typed["name"],
            email=typed["email"],
            password=typed["password"],
            time_zone=typed["time_zone"],
            terms_number=typed["terms_number"],
            now=clock.now(),
        )
    except HallAlreadySetUp as refusal:
        messages.error(request, say(refusal))
        return redirect("/")
    except NameUnusable as refusal:
        # The person's own name was looked at by the form, so it is the hall's.
        form.add_error("hall_name", say(refusal))
        return None
    except Refused as refusal:
        form.add_error(None, say(refusal))
        return None
    Path(settings.GIGHALL_SETUP_CODE_FILE).unlink(missing_ok=True)
    get_adapter(request).login(request, admin)
    return redirect("setup:open")


@require_safe
@staff_only
def opened(request: HttpRequest) -> HttpResponse:
    """Say that the hall is open, and what to do next."""
    return render(request, "setup/open.html", {"origin": settings.GIGHALL_ORIGIN})
