"""The case that Candor is made for, by the pages alone: an interviewer's bad line, told in plain words and not counted; a new
interview at once; verified; and the platform says how it acts on it.

Only what the call itself measures is posted by a program, since the call takes place elsewhere. Once the candidate has no
mouse, once no scripts, both times on a phone.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from browser import PHONE, Watch, shape_faults
from candor_client import Line, Meeting, Person, instant

BAD = Line(loss=0.35, round_trip_ms=900, server_round_trip_ms=900)
BAD_SEEN_FROM_AFAR = Line(loss=0.35, round_trip_ms=900, server_round_trip_ms=35)


class Hands:
    """A person at a browser who presses what is called so: by clicks, or by keys alone."""

    def __init__(self, page: Page, base_url: str):
        self.page, self.base_url = page, base_url

    def open(self, path: str):
        self.page.goto(self.base_url + path)

    def reads(self, *texts: str | re.Pattern):
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def heads(self, text: str | re.Pattern):
        expect(self.page.locator("h1")).to_contain_text(text)
        faults = shape_faults(self.page)
        assert not faults, (self.page.url, faults)

    def press(self, name: str | re.Pattern):
        self.act(self.page.get_by_role("button", name=name, exact=isinstance(name, str)).first)

    def follow(self, name: str | re.Pattern):
        self.act(self.page.get_by_role("link", name=name).first)

    def act(self, target):
        target.click()

    def tick(self, target):
        target.check()

    def write(self, target, text: str):
        target.fill(text)


class Keys(Hands):
    """Reaches everything by Tab, and acts with Enter, Space and letters."""

    def reach(self, target, most: int = 260):
        expect(target).to_be_visible()
        wanted = target.element_handle()
        for _ in range(most):
            if wanted.evaluate("one => document.activeElement === one"):
                assert wanted.evaluate(
                    "one => { const look = getComputedStyle(one), label = one.closest('label');"
                    " const around = label ? getComputedStyle(label) : look;"
                    " return [look, around].some(s => s.outlineStyle !== 'none' || s.boxShadow !== 'none'); }"
                ), f"no focus to be seen on {target}"
                return
            # Of a group of radio buttons Tab reaches one; the arrows lead to the others.
            same_group = wanted.evaluate(
                "one => one.type === 'radio' && document.activeElement.type === 'radio'"
                " && document.activeElement.name === one.name && document.activeElement.form === one.form")
            self.page.keyboard.press("ArrowDown" if same_group else "Tab")
        raise AssertionError(f"Tab never reaches {target} on {self.page.url}")

    def act(self, target):
        self.reach(target)
        self.page.keyboard.press("Enter")

    def tick(self, target):
        self.reach(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def write(self, target, text: str):
        self.reach(target)
        self.page.keyboard.type(text)


class Candidate:
    """What the person does, on pages only."""

    def __init__(self, hands: Hands, person: Person):
        self.hands, self.person = hands, person
        self.home = f"/c/{person.session}"

    def comes_in(self):
        self.hands.open("/c")
        self.hands.write(self.hands.page.locator("#code"), self.person.opened["code"])
        self.hands.act(self.hands.page.locator("#code-button"))
        self.hands.heads("asks you to a short interview")
        self.hands.reads("You are not under suspicion", "Nothing changes in your account")

    def agrees(self):
        hands = self.hands
        hands.follow(re.compile("^Start"))
        hands.heads("Is any of these skills not yours?")
        hands.press("Continue")
        hands.heads("Is this right?")
        hands.press("Continue")
        hands.heads("How do you want to talk?")
        hands.tick(hands.page.locator('input[name="mode"][value="video"]'))
        hands.press("Continue")
        hands.heads("Do you agree to take part?")
        hands.tick(hands.page.get_by_label(re.compile("I agree to take part")))
        hands.press("Continue")
        hands.heads("Check your answers")
        hands.press("Confirm")
        hands.heads("Choose a time")

    def books(self) -> Meeting:
        hands = self.hands
        hands.act(hands.page.locator(".times a").first)
        hands.heads("Is this time right?")
        hands.press("Book this time")
        hands.heads("Your interview")
        body = self.person.read()
        return Meeting(self.person, {**body["booking"], "interview": body["attempts"][-1]["interview"]})

    def is_there(self):
        self.hands.open(f"{self.home}/interview")
        self.hands.press("I am here")
        self.hands.reads("We know that you are here")


class Interviewer:
    """Holds an interview at a desk, by clicks."""

    def __init__(self, hands: Hands, meeting: Meeting):
        self.hands, self.meeting, self.demo = hands, meeting, meeting.demo
        self.path = f"/interviews/{meeting.id}"

    def comes(self):
        hands = self.hands
        member = next(one for one in self.demo.staff if one["token"] == self.meeting.holder.token)
        hands.open("/sign-in")
        hands.page.fill("#email", member["email"])
        hands.page.fill("#password", member["password"])
        hands.press("Sign in")
        hands.open(self.path)
        hands.press("Join")
        hands.reads("You have joined")

    def asks_everything(self, rating: str):
        """Each item is marked as asked, answered and rated; saved without scripts, by the button of its own form."""
        hands, page = self.hands, self.hands.page
        hands.open(self.path)
        hands.press("Start the interview")
        hands.reads("Under way")
        self.meeting.started = self.demo.now()
        for part in ("identity", "facts", "questions"):
            hands.open(f"{self.path}?part={part}")
            for name in page.locator("[data-item]").evaluate_all("all => all.map((one) => one.id)"):
                page.locator(f"#{name}").get_by_role("button", name="Asked", exact=True).click()
                self.demo.advance(50)
                item = page.locator(f"#{name}")
                wanted = rating if item.locator("[data-rating]").count() else "match"
                item.locator(f'input[type="radio"][value="{wanted}"]').check()
                item.get_by_role("button", name="Answered", exact=True).click()
        self.meeting.last_at_least(14 * 60)

    def sends(self, recommendation: str):
        hands, page = self.hands, self.hands.page
        hands.open(self.path)
        hands.press("End the call")
        hands.open(f"{self.path}/check")
        page.locator(f'input[name="recommendation"][value="{recommendation}"]').check()
        page.fill("#summary", "What was seen and heard in this call.")
        hands.press("Send the scorecard")
        hands.reads("Your scorecard was sent")


def hold(candidate: Candidate, browser, meeting: Meeting, *, rating: str, recommendation: str, bad: bool):
    """One interview from both sides. A bad line begins with the questions, on the interviewer's side."""
    demo = meeting.demo
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(10_000)
    try:
        meeting.find_holder()
        demo.advance_to(instant(meeting.booking["starts_at"]))
        desk = Interviewer(Hands(context.new_page(), demo.base_url), meeting)
        desk.comes()
        candidate.is_there()
        desk.asks_everything(rating)
        begins = min(
            (instant(item["asked_at"]) - meeting.started).total_seconds()
            for item in meeting.items() if item["kind"] == "question")
        lines = {}
        if bad:
            at = lambda line: lambda second: line if second >= begins - 20 else Line()
            lines = {"interviewer": at(BAD), "candidate": at(BAD_SEEN_FROM_AFAR)}
        meeting.post_rows(**lines)
        desk.sends(recommendation)
    finally:
        context.close()


@pytest.fixture(params=["keyboard only", "without scripts"])
def hands(request, browser, demo):
    scripts = request.param == "keyboard only"
    context = browser.new_context(
        viewport=PHONE, java_script_enabled=scripts, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(10_000)
    watch = Watch(context, demo.base_url)
    yield (Keys if scripts else Hands)(context.new_page(), demo.base_url)
    context.close()
    watch.assert_quiet()


def test_a_bad_line_of_the_interviewer_costs_the_candidate_nothing(demo, browser, hands):
    person = Person.opens(demo)
    candidate = Candidate(hands, person)
    candidate.comes_in()
    candidate.agrees()

    first = candidate.books()
    hold(candidate, browser, first, rating="1", recommendation="no", bad=True)
    attempt = person.read()["attempts"][0]
    assert attempt["result"] == "aborted_technical" and attempt["fault_party"] == "interviewer", attempt

    hands.open(candidate.home)
    hands.heads("Choose a time for your next interview")
    hands.reads("This interview does not count", "Tries used: 0 of 3")
    hands.open(f"{candidate.home}/attempts/{first.id}")
    hands.reads("This interview ended because of the line", "It used none of your tries", "your interviewer's side")
    assert hands.page.locator("svg.chart").count() == 1 and hands.page.locator("table").count() >= 1

    hands.open(candidate.home)
    hands.follow("See free times")
    hands.heads("Choose a time")
    second = candidate.books()
    assert second.id != first.id
    hold(candidate, browser, second, rating="4", recommendation="yes", bad=False)
    outcome = person.settled("concluded")["outcome"]

    hands.open(candidate.home)
    hands.heads("You are verified")
    hands.open(f"{candidate.home}/result")
    hands.reads("Verified", "Go")
    demo.platform().post(
        f"/v1/outcomes/{outcome['id']}/acknowledgements", {"state": "applied", "account_state": "active"}, expect=201)
    hands.open(f"{candidate.home}/timeline")
    hands.reads("The platform told us how it acts on your result")
    hands.heads("Everything that happened")
