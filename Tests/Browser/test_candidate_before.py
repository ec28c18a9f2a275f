"""A candidate's way from the mailed link to the interview, by hand-like steps in a real browser.

Each journey is a function of a demo server and a page, so that one can also be run against a server that is up already:
`python Tests/Browser/test_candidate_before.py .demo/ready.json [name of a journey]`.
"""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "API"))

from candor_client import Demo, Line, Person, good_interview, instant, rfc3339  # noqa: E402

HEAVY = 50_000


class Case:
    """The pages of one case, by what a person does on them."""

    def __init__(self, page: Page, demo: Demo, person: Person):
        self.page = page
        self.demo = demo
        self.person = person
        self.home = f"{demo.base_url}/c/{person.session}"

    @classmethod
    def opened(cls, page: Page, demo: Demo, **profile) -> "Case":
        return cls(page, demo, Person.opens(demo, **profile))

    def enter_by_link(self) -> "Case":
        self.page.goto(f"{self.demo.base_url}/c#{self.person.opened['link_token']}")
        self.page.locator("#link-form button").click()
        expect(self.page).to_have_url(self.home)
        return self

    def enter_by_code(self, code: str | None = None) -> "Case":
        self.page.goto(f"{self.demo.base_url}/c")
        self.page.fill("#code", code or self.person.opened["code"])
        self.page.click("#code-button")
        return self

    def heading(self, text: str | re.Pattern) -> "Case":
        expect(self.page.locator("h1")).to_have_count(1)
        expect(self.page.locator("h1")).to_contain_text(text)
        return self

    def go(self, path: str = "") -> "Case":
        self.page.goto(self.home + path)
        return self

    def press(self, name: str) -> "Case":
        self.page.get_by_role("button", name=name, exact=True).click()
        return self

    def tick(self, name: str) -> "Case":
        """A radio or checkbox by the words beside it; a hint belongs to the same label."""
        label = self.page.locator("label.choice").filter(has=self.page.get_by_text(name, exact=True))
        label.locator("input").check()
        return self

    def follow(self, name: str | re.Pattern) -> "Case":
        self.page.get_by_role("link", name=name).first.click()
        return self

    def confirm(self, *, strike: str | None = None, mode: str = "Video call") -> "Case":
        self.follow("Start")
        self.heading("Is any of these skills not yours?")
        if strike:
            self.tick(strike)
        self.press("Continue").heading("Is this right?")
        self.press("Continue").heading("How do you want to talk?")
        self.tick(mode)
        self.press("Continue").heading("Do you agree to take part?")
        self.page.get_by_label(re.compile("I agree to take part")).check()
        self.press("Continue").heading("Check your answers")
        self.press("Confirm").heading("Choose a time")
        return self

    def choose_first_time(self) -> "Case":
        self.page.locator(".times a").first.click()
        self.heading("Is this time right?")
        return self

    def book(self) -> "Case":
        self.choose_first_time()
        self.press("Book this time").heading("Your interview")
        return self

    def is_light_and_whole(self) -> "Case":
        """Under 50 kB, nothing wider than the screen, one h1, no name that nobody gave."""
        html = self.page.content()
        assert len(html.encode()) < HEAVY, f"{self.page.url}: {len(html.encode())} bytes"
        assert "⟦" not in html, re.findall(r"⟦[^⟧]*⟧", html)
        assert self.page.locator("h1").count() == 1
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        return self


# Coming in


def test_the_mailed_link_opens_the_case_after_a_click(demo: Demo, page: Page):
    case = Case.opened(page, demo)
    requests = []
    page.on("request", lambda request: requests.append(request))
    page.goto(f"{demo.base_url}/c#{case.person.opened['link_token']}")
    expect(page.locator("#link")).to_have_value(case.person.opened["link_token"])
    assert all(request.method == "GET" for request in requests), "a mail scanner that opens the link must use up nothing"
    case.is_light_and_whole().enter_by_link().heading("asks you to a short interview").is_light_and_whole()


def test_a_link_pasted_over_a_failed_code_works(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_code("0000000000000")
    expect(page.locator("#error-summary")).to_be_visible()
    case.enter_by_link().heading("asks you to a short interview")


def test_a_code_is_forgiven_its_form(demo: Demo, page: Page):
    case = Case.opened(page, demo)
    code = case.person.opened["code"].lower()
    case.enter_by_code(f" {code[:4]} {code[4:9]}-{code[9:]} ").heading("asks you to a short interview")


def test_a_whole_link_pasted_as_a_code_is_a_link(demo: Demo, page: Page):
    case = Case.opened(page, demo)
    case.enter_by_code(f"{demo.base_url}/c#{case.person.opened['link_token']}")
    case.heading("asks you to a short interview")


def test_a_wrong_code_says_what_to_do_and_keeps_what_was_typed(demo: Demo, page: Page):
    case = Case.opened(page, demo)
    for typed, told in (
        ("", "Type the code from your mail"),
        ("ABC-123", "The code has 13 letters and digits. You typed: 6"),
        ("🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂", "You typed: 0"),
        ("0000000000000", "This code does not open a case"),
    ):
        page.goto(f"{demo.base_url}/c")
        page.evaluate("document.querySelectorAll('[required]').forEach(field => field.required = false)")
        page.fill("#code", typed)
        page.click("#code-button")
        expect(page.locator("#error-summary")).to_contain_text(told)
        expect(page.locator("#code-error")).to_contain_text(told)
        expect(page.locator("#code")).to_have_value(typed)
    expect(page.get_by_text("Ask the support of the platform").first).to_be_visible()
    case.is_light_and_whole()


def test_a_replaced_link_is_told_plainly(demo: Demo, page: Page):
    case = Case.opened(page, demo)
    demo.platform().post(f"{case.person.path}/link", {"deliver": "platform"})
    page.goto(f"{demo.base_url}/c#{case.person.opened['link_token']}")
    page.locator("#link-form button").click()
    expect(page.locator("#error-summary")).to_contain_text("This link does not open a case")


def test_somebody_elses_case_is_not_shown(demo: Demo, page: Page):
    Case.opened(page, demo).enter_by_link()
    other = Case.opened(page, demo)
    answer = page.goto(other.home)
    assert answer.status == 401, answer.status
    expect(page.locator("h1")).to_contain_text("Please come in again")


# From the first page to the booking


def test_the_first_page_answers_what_a_worried_person_asks(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link()
    for text in (
        "You are not under suspicion", "Nothing changes in your account", "Asked once, before a second contract.",
        "first-contract-check", "Go", "A question like this one", "What is stored", "Who can help", "By when",
    ):
        expect(page.locator("main")).to_contain_text(text)
    case.is_light_and_whole()


def test_from_link_to_booked_interview(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link()
    case.confirm(strike="Docker")
    case.is_light_and_whole()
    case.choose_first_time().is_light_and_whole()
    case.press("Book this time")
    expect(page.get_by_role("status")).to_contain_text("Your interview is booked")
    case.heading("Your interview").is_light_and_whole()
    body = case.person.read()
    assert body["status"] == "booked"
    assert {skill["skill"]: skill["state"] for skill in body["declared_stack"]}["docker"] == "withdrawn"
    case.go().heading("Your interview is booked").is_light_and_whole()


def test_answers_survive_back_and_reload(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link().follow("Start")
    case.tick("Docker")
    case.press("Continue")
    page.fill("#fact-1", "Mostar")
    page.fill("#question", "Может ли мой переводчик участвовать? 🙂")
    case.press("Continue")
    case.tick("Chat only")
    case.tick("A slower pace")
    case.press("Continue").heading("Do you agree")
    page.go_back()
    case.heading("How do you want to talk?")
    page.reload()
    case.tick("Chat only")
    case.press("Continue")
    page.get_by_label(re.compile("I agree to take part")).check()
    case.press("Continue").heading("Check your answers").is_light_and_whole()
    for text in ("Docker", "Mostar", "переводчик", "slower pace", "Chat only"):
        expect(page.locator("main")).to_contain_text(text)
    # Changing one answer leads back to all of them.
    page.get_by_role("link", name=re.compile("Change How we talk")).click()
    case.tick("Voice call, with a chat beside it")
    case.press("Continue").heading("Check your answers")
    expect(page.locator("main")).to_contain_text("Voice call")
    case.press("Confirm").heading("Choose a time")
    messages = case.person.client.get(f"{case.person.path}/messages")["data"]
    assert len(messages) == 2 and "Mostar" in messages[0]["text"], messages
    page.go_back()
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("confirmed already")


def test_nothing_typed_is_lost_when_it_is_too_long(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link().go("/confirm/facts")
    long = "<b>א ظ 漢 🙂</b> " * 200
    page.evaluate("document.querySelectorAll('[maxlength]').forEach(field => field.removeAttribute('maxlength'))")
    page.fill("#question", long)
    case.press("Continue")
    expect(page.locator("#error-summary")).to_contain_text("This text is too long")
    assert page.input_value("#question").strip() == long.strip()


def test_consent_is_asked_and_not_assumed(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link().go("/confirm/consent?mode=video")
    case.press("Continue")
    expect(page.locator("#error-summary")).to_contain_text("Tick the box if you agree")
    assert case.person.read()["status"] == "opened"
    # The last page cannot be reached around it.
    case.go("/confirm/check?mode=video").heading("Do you agree to take part?")


# Times


def booked(case: Case) -> Case:
    case.person.confirm()
    case.person.book()
    return case


def test_times_are_told_in_the_zone_that_was_chosen(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link()
    case.person.confirm()
    case.go("/book").heading("Choose a time")
    expect(page.locator("#zone-current")).to_contain_text("Sarajevo time")
    page.get_by_text("Change the time zone", exact=True).click()
    page.fill("#city", "buenos aires")
    case.press("Show times in this zone")
    expect(page.locator("#zone-current")).to_contain_text("Buenos Aires time (UTC−3)")
    case.choose_first_time()
    expect(page.locator("main")).to_contain_text("Buenos Aires time")
    case.press("Book this time")
    expect(page.locator("h1 ~ .lead")).to_contain_text("Buenos Aires time")
    assert case.person.read()["time_zone"] == "America/Argentina/Buenos_Aires"


def test_bad_zones_days_and_times_are_told_and_kept(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link()
    case.person.confirm()
    for zone in ("Atlantis", "../../etc/passwd", "🙂", "Europe", "x" * 400):
        answer = page.goto(f"{case.home}/book?city={zone}")
        assert answer.status == 422, (zone, answer.status)
        expect(page.locator("#city")).to_have_value(zone[:64])
        expect(page.locator("#error-summary")).to_contain_text("do not know the time zone")
    for day in ("2020-01-01", "2026-13-45", "tomorrow", "9999-12-31"):
        answer = page.goto(f"{case.home}/book?day={day}")
        assert answer.status == 200, (day, answer.status)
        expect(page.locator(".times a").first).to_be_visible()
    for time, status in (("yesterday", 422), ("2020-01-01T10:00:00Z", 409), ("2026-11-24T13:30:01Z", 409), ("", 422)):
        answer = page.goto(f"{case.home}/book/check?time={time}")
        assert answer.status == status, (time, answer.status)
        expect(page.locator(".times a").first).to_be_visible()
        case.is_light_and_whole()


def test_a_time_that_went_meanwhile_leads_to_the_nearest(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link()
    case.person.confirm()
    case.go("/book").choose_first_time()
    chosen = re.search(r"time=([^&]+)", page.url).group(1).replace("%3A", ":")
    for _ in range(40):
        other = Person.opens(demo)
        other.confirm()
        if other.client.request("POST", f"{other.path}/bookings", {"starts_at": chosen}).status != 201:
            break
    case.press("Book this time")
    expect(page.get_by_role("alert")).to_contain_text("This time is not free any more")
    page.get_by_role("alert").get_by_role("link").first.click()
    case.heading("Is this time right?").press("Book this time").heading("Your interview")


def test_a_double_click_books_once_and_the_back_button_books_nothing(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link()
    case.person.confirm()
    case.go("/book").choose_first_time()
    page.get_by_role("button", name="Book this time").dblclick()
    case.heading("Your interview")
    page.go_back()
    case.heading("Is this time right?")
    case.press("Book this time").heading("Your interview")
    assert len(case.person.read()["attempts"]) == 1


def test_moving_and_cancelling(demo: Demo, page: Page):
    case = booked(Case.opened(page, demo).enter_by_link())
    before = case.person.read()["booking"]["starts_at"]
    case.go("/interview").follow("Choose another time").heading("Choose another time")
    expect(page.locator("main")).to_contain_text("stays booked until")
    page.locator(".times a").last.click()
    case.heading("Is this new time right?").press("Move my interview").heading("Your interview")
    assert case.person.read()["booking"]["starts_at"] != before
    case.follow("Cancel the interview").heading("Do you want to cancel").is_light_and_whole()
    case.press("Yes, cancel the interview").heading("Choose a time for your interview")
    expect(page.get_by_role("status")).to_contain_text("This used up no try")


def test_the_calendar_file_is_this_interviews(demo: Demo, page: Page):
    case = booked(Case.opened(page, demo).enter_by_link()).go("/interview")
    with page.expect_download() as waiting:
        case.follow("Add to my calendar")
    text = Path(waiting.value.path()).read_text()
    assert waiting.value.suggested_filename == "interview.ics" and "BEGIN:VEVENT" in text


# The interview itself


def test_joining_and_objecting(demo: Demo, page: Page):
    case = booked(Case.opened(page, demo).enter_by_link()).go("/interview").is_light_and_whole()
    expect(page.get_by_role("button", name="I am here")).to_have_count(0)
    starts = instant(case.person.read()["booking"]["starts_at"])
    demo.advance_to(starts - timedelta(minutes=2))
    case.go("/interview").press("I am here")
    expect(page.get_by_role("status")).to_contain_text("We know that you are here")
    case.is_light_and_whole()
    interview = case.person.read()["attempts"][-1]["interview"]
    for member in demo.members("interviewer") + demo.members("reviewer"):
        if member.request("POST", f"/v1/interviews/{interview}/join").status == 200:
            member.post(f"/v1/interviews/{interview}/start")
            break
    case.go().heading("Your interview is going on now").is_light_and_whole()
    case.go("/interview").heading("Your interview is going on").is_light_and_whole()
    demo.advance(180)
    case.follow("A question was not in my stack").heading("A question was not in my stack").is_light_and_whole()
    page.get_by_label("Earlier in this interview").check()
    page.fill("#time", "99:99")
    page.fill("#question", "How does PHP propagate a session id?")
    case.press("Send")
    expect(page.locator("#time-error")).to_contain_text("Type a time within the interview")
    expect(page.locator("#question")).to_have_value("How does PHP propagate a session id?")
    page.get_by_label("Just now").check()
    case.press("Send")
    expect(page.get_by_role("status")).to_contain_text("Your objection is noted")
    assert case.person.read()["attempts"][-1]["objections"]


def test_who_is_late_is_told_to_come_in(demo: Demo, page: Page):
    case = booked(Case.opened(page, demo).enter_by_link()).go().heading("Your interview is booked")
    starts = instant(case.person.read()["booking"]["starts_at"])
    demo.advance_to(starts - timedelta(minutes=2))
    case.go().heading("You can join your interview now").is_light_and_whole()
    expect(page.locator("#next-step-title")).to_contain_text("today, in 2 min")
    demo.advance_to(starts + timedelta(minutes=5))
    case.go().heading("Your interview is now").is_light_and_whole()
    expect(page.locator("main")).not_to_contain_text("in 5 min")
    expect(page.locator("main")).not_to_contain_text("nothing else to do until then")
    case.follow("Join now").heading("Your interview").press("I am here")
    case.go().heading("We know that you are here").is_light_and_whole()


def test_an_objection_that_the_end_of_the_call_overtakes_keeps_its_text(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link()
    case.person.confirm()
    meeting = case.person.book().begin()
    meeting.answer_all()
    meeting.last_at_least(14 * 60)
    meeting.post_rows()
    case.go("/interview/objection").heading("A question was not in my stack")
    page.fill("#question", "How does PHP propagate a session id?")
    meeting.finish()
    case.press("Send").heading("A question was not about your skills").is_light_and_whole()
    expect(page.get_by_role("status")).to_contain_text("Nothing was sent yet")
    expect(page.locator("#asked")).to_have_value("How does PHP propagate a session id?")
    page.fill("#minute", "٣")
    case.press("Send")
    assert "done=" in page.url
    assert len(case.person.read()["attempts"][-1]["objections"]) == 1
    case.go("/messages")
    expect(page.get_by_text("How does PHP propagate a session id?")).to_have_count(1)


def test_a_line_that_failed_twice_is_tested_by_the_person(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link()
    case.person.confirm()
    bad = lambda line: lambda second: line if second >= 300 else Line()  # noqa: E731
    for _ in range(2):
        good_interview(
            case.person, recommendation="no", lines={
                "candidate": bad(Line(loss=0.35, round_trip_ms=900, server_round_trip_ms=900)),
                "interviewer": bad(Line(loss=0.35, round_trip_ms=900, server_round_trip_ms=35))})
    case.go().heading("Let us look at your line first").is_light_and_whole().follow("See what to do")
    case.heading("Before the next interview, test your line").is_light_and_whole()
    case.press("Send")
    expect(page.locator("#worked-error")).to_contain_text("Tell us how the call went")
    case.tick("No, or not all the time").press("Send")
    expect(page.get_by_role("status")).to_contain_text("not held against you")
    case.heading("Before the next interview, test your line").is_light_and_whole()
    case.tick("Yes, we heard and saw each other well").press("Send")
    expect(page.locator("#did-error")).to_contain_text("Do both first")
    expect(page.get_by_label("Yes, we heard and saw each other well")).to_be_checked()
    case.tick("I used the device, the place and the network that I will use for the interview.")
    case.tick("Somebody called me, and we talked for two minutes.").press("Send")
    case.heading("Choose a time").is_light_and_whole()
    expect(page.get_by_role("status")).to_contain_text("Your test is noted")
    case.book()


def test_a_device_can_be_left(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link().go("/record").press("Leave this device")
    expect(page.get_by_role("status")).to_contain_text("Your case is closed on this device")
    case.is_light_and_whole()
    assert page.goto(case.home).status in (401, 404)
    case.enter_by_link()


def test_everything_until_the_booking_works_without_scripts(demo: Demo, page: Page):
    context = page.context.browser.new_context(
        java_script_enabled=False, viewport=page.viewport_size, locale="en-GB")
    try:
        plain = context.new_page()
        case = Case.opened(plain, demo)
        plain.goto(f"{demo.base_url}/c#{case.person.opened['link_token']}")
        plain.locator("#link-form button").click()
        expect(plain.locator("#code-error")).to_contain_text("The key in your link did not reach us")
        case.enter_by_code().heading("asks you to a short interview").confirm(mode="Chat only")
        plain.get_by_text("Change the time zone", exact=True).click()
        plain.select_option("#zone", "Asia/Tokyo")
        case.press("Show times in this zone")
        expect(plain.locator("#zone-current")).to_contain_text("Tokyo time (UTC+9)")
        case.book()
    finally:
        context.close()


def test_the_keyboard_alone_is_enough(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link()
    case.person.confirm()
    case.go("/book")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.times') !== null"):
            break
    page.keyboard.press("Enter")
    case.heading("Is this time right?")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName === 'BUTTON' && document.activeElement.closest('main') !== null"):
            break
    page.keyboard.press("Enter")
    case.heading("Your interview")


def test_a_second_look_is_found_from_the_first_page(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link()
    case.person.confirm()
    meeting = case.person.book().begin()
    meeting.answer_all()
    meeting.last_at_least(14 * 60)
    meeting.post_rows()
    seen = meeting.started + timedelta(minutes=2)
    meeting.finish("no", [{"code": "N501", "text": "The face is not the one in the picture.", "at": rfc3339(seen)}])
    reviewer, row = case.person.review("proposal")
    starts = demo.now() + timedelta(hours=3)
    reviewer.post(f"/v1/reviews/{row['id']}/second_look", {"starts_at": rfc3339(starts)}, expect=201)
    case.go().is_light_and_whole().follow("How to join, or to cancel").heading("A short second conversation")
    case.is_light_and_whole()
    expect(page.locator("main")).to_contain_text("The reviewer of your case")
    demo.advance_to(starts - timedelta(minutes=2))
    case.go("/interview").press("I am here")
    expect(page.get_by_role("status")).to_contain_text("We know that you are here")


# Where cases end easily


def test_declining_is_told_and_can_be_taken_back(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link()
    case.follow("See what happens if you decline").heading("Do you want to decline?").is_light_and_whole()
    case.press("Yes, I decline").heading("You declined to take part").is_light_and_whole()
    case.press("I want to take part after all").heading("asks you to a short interview")
    expect(page.get_by_role("status")).to_contain_text("open again")


def test_expired_is_not_rejected(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link()
    demo.advance(15 * 86_400)
    case.go().heading("The time to take part has run out").is_light_and_whole()
    expect(page.locator("main")).to_contain_text("not a rejection")
    case.press("Open my case again").heading("asks you to a short interview")


def test_tries_used_up_have_a_way_on(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link()
    case.person.confirm()
    for _ in range(3):
        meeting = case.person.book()
        holder = meeting.find_holder()
        demo.advance_to(instant(meeting.booking["starts_at"]))
        holder.post(f"{meeting.path}/join")
        demo.advance(11 * 60)
        case.go().is_light_and_whole()
    case.heading("Your tries are used up for now")
    expect(page.locator("main")).to_contain_text("Tries used: 3 of 3")
    case.press("Open my case again").heading("Choose a time for your next interview").is_light_and_whole()


def test_withdrawn_by_the_platform(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link()
    demo.platform().post(f"{case.person.path}/cancel")
    case.go().heading("withdrew the request").is_light_and_whole()


def test_skills_that_nobody_knows_are_not_held_against_anybody(demo: Demo, page: Page):
    case = Case.opened(page, demo, stack=[{"skill": "befunge-98"}, {"skill": "интеркал"}]).enter_by_link()
    expect(page.locator("main")).to_contain_text("You will not be asked about skills")
    case.is_light_and_whole().confirm()
    case.go("/book").is_light_and_whole().book()


def test_no_free_times_is_somebodys_task(demo: Demo, page: Page):
    case = Case.opened(page, demo, languages=["eo"]).enter_by_link()
    case.person.confirm()
    case.go("/book").heading("No time is free just now").is_light_and_whole()
    expect(page.locator("main")).to_contain_text("Finding a time is our task, not yours")


def test_after_the_interview_the_first_page_goes_on(demo: Demo, page: Page):
    case = Case.opened(page, demo).enter_by_link()
    case.person.confirm()
    good_interview(case.person)
    case.go().is_light_and_whole()
    case.go("/confirm").is_light_and_whole()
    case.go("/interview").is_light_and_whole()
    case.go("/book").is_light_and_whole()


# Against a server that is up


def main(ready: str, name: str | None = None):
    demo = Demo.from_ready_line(Path(ready).read_text())
    journeys = {key: value for key, value in globals().items() if key.startswith("test_")}
    failed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for key, journey in journeys.items():
            if name and name not in key:
                continue
            for width in (320, 1280):
                context = browser.new_context(
                    viewport={"width": width, "height": 800}, locale="en-GB", timezone_id="Europe/Sarajevo")
                context.set_default_timeout(8000)
                page = context.new_page()
                try:
                    journey(demo, page)
                    print(f"ok    {width:4} {key}", flush=True)
                except Exception as error:  # noqa: BLE001: told, and the next one goes on
                    failed += 1
                    print(f"FAILS {width:4} {key} at {page.url}\n      {str(error)[:700]}", flush=True)
                context.close()
        browser.close()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:3])
