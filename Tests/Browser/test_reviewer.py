"""What a reviewer sees and decides: queue, the whole case, reasons that are this case's own, second look, messages, statistics."""

from __future__ import annotations

import re
import uuid

from candor_client import Client, Line, Person, good_interview

HARD_TEXT = "Zeile eins 👋🏽 مرحبا <b>not bold</b> {{t.common_brand}} \"quoted\" & 'more'\n\nZeile zwei."


# Situations


def someone(demo) -> Person:
    person = Person.opens(demo)
    person.confirm()
    return person


def contradicted(demo, *, heard=True, corrections=None) -> tuple[Person, Client, str]:
    """A city that did not match; answered unless said otherwise. The person, the reviewer it was drawn for, the review."""
    person = someone(demo)
    good_interview(person, mismatch={"city"}, recommendation="no")
    if heard:
        body = {"text": HARD_TEXT}
        if corrections:
            body["corrections"] = corrections
        person.client.post(f"{person.path}/hearing", body)
    reviewer, row = person.review("proposal")
    return person, reviewer, row["id"]


def suspected(demo) -> tuple[Person, Client, str]:
    """A face that did not match: suspicion, which needs the second person's own look."""
    person = someone(demo)
    good_interview(person, mismatch={"face-to-document"}, recommendation="no")
    person.client.post(f"{person.path}/hearing", {"text": "It is me; the photograph is old."})
    reviewer, row = person.review("proposal")
    return person, reviewer, row["id"]


def appealed(demo) -> tuple[Person, Client, str]:
    """A decision against the person, contested on an error of fact."""
    person, reviewer, review = contradicted(demo)
    reviewer.post(
        f"/v1/reviews/{review}/decision", {"decision": "confirm", "reasons": own_words("the first decision")})
    body = person.settled("concluded")
    person.appeal("outcome", body["outcome"]["id"], "factual_error", HARD_TEXT, new_facts="A letter of May.")
    other, row = person.review("appeal")
    assert other.token != reviewer.token
    return person, other, row["id"]


def own_words(about: str) -> str:
    """Reasons that no earlier test has given."""
    return (
        f"In {about} the person named another city twice, in minute eight and when asked again; case {uuid.uuid4().hex}, "
        f"noted as {uuid.uuid4().hex} in the call.")


def sign_in(page, demo, reviewer: Client):
    member = next(member for member in demo.staff if member["token"] == reviewer.token)
    page.goto(f"{demo.base_url}/sign-in")
    page.fill('input[type="email"], input[name="email"]', member["email"])
    page.fill('input[name="password"]', member["password"])
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def is_whole(page):
    """One h1, no mark of a missing word, no id twice, no link within the page that leads nowhere, nothing wider than the screen."""
    assert page.locator("h1").count() == 1
    text = page.locator("body").inner_text()
    assert "⟦" not in text and "⟦" not in page.content(), re.findall("⟦[^⟧]*⟧", page.content())
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    ids = page.eval_on_selector_all("[id]", "all => all.map((one) => one.id)")
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    targets = page.eval_on_selector_all('a[href^="#"]', "all => all.map((one) => one.getAttribute('href').slice(1))")
    assert not set(targets) - set(ids), set(targets) - set(ids)


def visit(page, demo, path: str, status: int = 200):
    answer = page.goto(f"{demo.base_url}{path}")
    assert answer.status == status, f"{path}: {answer.status}"
    is_whole(page)


def fill_in(page, option: str, explanation: str, *, facts: int = 1):
    page.locator(f'input[name="option"][value="{option}"]').check()
    for index in range(facts):
        page.locator('input[name="facts"]').nth(index).check()
    page.fill("#explanation", explanation)


# The queue


def test_the_queue_says_what_is_due_when_and_that_nobody_picks(page, demo):
    _, reviewer, review = contradicted(demo)
    sign_in(page, demo, reviewer)
    visit(page, demo, "/reviews")
    assert "at random" in page.locator("main").inner_text()
    entry = page.locator("li", has=page.locator(f'a[href="/reviews/{review}"]'))
    words = entry.inner_text()
    assert "Proposal" in words and "Time left" in words and "Ready to decide" in words
    assert entry.locator("time[datetime]").count() == 1


def test_a_review_of_somebody_else_is_explained_and_not_shown(page, demo):
    person, reviewer, review = contradicted(demo)
    other = next(member for member in demo.members("reviewer") if member.token != reviewer.token)
    sign_in(page, demo, other)
    for path in ("", "/messages", "/second-look", "/done"):
        visit(page, demo, f"/reviews/{review}{path}", status=404)
        assert "not yours" in page.locator("h1").inner_text()
        assert person.session not in page.content()


# The case


def test_one_page_shows_everything_and_each_fact_leads_to_its_place(page, demo):
    _, reviewer, review = contradicted(demo)
    sign_in(page, demo, reviewer)
    visit(page, demo, f"/reviews/{review}")
    words = page.locator("main").inner_text()
    for heading in ("What it is about", "Profile", "Line", "Timeline", "Policy, row by row", "Decision"):
        assert heading in words, heading
    assert "<b>not bold</b>" in words and page.locator("main b").count() == 0
    assert page.locator("#timeline ol > li").count() > 20
    assert page.locator("#line svg").count() >= 1 and page.locator("#line table").count() >= 1
    rows = page.locator("#trace tbody tr")
    assert rows.count() == 14
    applied = page.locator("#trace tbody tr", has_text="fact_mismatch")
    assert "Applied" in applied.inner_text()
    assert page.locator("#trace tbody tr", has_text="Not looked at").count() == 4
    assert page.locator("#trace tbody tr", has_text="Did not apply").count() == 9


def test_panes_stand_beside_each_other_on_a_desk_and_below_each_other_on_a_phone(page, demo):
    _, reviewer, review = contradicted(demo)
    sign_in(page, demo, reviewer)
    for width, beside in ((1280, True), (320, False)):
        page.set_viewport_size({"width": width, "height": 900})
        visit(page, demo, f"/reviews/{review}")
        evidence, decision = page.locator(".pane").bounding_box(), page.locator(".pane-side").bounding_box()
        assert (decision["x"] > evidence["x"] + 200) == beside
        assert (decision["y"] >= evidence["y"] + evidence["height"] - 1) != beside


def test_keys_walk_and_help(page, demo):
    _, reviewer, review = contradicted(demo)
    sign_in(page, demo, reviewer)
    visit(page, demo, "/reviews")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("/reviews/rv_")
    page.keyboard.press("?")
    assert page.locator("#keyboard-help").is_visible()
    page.keyboard.press("Escape")
    visit(page, demo, f"/reviews/{review}")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.innerText")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.innerText") != second
    page.keyboard.press("d")
    assert page.evaluate("document.activeElement.id") == "decision"
    page.locator("#explanation").press("j")
    assert page.locator("#explanation").input_value() == "j"


# Deciding


def test_reasons_have_to_be_of_this_case(page, demo):
    _, reviewer, review = contradicted(demo)
    sign_in(page, demo, reviewer)
    visit(page, demo, f"/reviews/{review}")
    page.get_by_role("button", name="Check before you decide").click()
    is_whole(page)
    summary = page.locator(".error-summary").inner_text()
    assert "Choose what you decide" in summary and "at least one fact" in summary and "Say why" in summary
    fill_in(page, "confirm", "Confirmed.")
    page.get_by_role("button", name="Check before you decide").click()
    assert "Say more" in page.locator(".error-summary").inner_text()
    assert page.locator("#explanation").input_value() == "Confirmed."
    assert page.locator('input[name="option"]:checked').get_attribute("value") == "confirm"
    assert page.locator('input[name="facts"]:checked').count() == 1


def decide(page, demo, review: str, words: str):
    """From the case over the check page, back once to change something, to the decision."""
    visit(page, demo, f"/reviews/{review}")
    fill_in(page, "confirm", words, facts=2)
    page.get_by_role("button", name="Check before you decide").click()
    is_whole(page)
    shown = page.locator("main").inner_text()
    assert "What the person will read" in shown and words in shown and "How to contest it" in shown
    page.get_by_role("button", name="Change something").click()
    is_whole(page)
    assert page.locator("#explanation").input_value() == words
    assert page.locator('input[name="facts"]:checked').count() == 2
    page.get_by_role("button", name="Check before you decide").click()
    page.get_by_role("button", name="Decide now").click()
    page.wait_for_url(re.compile(rf"/reviews/{review}/done"))
    is_whole(page)


def test_a_decision_takes_effect_after_it_was_checked_and_the_person_reads_the_same_words(page, demo):
    person, reviewer, review = contradicted(demo)
    words = own_words("this call")
    sign_in(page, demo, reviewer)
    decide(page, demo, review, words)
    assert "Proposal confirmed" in page.locator("main").inner_text()
    person.settled("concluded")
    statement = person.read()["statements"][0]
    assert statement["explanation"].startswith(words) and "This rests on:" in statement["explanation"]
    visit(page, demo, f"/reviews/{review}")
    assert page.locator("#explanation").count() == 0 and words in page.locator("#decision").inner_text()
    visit(page, demo, "/reviews")
    assert page.locator(f'#done ~ ol a[href="/reviews/{review}"]').count() == 1


def test_the_person_reads_the_facts_in_their_own_language_and_by_their_own_clock(page, demo):
    person = Person.opens(demo, time_zone="Asia/Kathmandu", languages=["en"])
    person.confirm()
    good_interview(person, mismatch={"city"}, recommendation="no")
    person.client.post(f"{person.path}/hearing", {"text": "That is not so."})
    reviewer, row = person.review("proposal")
    words = own_words("this call")
    sign_in(page, demo, reviewer)
    page.goto(f"{demo.base_url}/language/es?back=/reviews")
    visit(page, demo, f"/reviews/{row['id']}")
    assert page.locator("html").get_attribute("lang") == "es"
    fill_in(page, "confirm", words, facts=2)
    page.locator('form[action$="/check"] button').last.click()
    is_whole(page)
    preview = page.locator("dl.summary[lang]")
    assert preview.get_attribute("lang") == "en"
    assert "This rests on:" in preview.inner_text() and "Times are in Kathmandu time (UTC+5:45)." in preview.inner_text()
    page.locator('button[value="decide"]').click()
    page.wait_for_url(re.compile("/done"))
    person.settled("concluded")
    told = person.read()["statements"][0]["explanation"]
    assert told.startswith(words) and "This rests on:" in told, told
    assert told.count("Kathmandu time") == 1


def test_the_same_reasons_cannot_be_given_twice(page, demo):
    words = own_words("this call")
    first, reviewer, review = contradicted(demo)
    reviewer.post(f"/v1/reviews/{review}/decision", {"decision": "confirm", "reasons": words})
    for _ in range(12):
        _, other, second = contradicted(demo)
        if other.token == reviewer.token:
            break
    sign_in(page, demo, other)
    visit(page, demo, f"/reviews/{second}")
    fill_in(page, "confirm", words.upper())
    page.get_by_role("button", name="Check before you decide").click()
    shown = page.locator("main").inner_text()
    assert ("nearly the same in another case" in shown) == (other.token == reviewer.token)
    if other.token == reviewer.token:
        assert review in shown and first.session not in page.locator(".error-summary").inner_text()


def test_everything_is_decided_without_scripts(browser, demo):
    person, reviewer, review = contradicted(demo)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    try:
        page = context.new_page()
        sign_in(page, demo, reviewer)
        page.goto(f"{demo.base_url}/reviews/{review}")
        fill_in(page, "reject", own_words("a place that is part of the city"))
        page.get_by_role("button", name="Check before you decide").click()
        page.get_by_role("button", name="Decide now").click()
        page.wait_for_url(re.compile("/done"))
        assert person.settled("concluded")["outcome"]["determination"] == "verified"
    finally:
        context.close()


def test_nothing_is_confirmed_before_the_person_was_heard(page, demo):
    _, reviewer, review = contradicted(demo, heard=False)
    sign_in(page, demo, reviewer)
    visit(page, demo, f"/reviews/{review}")
    assert page.locator('input[name="option"][value="confirm"]').count() == 0
    assert page.locator('input[name="option"][value="reject"]').count() == 1
    assert "The person can answer until" in page.locator("#decision").inner_text()


def test_a_correction_stands_beside_what_was_declared(page, demo):
    _, reviewer, review = contradicted(demo, corrections=[{"kind": "country", "value": "Croatia <i>"}])
    sign_in(page, demo, reviewer)
    visit(page, demo, f"/reviews/{review}")
    row = page.locator("#profile tr", has_text="Country")
    assert "Croatia <i>" in row.inner_text() and page.locator("main i").count() == 0


def test_an_appeal_shows_statement_and_new_facts_and_what_granting_can_mean(page, demo):
    person, reviewer, review = appealed(demo)
    sign_in(page, demo, reviewer)
    visit(page, demo, f"/reviews/{review}")
    about = page.locator("#about").inner_text()
    assert "Error of fact" in about and "A letter of May." in about and "Answer promised by" in about
    values = page.locator('input[name="option"]').evaluate_all("all => all.map((one) => one.value)")
    assert values == ["grant:reversal", "grant:reverification", "refuse"]
    fill_in(page, "grant:reversal", own_words("the letter that was sent"))
    page.get_by_role("button", name="Check before you decide").click()
    page.get_by_role("button", name="Decide now").click()
    page.wait_for_url(re.compile("/done"))
    assert person.settled("concluded")["outcome"]["reason_code"] == "V701"


class Disagreeing:
    """A side whose counters do not fit the other's: it claims half of what came, and no loss."""

    def __init__(self, real: Client):
        self.real = real

    def post(self, path, body=None, expect=200, **more):
        for sample in body["samples"]:
            sample["audio"]["packets_received"] //= 2
        return self.real.post(path, body, expect=expect, **more)


def test_a_disputed_line_is_assessed_or_set_free(page, demo):
    person = someone(demo)
    meeting = person.book().begin()
    meeting.answer_all(4)
    own, person.client = person.client, Disagreeing(person.client)
    meeting.post_rows()
    person.client = own
    meeting.finish("no")
    reviewer, row = person.review("disputed")
    sign_in(page, demo, reviewer)
    visit(page, demo, f"/reviews/{row['id']}")
    values = page.locator('input[name="option"]').evaluate_all("all => all.map((one) => one.value)")
    assert values == ["assess", "abort"]
    fill_in(page, "abort", own_words("a call of which one side reported nothing"))
    page.get_by_role("button", name="Check before you decide").click()
    assert "No statement is sent" in page.locator("main").inner_text()
    page.get_by_role("button", name="Decide now").click()
    page.wait_for_url(re.compile("/done"))
    assert person.read()["status"] == "ready_to_book"


# The second look


def test_suspicion_needs_the_reviewers_own_look(page, demo):
    person, reviewer, review = suspected(demo)
    sign_in(page, demo, reviewer)
    visit(page, demo, f"/reviews/{review}")
    assert page.locator('input[name="option"][value="confirm"]').count() == 0
    page.locator("#decision").get_by_role("link", name="Book the second look").click()
    is_whole(page)
    page.get_by_role("button", name="Book the second look").click()
    assert "Choose a time" in page.locator(".error-summary").inner_text()
    page.locator('input[name="time"]').first.check(force=True)
    page.get_by_role("button", name="Book the second look").click()
    page.wait_for_url(re.compile("done=booked"))
    is_whole(page)
    href = page.get_by_role("link", name="Go to the second look").get_attribute("href")
    assert re.fullmatch(r"/interviews/iv_\w+", href)
    assert page.get_by_role("button", name="Book the second look").count() == 0


# The conversation


def test_messages_go_both_ways_and_markup_stays_text(page, demo):
    person, reviewer, review = contradicted(demo)
    person.client.post(f"{person.path}/messages", {"text": HARD_TEXT}, expect=201)
    sign_in(page, demo, reviewer)
    visit(page, demo, f"/reviews/{review}/messages")
    assert "<b>not bold</b>" in page.locator("main").inner_text()
    page.get_by_role("button", name="Send").click()
    assert "Write something first" in page.locator(".error-summary").inner_text()
    page.fill("#text", "Nothing has been decided yet.")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(re.compile("done=sent"))
    is_whole(page)
    messages = person.client.get(f"{person.path}/messages")["data"]
    assert messages[-1]["text"] == "Nothing has been decided yet."


# Statistics


def test_statistics_show_decisions_as_a_chart_with_its_table(page, demo):
    _, reviewer, review = contradicted(demo)
    reviewer.post(f"/v1/reviews/{review}/decision", {"decision": "confirm", "reasons": own_words("one more call")})
    sign_in(page, demo, reviewer)
    visit(page, demo, "/reviews/statistics")
    assert page.locator("svg.chart rect").count() == 6
    assert "Nobody is ranked" in page.locator("main").inner_text()
    assert page.locator("tbody tr", has_text="Proposal").count() >= 1
