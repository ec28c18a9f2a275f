"""What a candidate reads and does after an interview: hearing, result, line, appeal, objection, messages, own copy.

Each journey is a function of a page and a person, so that it can be walked at any width, in any scheme and without scripts.
"""

from __future__ import annotations

import json
import re

from candor_client import Line, Meeting, Person, good_interview, own_words

BAD_INTERVIEWER = Line(loss=0.35, round_trip_ms=900, server_round_trip_ms=900)
BAD_SEEN_BY_CANDIDATE = Line(loss=0.35, round_trip_ms=900, server_round_trip_ms=35)
HARD_TEXT = "Ich wohne jetzt in Tuzla, seit Mai. 👋🏽 مرحبا <b>not bold</b> {{t.common_brand}} \"quoted\" & 'more'\n\nZweiter Absatz."


# Situations


def enter(page, person: Person):
    """Comes in as the candidate, by the link of the mail and one click."""
    page.goto(person.opened["candidate_link"])
    if "/c/" not in page.url.split("#")[0]:
        page.get_by_role("button").first.click()
    page.wait_for_url(re.compile(rf"/c/{person.session}"))


def address(person: Person, rest: str = "") -> str:
    return f"{person.demo.base_url}/c/{person.session}{rest}"


def someone(demo) -> Person:
    person = Person.opens(demo)
    person.confirm()
    return person


def with_a_proposal(demo) -> tuple[Person, Meeting]:
    """The city was contradicted on a good line; nothing is decided."""
    person = someone(demo)
    return person, good_interview(person, mismatch={"city"}, recommendation="no")


def after_a_bad_line(demo) -> tuple[Person, Meeting]:
    """The interviewer's line was bad from the second half on; the attempt does not count."""
    person = someone(demo)
    bad = lambda line: lambda second: line if second >= 300 else Line()
    meeting = good_interview(
        person, recommendation="no",
        lines={"interviewer": bad(BAD_INTERVIEWER), "candidate": bad(BAD_SEEN_BY_CANDIDATE)})
    return person, meeting


def refused(demo) -> tuple[Person, Meeting]:
    """Heard, decided against by a second person, and signed."""
    person, meeting = with_a_proposal(demo)
    person.client.post(f"{person.path}/hearing", {"text": "That is not so."})
    reviewer, row = person.review("proposal")
    reviewer.post(
        f"/v1/reviews/{row['id']}/decision",
        {"decision": "confirm", "reasons": own_words("The person named another city and gave no correction.")})
    person.settled("concluded")
    return person, meeting


def verified(demo) -> tuple[Person, Meeting]:
    person = someone(demo)
    meeting = good_interview(person)
    person.settled("concluded")
    return person, meeting


# What holds on every page


def is_whole(page):
    """One h1, no mark of a missing word or value, nothing wider than the screen, and somebody who can help."""
    assert page.locator("h1").count() == 1
    text = page.locator("body").inner_text()
    assert "⟦" not in text, re.findall("⟦[^⟧]*⟧", text)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    assert page.locator('main a[href$="/messages"], form[action$="/messages"]').count() >= 1


def visit(page, person: Person, rest: str = ""):
    answer = page.goto(address(person, rest))
    assert answer.status == 200, f"{rest}: {answer.status}"
    assert len(answer.body()) < 50_000, f"{rest}: {len(answer.body())} bytes"
    is_whole(page)


# Journeys


def read_everything(page, person: Person, interview: str | None = None):
    for rest in ["", "/timeline", "/result", "/messages", "/record", "/objection", "/appeal", "/hearing"]:
        visit(page, person, rest)
    if interview:
        visit(page, person, f"/attempts/{interview}")


def answer_the_proposal(page, person: Person, text: str = HARD_TEXT):
    visit(page, person)
    assert page.get_by_text("not decided").count() >= 1
    page.get_by_role("link", name="Answer the proposal").click()
    page.get_by_role("button", name="Check before sending").click()
    assert page.locator("#error-summary").is_visible()
    is_whole(page)
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Check before sending").click()
    assert page.get_by_role("heading", level=1, name="Check your answer").is_visible()
    assert "<b>not bold</b>" in page.locator("main").inner_text()
    page.get_by_role("button", name="Change").click()
    assert page.locator("#text").input_value() == text
    page.get_by_role("button", name="Check before sending").click()
    page.get_by_role("button", name="Send the answer").click()
    page.wait_for_url(re.compile("done="))
    is_whole(page)


def appeal(page, person: Person, ground: str, text: str = "The call broke up again and again."):
    visit(page, person, "/appeal")
    if page.locator('input[name="against"][type="radio"]').count():
        page.locator('input[name="against"][type="radio"]').first.check()
        page.get_by_role("button", name="Continue").click()
    page.locator(f'input[name="ground"][value="{ground}"]').check()
    page.get_by_role("button", name="Continue").click()
    is_whole(page)
    page.get_by_role("button", name="Check before sending").click()
    assert page.locator("#error-summary").is_visible()
    page.locator("#statement").fill(text)
    page.get_by_role("button", name="Check before sending").click()
    is_whole(page)
    page.get_by_role("button", name="Send the appeal").click()
    page.wait_for_url(re.compile("/appeals/ap_"))
    is_whole(page)


def write(page, person: Person, text: str = HARD_TEXT):
    visit(page, person, "/messages")
    page.get_by_role("button", name="Send").click()
    assert page.locator("#error-summary").is_visible()
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(re.compile("done=sent"))
    assert "Zweiter Absatz." in page.locator("main").inner_text()
    is_whole(page)


def object_to_a_question(page, person: Person):
    visit(page, person, "/objection")
    page.get_by_role("button", name="Send").click()
    assert page.locator("#error-summary").is_visible()
    page.locator('input[name="question"][value="aloud"]').check()
    page.locator("#minute").fill("900")
    page.get_by_role("button", name="Send").click()
    assert page.locator("#error-summary").is_visible()
    page.locator("#minute").fill("3")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(re.compile("done="))
    is_whole(page)


def download_own_copy(page, person: Person) -> dict:
    visit(page, person, "/record")
    with page.expect_download() as started:
        page.locator('a[href$="/record/download"]').click()
    return json.loads(started.value.path().read_text())


# Tests


class TestAfterTheInterview:
    def test_a_proposal_is_answered_before_anything_is_decided(self, demo, page):
        person, meeting = with_a_proposal(demo)
        enter(page, person)
        read_everything(page, person, meeting.id)
        answer_the_proposal(page, person)
        assert person.read()["proposal"]["hearing"]["text"] == HARD_TEXT
        visit(page, person)
        assert page.get_by_text("We have your answer").is_visible()

    def test_a_corrected_city_ends_verified(self, demo, page):
        person, _ = with_a_proposal(demo)
        enter(page, person)
        visit(page, person, "/hearing")
        page.locator("#fact_city").fill("Tuzla")
        page.get_by_role("button", name="Check before sending").click()
        page.get_by_role("button", name="Send the answer").click()
        page.wait_for_url(re.compile("done=corrected"))
        person.settled("concluded")
        visit(page, person)
        assert page.get_by_role("heading", level=1, name="You are verified").is_visible()

    def test_a_bad_line_does_not_count_and_is_shown(self, demo, page):
        person, meeting = after_a_bad_line(demo)
        enter(page, person)
        visit(page, person, f"/attempts/{meeting.id}")
        assert page.locator("svg.chart").is_visible()
        assert page.get_by_text("your interviewer's side").count() == 1
        assert page.get_by_role("link", name="Choose a time").is_visible()

    def test_an_appeal_goes_to_somebody_who_took_no_part(self, demo, page):
        person, meeting = refused(demo)
        enter(page, person)
        read_everything(page, person, meeting.id)
        appeal(page, person, "factual_error")
        assert person.read()["status"] == "in_appeal"
        visit(page, person)
        assert page.get_by_role("heading", level=1, name="We are looking at your appeal").is_visible()
        page.goto(address(person, "/appeal"))
        read_everything(page, person, meeting.id)

    def test_the_signed_result_can_be_taken_away(self, demo, page):
        person, meeting = verified(demo)
        enter(page, person)
        read_everything(page, person, meeting.id)
        visit(page, person, "/result")
        with page.expect_download() as started:
            page.locator('a[href$="/token"]').first.click()
        assert started.value.path().read_text() == person.read()["outcome"]["token"]

    def test_a_question_outside_the_skills_can_be_named_later(self, demo, page):
        person, _ = refused(demo)
        enter(page, person)
        object_to_a_question(page, person)
        assert person.read()["attempts"][0]["objections"]

    def test_messages_keep_what_was_typed(self, demo, page):
        person, _ = verified(demo)
        enter(page, person)
        write(page, person)

    def test_the_own_copy_is_complete_and_names_nobody_else(self, demo, page):
        person, meeting = refused(demo)
        enter(page, person)
        copy = download_own_copy(page, person)
        assert copy["session"]["statements"][0]["explanation"]
        assert copy["interviews"][0]["windows"] and copy["interviews"][0]["own_samples"]
        assert copy["outcomes"][0]["token"]
        visit(page, person, "/result")
        shown = page.locator("main details ol li strong").all_text_contents()
        assert shown and shown == [item["result"] for item in copy["interviews"][0]["items"]]
        assert "st_" not in re.findall(r"\bst_\w*", json.dumps(copy))

    def test_everything_can_be_done_without_scripts(self, demo, browser):
        person, _ = refused(demo)
        context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
        page = context.new_page()
        page.goto(f"{demo.base_url}/c")
        page.locator("#code").fill(person.opened["code"])
        page.locator("form:has(#code) button").click()
        for rest in ["", "/timeline", "/result", "/messages", "/record", "/objection", "/appeal", "/hearing"]:
            answer = page.goto(address(person, rest))
            assert answer.status == 200 and page.locator("h1").count() == 1
        page.goto(address(person, "/messages"))
        page.locator("#text").fill("Hello")
        page.get_by_role("button", name="Send").click()
        assert "done=sent" in page.url
        context.close()
