"""A person at a browser window: what people do in the hall, by the names that the pages give to things."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import open_context, watch
from tests.harness.halls import RunningHall
from tests.patience import until

PASSWORD = "correct horse battery staple"
# Says everything that the live line tells somebody who asks for a record: entries, and the end of the asking.
ASK_LIVE_LINE = """record => new Promise((resolve, reject) => {
  const told = [];
  const socket = new WebSocket(`ws://${location.host}/live/`);
  socket.onerror = () => resolve(told);
  socket.onclose = () => resolve(told);
  socket.onmessage = ({ data }) => {
    told.push(data);
    const frame = JSON.parse(data);
    if (frame.op === "hello") {
      socket.send(JSON.stringify({ op: "since", c: record, n: 0 }));
      socket.send(JSON.stringify({ op: "post", c: record, k: crypto.randomUUID(), t: "Let me in!" }));
    }
    if (frame.op === "refused" || frame.op === "ack") socket.close();
  };
  setTimeout(() => reject(new Error(`no answer: ${told}`)), 60_000);
})"""
CODE = re.compile(r"^\s*([A-Z0-9]{4}-?[A-Z0-9]{2,4})\s*$", re.MULTILINE)


@dataclass
class Window:
    """One person's window on a hall."""

    hall: RunningHall
    page: Page
    troubles: list[str]
    email: str = ""
    order_path: str = ""
    gig_path: str = ""
    marked: list[str] = field(default_factory=list)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in with address and password."""
        self.email = email
        self.page.goto("/account/login/")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.press("Sign in")
        expect(self.page.get_by_role("link", name="Orders")).to_be_visible()

    def open_hall(self, *, hall_name: str, name: str, email: str) -> None:
        """Open an empty hall on its first-run page, with the code that lies in its home."""
        self.page.goto("/")
        expect(self.page).to_have_url(f"{self.hall.origin}/setup/")
        self.page.get_by_label("Set-up code").fill((self.hall.home / "setup-code").read_text().strip())
        self.page.get_by_label("Name of the hall").fill(hall_name)
        self.page.get_by_label("Your name").fill(name)
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("checkbox", name=re.compile("accept the terms")).check()
        self.press("Open the hall")
        expect(self.page.get_by_role("heading", name="Your hall is open")).to_be_visible()

    def join(self, name: str, email: str) -> None:
        """Sign up, and confirm the address with the code from the mail."""
        self.page.goto("/account/signup/")
        self.page.get_by_label("Name", exact=True).fill(name)
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("checkbox", name=re.compile("accept the terms")).check()
        self.press("Sign up")
        expect(self.page.get_by_role("heading", name="Check your mail")).to_be_visible()
        self.page.get_by_label("Code from the mail").fill(code_from_mail(self.hall, email))
        self.press("Confirm the address")
        expect(self.page.get_by_role("link", name="Orders")).to_be_visible()

    def grant_credits(self, email: str, amount: str, reason: str) -> None:
        """Give somebody credits, as staff."""
        self.page.goto("/staff/")
        self.main.get_by_role("link", name="Credits").click()
        self.page.get_by_label("E-mail address of the person").fill(email)
        self.page.get_by_label("Amount").fill(amount)
        self.page.get_by_label("Reason").fill(reason)
        self.press("Grant credits")
        expect(self.page.get_by_role("table", name="Granted credits")).to_contain_text(reason)

    def take_credits(self) -> None:
        """Take demo credits, unless one has as many as anybody may take."""
        self.page.goto("/money/")
        take = self.main.get_by_role("button", name=re.compile("demo credits"))
        if take.count():
            take.click()
            expect(self.page.get_by_text("more.")).to_be_visible()

    def press(self, name: str) -> None:
        """Press the button with this name in the main part of the page."""
        self.main.get_by_role("button", name=name, exact=True).click()

    @property
    def main(self) -> Locator:
        """Return the main part of the page."""
        return self.page.get_by_role("main")

    @property
    def timeline(self) -> Locator:
        """Return the timeline of the order page that is open."""
        return self.page.get_by_role("log", name="Everything of this order")

    def publish_gig(self, *, title: str, text: str, price: str) -> None:
        """Write a gig in the editor and put it up for sale."""
        self.page.goto("/gigs/mine/")
        self.main.get_by_role("link", name="New gig").first.click()
        expect(self.main).to_contain_text("Your chats are held on the order page")
        self.page.get_by_label("Category").select_option(label="Programming")
        self.page.get_by_label("Title").fill(title)
        self.page.get_by_label("What the buyer gets").fill(text)
        self.page.get_by_label("Price").fill(price)
        self.press("Save as draft")
        self.press("Publish")
        expect(self.page.get_by_text("Published. When someone orders")).to_be_visible()
        self.gig_path = self.path

    def order(self, gig_path: str) -> None:
        """Read a gig's page, and order it with the credits one has."""
        self.page.goto(gig_path)
        expect(self.main).to_contain_text("On your order page, which we make when you order.")
        self.main.get_by_role("link", name="Order", exact=True).click()
        self.press("Pay and order")
        expect(self.timeline).to_contain_text("This page is where you two talk.")
        self.order_path = self.path

    def open_order(self, order_path: str) -> None:
        """Open the order page and wait for its live line."""
        self.order_path = order_path
        self.page.goto(order_path)
        self.wait_for_live_line()

    def wait_for_live_line(self) -> None:
        """Wait until the page says hello to the live program, and mark it, so that a reload would show."""
        expect(self.page.locator("live-timeline[data-line='open']")).to_be_attached()
        self.page.evaluate("window.neverReloaded = true")

    def never_reloaded(self) -> bool:
        """Say whether the page is still the one that was marked."""
        return bool(self.page.evaluate("window.neverReloaded === true"))

    def say(self, text: str) -> None:
        """Write a message on the order page and send it."""
        box = self.page.get_by_role("textbox", name=re.compile("^Write to "))
        box.fill(text)
        self.page.get_by_role("button", name="Send").click()
        expect(box).to_have_value("")

    def say_anywhere(self, text: str) -> None:
        """Write a first message on a page that leads to the talk."""
        self.page.get_by_role("textbox", name=re.compile("^Write to ")).fill(text)
        self.page.get_by_role("button", name="Send").click()
        expect(self.page.locator("live-timeline")).to_be_attached()

    @property
    def record(self) -> str:
        """Return the id of the open order's record."""
        return self.page.locator("live-timeline").get_attribute("record") or ""

    def numbered_words(self) -> list[tuple[str, str]]:
        """Return the number and the words of each message on the page, from top to bottom."""
        found = self.timeline.locator("li[data-number]:has([data-part=text])").evaluate_all(
            "items => items.map(item => [item.dataset.number, item.querySelector('[data-part=text]').innerText])"
        )
        return [(number, words) for number, words in found]

    def frames_of(self, record: str) -> list[str]:
        """Ask the live line for a record and post to it; return what it says until it answers a post."""
        self.page.goto("/")
        frames: list[str] = self.page.evaluate(ASK_LIVE_LINE, record)
        return frames

    def message(self, text: str) -> Locator:
        """Return the entry of the timeline that holds these words."""
        return self.timeline.get_by_role("listitem").filter(has_text=text)

    def deliver(self, text: str) -> None:
        """Deliver the open order in words."""
        self.page.get_by_text("Deliver", exact=True).first.click()
        self.page.get_by_label("What you deliver").fill(text)
        self.page.get_by_role("button", name="Deliver now").click()
        expect(self.page.get_by_text("Delivered. The buyer was told.")).to_be_visible()

    def accept(self) -> None:
        """Accept the delivery of the open order."""
        self.page.get_by_text("Accept the delivery", exact=True).click()
        self.page.get_by_role("button", name="Accept and pay out").click()
        expect(self.page.get_by_text("Accepted. The seller was paid.")).to_be_visible()

    def statement(self) -> list[str]:
        """Return the lines of one's statement, newest first, each as one text."""
        self.page.goto("/money/")
        rows = self.page.get_by_role("table", name="Your statement").get_by_role("row")
        return [" ".join(row.split()) for row in rows.all_inner_texts()[1:]]

    def status_of(self, path: str, *, method: str = "get", form: dict[str, str] | None = None) -> int:
        """Ask for an address with this window's cookies and return the answer's status, redirects not followed."""
        cookies = {cookie["name"]: cookie["value"] for cookie in self.page.context.cookies()}
        request = self.page.context.request
        if method == "get":
            return request.get(path, max_redirects=0).status
        fields: dict[str, str | float | bool] = {
            "csrfmiddlewaretoken": cookies.get("csrftoken", ""),
            **(form or {}),
        }
        headers = {"Referer": f"{self.hall.origin}/"}
        return request.post(path, form=fields, headers=headers, max_redirects=0).status

    @property
    def path(self) -> str:
        """Return the path of the open page."""
        return self.page.url.removeprefix(self.hall.origin).split("#")[0]


def open_window(browser: Browser, hall: RunningHall) -> Window:
    """Open a window that nobody is signed in to."""
    page = open_context(browser, hall.origin).new_page()
    return Window(hall, page, watch(page))


def code_from_mail(hall: RunningHall, email: str) -> str:
    """Return the code in the newest mail that the hall sent to an address."""

    def look() -> str | None:
        mails = [mail for mail in hall.mails if email in str(mail["To"])]
        body = mails[-1].get_body(("plain",)) if mails else None
        found = CODE.search(body.get_content()) if body else None
        return found[1] if found else None

    return until(look, what=f"a mail with a code to {email}")
