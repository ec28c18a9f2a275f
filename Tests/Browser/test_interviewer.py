"""Holding an interview on the pages: signing in, the diary, the scorecard by mouse and by keyboard, and what comes after.

Each journey is a function of a demo server and a page, so that one can also be run against a server that is up already:
`python Tests/Browser/test_interviewer.py .demo/ready.json [name of a journey]`.
"""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "API"))

from candor_client import Demo, Meeting, Person, instant, read_until  # noqa: E402

HEAVY = 50_000


def credentials(demo: Demo, role: str, number: int = 1) -> dict:
    return [member for member in demo.staff if member["role"] == role][number - 1]


def sign_in(page: Page, demo: Demo, member: dict, path: str = "/sign-in", password: str | None = None):
    page.goto(demo.base_url + path)
    page.fill("#email", member["email"])
    page.fill("#password", password or member["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()


class Desk:
    """The interview page, by what an interviewer does on it."""

    def __init__(self, page: Page, demo: Demo, meeting: Meeting):
        self.page = page
        self.demo = demo
        self.meeting = meeting
        self.url = f"{demo.base_url}/interviews/{meeting.id}"

    @classmethod
    def booked(cls, page: Page, demo: Demo, until=lambda meeting: None) -> "Desk":
        """A fresh booking, brought so far as `until` says, and whoever was drawn for it signed in."""
        person = Person.opens(demo)
        person.confirm()
        meeting = person.book()
        holder = meeting.find_holder()
        # Before signing in: when the clock runs ahead for days, whoever is signed in is signed out.
        until(meeting)
        member = next(member for member in demo.staff if member["token"] == holder.token)
        sign_in(page, demo, member)
        expect(page).to_have_url(re.compile("/interviews$"))
        return cls(page, demo, meeting)

    @classmethod
    def running(cls, page: Page, demo: Demo) -> "Desk":
        return cls.booked(page, demo, Meeting.begin).go("?part=questions")

    def go(self, rest: str = "") -> "Desk":
        self.page.goto(self.url + rest)
        return self

    def press(self, name: str) -> "Desk":
        self.page.get_by_role("button", name=name, exact=True).first.click()
        return self

    def follow(self, name: str) -> "Desk":
        self.page.get_by_role("link", name=name, exact=True).first.click()
        return self

    def items(self):
        return self.page.locator("[data-item]")

    def item(self, number: int):
        return self.items().nth(number)

    def shows(self, text: str | re.Pattern) -> "Desk":
        expect(self.page.locator("main")).to_contain_text(text)
        return self

    def stored(self, number: int) -> dict:
        """What the record has of an item, as the API tells it."""
        name = self.item(number).get_attribute("id")
        return next(item for item in self.meeting.items() if item["id"] == name)


def test_a_wrong_password_and_an_unknown_address_read_alike(page: Page, demo: Demo):
    told = []
    for email in (credentials(demo, "interviewer")["email"], "nobody@demo.invalid"):
        sign_in(page, demo, {"email": email, "password": "certainly not this one"})
        expect(page.locator("#email")).to_have_value(email)
        expect(page.locator("#password")).to_have_value("")
        told.append(page.locator(".error-summary").inner_text())
    assert told[0] == told[1]


def test_signing_in_leads_where_the_work_is_and_where_one_wanted_to_go(page: Page, demo: Demo):
    for role, path in (("interviewer", "/interviews"), ("reviewer", "/reviews"), ("operator", "/operator")):
        sign_in(page, demo, credentials(demo, role))
        expect(page).to_have_url(demo.base_url + path)
        page.goto(f"{demo.base_url}/account")
        page.get_by_role("button", name="Sign out", exact=True).click()
        expect(page.locator("main")).to_contain_text("You are signed out.")
    page.goto(f"{demo.base_url}/my/statistics")
    expect(page).to_have_url(re.compile("/sign-in"))
    sign_in(page, demo, credentials(demo, "interviewer"), "/sign-in?next=/my/statistics")
    expect(page).to_have_url(f"{demo.base_url}/my/statistics")


def test_nobody_is_led_to_another_site_by_signing_in(page: Page, demo: Demo):
    for place in ("//evil.example/", "https://evil.example/", "/%5Cevil.example", "javascript:alert(1)"):
        sign_in(page, demo, credentials(demo, "interviewer"), f"/sign-in?next={place}")
        expect(page).to_have_url(f"{demo.base_url}/interviews")
        page.get_by_role("button", name="Sign out", exact=True).click()


def test_signing_out_everywhere_ends_other_browsers_too(page: Page, demo: Demo):
    # Nobody's token for programs is needed after this one's is gone.
    member = credentials(demo, "operator")
    sign_in(page, demo, member)
    other = page.context.browser.new_context().new_page()
    sign_in(other, demo, member)
    expect(other).to_have_url(f"{demo.base_url}/operator")
    other.goto(f"{demo.base_url}/account")
    other.get_by_role("button", name="Sign out everywhere", exact=True).click()
    page.reload()
    expect(page).to_have_url(re.compile("/sign-in"))
    other.context.close()


def test_the_diary_shows_what_is_next_and_nothing_of_the_person(page: Page, demo: Demo):
    desk = Desk.booked(page, demo)
    expect(page.locator("main")).not_to_contain_text(desk.meeting.person.read()["display_name"])
    expect(page.locator(".next-step")).to_contain_text(re.compile(r"Your next interview\s+(In \d|Now|Under way)"))
    expect(page.locator(f"a[href='/interviews/{desk.meeting.id}']").first).to_be_visible()


def test_before_the_call_the_questions_can_be_read_and_nothing_filled_in(page: Page, demo: Demo):
    desk = Desk.booked(page, demo).go()
    desk.shows("nothing can be saved yet").shows("Interview with the candidate")
    expect(page.locator("form[data-autosave]")).to_have_count(0)
    assert desk.items().count() > 0


def test_joining_starting_and_ending_by_buttons(page: Page, demo: Demo):
    desk = Desk.booked(page, demo, lambda meeting: demo.advance_to(instant(meeting.booking["starts_at"])))
    desk.go().press("Join").shows("You have joined")
    desk.meeting.person.client.post(f"{desk.meeting.path}/join")
    desk.go().press("Start the interview").shows("Under way")
    expect(page.locator("h1")).to_contain_text(desk.meeting.person.read()["display_name"])
    expect(page.locator(".clock time")).to_have_text(re.compile(r"\d\d:\d\d"))
    # Nothing was measured in these few seconds, so the line ended it: free for both.
    desk.press("End the call").shows("This interview is over").shows("counts against nobody")


def test_an_item_is_recorded_by_keys_alone(page: Page, demo: Demo):
    desk = Desk.running(page, demo)
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(desk.item(0).locator("[data-marks]")).to_contain_text("being answered")
    demo.advance(40)
    page.keyboard.press("d")
    expect(desk.item(0).locator("[data-marks]")).to_contain_text("answered")
    page.keyboard.press("4")
    page.keyboard.press("n")
    page.keyboard.type("Knew it from work, jk 5 a d.")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(desk.item(0).locator("[data-saved]")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    expect(page.locator("#save-status")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    stored = desk.stored(0)
    assert (stored["rating"], stored["note"]) == (4, "Knew it from work, jk 5 a d.")
    assert instant(stored["answered_at"]) - instant(stored["asked_at"]) >= timedelta(seconds=40)
    page.keyboard.press("j")
    expect(desk.item(1)).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keyboard-help")).to_be_visible()


def test_asking_the_next_question_ends_the_answer_before(page: Page, demo: Demo):
    desk = Desk.running(page, demo)
    desk.item(0).get_by_role("button", name="Asked", exact=True).click()
    expect(desk.item(0).locator("[data-marks]")).to_contain_text("being answered")
    demo.advance(30)
    desk.item(1).get_by_role("button", name="Asked", exact=True).click()
    expect(desk.item(1).locator("[data-marks]")).to_contain_text("being answered")
    expect(desk.item(0).locator("[data-marks]")).to_contain_text("(3")
    first, second = desk.stored(0), desk.stored(1)
    assert first["answered_at"] <= second["asked_at"]


def test_typing_saves_itself(page: Page, demo: Demo):
    desk = Desk.running(page, demo)
    text = "«Ünïcode» مرحبا 🙂 <b>not bold</b>"
    desk.item(0).locator("textarea").fill(text)
    expect(desk.item(0).locator("[data-saved]")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    assert desk.stored(0)["note"] == text
    page.reload()
    expect(desk.item(0).locator("textarea")).to_have_value(text)


def test_a_lost_line_keeps_what_was_typed_and_sends_it_later(page: Page, demo: Demo):
    desk = Desk.running(page, demo)
    page.context.set_offline(True)
    desk.item(0).locator("textarea").fill("Typed on a train.")
    expect(page.locator("#save-status")).to_contain_text("Not saved yet; trying again")
    page.context.set_offline(False)
    expect(page.locator("#save-status")).to_have_text(re.compile(r"Saved \d\d:\d\d"), timeout=15_000)
    assert desk.stored(0)["note"] == "Typed on a train."


def test_of_two_tabs_the_slower_is_told_and_loses_nothing(page: Page, demo: Demo):
    desk = Desk.running(page, demo)
    other = page.context.new_page()
    other.goto(desk.url + "?part=questions")
    desk.item(0).locator("textarea").fill("From the first tab.")
    expect(desk.item(0).locator("[data-saved]")).to_have_text(re.compile("Saved"))
    late = other.locator("[data-item]").first
    late.locator("textarea").fill("From the second tab.")
    expect(late.locator("[data-conflict]")).to_contain_text("changed in another tab")
    expect(late.locator("[data-conflict]")).to_contain_text("From the first tab.")
    expect(late.locator("textarea")).to_have_value("From the second tab.")
    assert desk.stored(0)["note"] == "From the first tab."
    late.locator("[data-save]").click()
    expect(late.locator("[data-saved]")).to_have_text(re.compile("Saved"))
    assert desk.stored(0)["note"] == "From the second tab."


def test_everything_works_without_scripts(page: Page, demo: Demo):
    plain = page.context.browser.new_context(java_script_enabled=False).new_page()
    desk = Desk.running(plain, demo)
    desk.item(0).get_by_role("button", name="Asked", exact=True).click()
    demo.advance(25)
    desk.item(0).get_by_role("button", name="Answered", exact=True).click()
    desk.item(0).locator("input[value='3']").check()
    desk.item(0).locator("textarea").fill("By hand.")
    desk.item(0).locator("[data-save]").click()
    desk.shows("Saved")
    stored = desk.stored(0)
    assert (stored["rating"], stored["note"]) == (3, "By hand.")
    desk.item(1).get_by_role("button", name="Answered", exact=True).click()
    desk.shows("Mark the question as asked before")
    plain.context.close()


def test_a_note_that_is_too_long_is_kept_and_said(page: Page, demo: Demo):
    plain = page.context.browser.new_context(java_script_enabled=False).new_page()
    desk = Desk.running(plain, demo)
    text = "слово " * 800
    desk.item(0).locator("textarea").fill(text)
    desk.item(0).locator("[data-save]").click()
    desk.shows("A note can have 4000 characters")
    assert desk.item(0).locator("textarea").input_value().strip() == text.strip()
    plain.context.close()


def test_answers_are_checked_and_sent_once(page: Page, demo: Demo):
    desk = Desk.running(page, demo)
    desk.meeting.answer_all()
    desk.meeting.last_at_least(14 * 60)
    desk.meeting.post_rows()
    desk.go("/check").shows("The call is still running").press("End the call")
    desk.go("/check").shows("Every item has an answer")
    desk.press("Send the scorecard").shows("Choose what you recommend").shows("Write why you recommend this")
    page.locator("#recommendation-yes").check()
    page.fill("#summary", "Everything fits the profile.")
    desk.press("Send the scorecard").shows("Your scorecard was sent").shows("What happens next")
    page.go_back()
    desk.go("/check").shows("What happens next")
    desk.press("Good").shows("What you said about the line is in the record")


def test_rating_after_the_call_takes_its_end_for_the_end_of_the_answer(page: Page, demo: Demo):
    desk = Desk.running(page, demo)
    desk.meeting.last_at_least(14 * 60)
    desk.meeting.post_rows()
    desk.item(0).get_by_role("button", name="Asked", exact=True).click()
    expect(desk.item(0).locator("[data-marks]")).to_contain_text("being answered")
    other = page.context.new_page()
    other.goto(desk.url + "?part=questions")
    demo.advance(45)
    desk.meeting.post_rows()
    desk.go("?part=questions").press("End the call").shows("The call has ended")
    ended = desk.meeting.holder.get(desk.meeting.path)["ended_at"]
    demo.advance(20 * 60)
    desk.go("?part=questions")
    expect(desk.item(0).get_by_role("button", name="Answered", exact=True)).to_have_count(0)
    desk.item(0).locator("input[value='4']").check()
    expect(desk.item(0).locator("[data-saved]")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    expect(desk.item(0).locator("[data-state]")).to_have_text("Recorded")
    expect(desk.item(0).locator("[data-problem]")).to_be_hidden()
    stored = desk.stored(0)
    assert (stored["rating"], stored["answered_at"]) == (4, ended)
    assert instant(stored["answered_at"]) - instant(stored["asked_at"]) < timedelta(minutes=2)
    # A tab that is still open from the call.
    late = other.locator("[data-item]").nth(1)
    late.get_by_role("button", name="Asked", exact=True).click()
    expect(late.locator("[data-conflict]")).to_contain_text("The call has ended, so nothing more can be marked")
    assert desk.stored(1)["asked_at"] is None


def test_what_is_reported_is_never_hidden(page: Page, demo: Demo):
    desk = Desk.running(page, demo).go("/check")
    page.locator("#findings summary").click()
    page.fill("#finding_time_2", "00:01")
    desk.press("Send the scorecard").shows("Here stands a time alone")
    expect(page.locator("#finding_time_2")).to_be_visible()
    desk.go("/check")
    page.locator("#findings").evaluate("(findings) => { findings.open = true }")
    page.fill("#finding_time_2", "")
    page.fill("#finding_text_3", "Somebody read the answers aloud.")
    expect(page.locator("#save-status")).to_contain_text("Kept in this browser")
    page.reload()
    expect(page.locator("#finding_text_3")).to_have_value("Somebody read the answers aloud.")
    expect(page.locator("#finding_text_3")).to_be_visible()


def test_the_profile_is_unknown_until_both_have_joined(page: Page, demo: Demo):
    desk = Desk.booked(page, demo, lambda meeting: demo.advance_to(instant(meeting.booking["starts_at"])))
    told = [item["text"] for item in desk.meeting.items() if "Profile fact" in item["text"]]
    assert told and all(text.endswith(": shown once both of you have joined") for text in told)
    desk.go("?part=facts").shows("The profile says: shown once both of you have joined")
    for side in (desk.meeting.holder, desk.meeting.person.client):
        side.post(f"{desk.meeting.path}/join")
    desk.go("?part=facts").shows("The profile says: ")
    expect(page.locator("main")).not_to_contain_text("shown once both of you have joined")
    facts = [item["text"] for item in desk.meeting.items() if "Profile fact" in item["text"]]
    for fact in facts:
        value = fact.split(": ", 1)[1]
        assert value and value in page.content()


def test_single_keys_can_be_switched_off_and_on_by_a_button(page: Page, demo: Demo):
    desk = Desk.running(page, demo)
    help = page.locator("#keyboard-help")
    page.get_by_role("button", name="Keys", exact=True).click()
    expect(help).to_be_visible()
    page.locator("#keys-on").uncheck()
    page.get_by_role("button", name="Close", exact=True).click()
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(help).to_be_hidden()
    assert desk.item(0).evaluate("(item) => document.activeElement !== item")
    page.get_by_role("button", name="Keys", exact=True).click()
    page.locator("#keys-on").check()
    page.get_by_role("button", name="Close", exact=True).click()
    page.keyboard.press("?")
    expect(help).to_be_visible()


def test_signing_out_leaves_no_drafts_behind(page: Page, demo: Demo):
    desk = Desk.running(page, demo).go("/check")
    drafts = "Object.keys(localStorage).filter((name) => name.startsWith('candor-draft'))"
    page.fill("#summary", "A sentence about somebody.")
    expect(page.locator("#save-status")).to_contain_text("Kept in this browser")
    page.evaluate("localStorage.setItem('candor-draft st_another /interviews', JSON.stringify({ fields: {}, at: Date.now() }))")
    page.reload()
    expect(page.locator("#summary")).to_have_value("A sentence about somebody.")
    assert len(page.evaluate(drafts)) == 1 and desk.meeting.id in page.evaluate(drafts)[0]
    page.get_by_role("button", name="Sign out", exact=True).click()
    desk.shows("You are signed out.")
    # Asked again and again from here: what would wait inside the page evaluates a text there, which its policy forbids.
    assert read_until(lambda: page.evaluate(drafts), lambda left: not left, seconds=10) == []


def test_a_save_that_is_refused_is_not_sent_for_ever(page: Page, demo: Demo):
    desk = Desk.running(page, demo)
    sent = []

    def refuse(route):
        sent.append(route.request.url)
        route.fulfill(status=422, content_type="text/html", body="<p>A page of something on the way.</p>")

    page.route("**/items/*", refuse)
    desk.item(0).locator("textarea").fill("Kept in its place.")
    expect(desk.item(0).locator("[data-conflict]")).to_contain_text("Not saved yet")
    page.wait_for_timeout(3500)
    assert len(sent) == 1
    page.unroute("**/items/*")
    desk.item(0).locator("[data-save]").click()
    expect(desk.item(0).locator("[data-saved]")).to_have_text(re.compile("Saved"))
    assert desk.stored(0)["note"] == "Kept in its place."


def test_each_fault_of_a_new_password_has_its_own_words(page: Page, demo: Demo):
    member = credentials(demo, "reviewer")
    sign_in(page, demo, member)
    for new, words in (
            ("elevenchars", "at least 12 characters"), ("abcd" * 50 + "e", "longer than a password can be"),
            ("aaaaaaaaaaaaaaaa", "too easy to guess"), (member["email"], "else than your address")):
        page.goto(f"{demo.base_url}/account")
        page.fill("#password_current", member["password"])
        page.fill("#password_new", new)
        page.fill("#password_repeated", new)
        page.get_by_role("button", name="Change the password", exact=True).click()
        expect(page.locator(".error-summary")).to_contain_text(words)


def test_a_late_note_is_told_and_shown_for_copying(page: Page, demo: Demo):
    plain = page.context.browser.new_context(java_script_enabled=False).new_page()
    desk = Desk.running(plain, demo)
    desk.item(0).locator("textarea").fill("Too late, and still dear to me.")
    desk.meeting.finish()
    desk.item(0).locator("[data-save]").click()
    desk.shows("This could not be saved").shows("The scorecard was sent already")
    expect(plain.locator("textarea[readonly]")).to_have_value("Too late, and still dear to me.")
    plain.context.close()


def test_another_interviewer_does_not_find_it(page: Page, demo: Demo):
    desk = Desk.booked(page, demo)
    stranger = next(
        member for member in demo.staff
        if member["role"] == "interviewer" and member["token"] != desk.meeting.holder.token)
    other = page.context.browser.new_context().new_page()
    sign_in(other, demo, stranger)
    for rest in ("", "/check", "/done"):
        reply = other.goto(desk.url + rest)
        assert reply.status == 404
        assert desk.meeting.person.read()["display_name"] not in other.content()
    other.context.close()


def test_every_page_is_light_and_fits_a_small_screen(page: Page, demo: Demo):
    desk = Desk.running(page, demo)
    page.set_viewport_size({"width": 320, "height": 640})
    base = desk.url.removeprefix(demo.base_url)
    for path in ("/interviews", base, f"{base}?part=facts", f"{base}?part=questions", f"{base}/check", "/my/statistics",
                 "/my/hours", "/account"):
        reply = page.goto(demo.base_url + path)
        assert reply.status == 200, path
        assert len(reply.body()) < HEAVY, (path, len(reply.body()))
        assert "⟦" not in page.content(), path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (path, wide)


if __name__ == "__main__":
    ready = Path(sys.argv[1]).read_text().splitlines()[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, journey in list(globals().items()):
            if not name.startswith("test_") or (len(sys.argv) > 2 and sys.argv[2] not in name):
                continue
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            context.set_default_timeout(8000)
            try:
                journey(context.new_page(), Demo.from_ready_line(ready))
                print(f"ok    {name}", flush=True)
            except Exception as failure:  # a journey may fail in any way; the others are still told
                print(f"FAIL  {name}: {str(failure)[:600]}", flush=True)
            context.close()
        browser.close()
