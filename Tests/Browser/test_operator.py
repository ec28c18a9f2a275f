"""What operators see and do: health, contradictions, staff, content, deliveries, figures, cases; and what they do not see.

`python Tests/Browser/test_operator.py .demo/ready.json [name]` runs them against a server that is up already.
"""

from __future__ import annotations

import re
import sys
import uuid
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "API"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from candor_client import Demo, Person, good_interview  # noqa: E402
from test_public import is_whole  # noqa: E402

PAGES = [
    "/operator", "/operator/staff", "/operator/content", "/operator/deliveries", "/operator/deliveries?state=failed",
    "/operator/statistics?range=30", "/operator/statistics?range=all", "/operator/sessions",
    "/operator/sessions?status=concluded", "/operator/messages",
]


def sign_in(page: Page, demo: Demo, role: str = "operator"):
    member = next(member for member in demo.staff if member["role"] == role)
    page.goto(f"{demo.base_url}/sign-in")
    page.fill("#email", member["email"])
    page.fill("#password", member["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def visit(page: Page, demo: Demo, path: str, status: int = 200):
    answer = page.goto(demo.base_url + path)
    assert answer.status == status, f"{path}: {answer.status}"
    is_whole(page)


def test_every_operator_page_is_whole_and_small(page: Page, demo: Demo):
    sign_in(page, demo)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for path in PAGES:
            visit(page, demo, path)


def test_nobody_else_opens_an_operator_page(browser, demo: Demo):
    for role in ("interviewer", "reviewer"):
        context = browser.new_context()
        page = context.new_page()
        sign_in(page, demo, role)
        for path in PAGES:
            assert page.goto(demo.base_url + path).status == 403, (role, path)
        context.close()
    context = browser.new_context()
    page = context.new_page()
    for path in PAGES:
        page.goto(demo.base_url + path)
        expect(page).to_have_url(re.compile("/sign-in"))
    context.close()


def test_a_platform_that_acts_on_what_is_not_in_force_is_found(page: Page, demo: Demo):
    person = Person.opens(demo)
    person.confirm()
    good_interview(person)
    outcome = person.settled("concluded")["outcome"]["id"]
    demo.platform().post(
        f"/v1/outcomes/{outcome}/acknowledgements", {"state": "applied", "account_state": "blocked"}, expect=201)
    sign_in(page, demo)
    visit(page, demo, "/operator")
    finding = page.locator("section.card", has=page.locator(f'a[href="/operator/sessions/{person.session}"]'))
    words = finding.inner_text()
    assert "account blocked" in words and "What to do:" in words
    finding.locator(f'a[href="/operator/sessions/{person.session}"]').click()
    assert "account blocked" in page.locator("main").inner_text()
    demo.platform().post(
        f"/v1/outcomes/{outcome}/acknowledgements", {"state": "applied", "account_state": "active"}, expect=201)
    for _ in range(20):  # what the overview counted is kept for a moment
        visit(page, demo, "/operator")
        if page.locator(f'a[href="/operator/sessions/{person.session}"]').count() == 0:
            break
        page.wait_for_timeout(500)
    assert page.locator(f'a[href="/operator/sessions/{person.session}"]').count() == 0


def test_what_a_person_writes_before_the_interview_reaches_somebody_who_answers(page: Page, demo: Demo):
    person = Person.opens(demo)
    person.confirm()
    assert person.read()["status"] == "ready_to_book"
    question = f"I need an interpreter <b>{uuid.uuid4().hex[:6]}</b>"
    person.client.post(f"{person.path}/messages", {"text": question}, expect=201)
    sign_in(page, demo)
    visit(page, demo, "/operator/messages")
    row = page.locator("tbody tr", has=page.locator(f'a[href="/operator/messages/{person.session}"]'))
    words = row.inner_text()
    assert "Ready to book" in words and "Operators alone" in words
    assert question not in page.locator("main").inner_text(), "the list says who waits, not what they wrote"
    row.locator("a").click()
    is_whole(page)
    words = page.locator("main").inner_text()
    assert question in words and "The person waits for an answer" in words
    for secret in ("Emina", "emina@example.test", person.read()["subject"]):
        assert secret not in page.content(), secret
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#text-error")).to_be_visible()
    answer = f"One is booked for you {uuid.uuid4().hex[:6]}."
    page.fill("#text", answer)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Sent")
    assert "The person waits for an answer" not in page.locator("main").inner_text()
    assert answer in [message["text"] for message in person.client.get(f"{person.path}/messages")["data"]]
    visit(page, demo, "/operator/messages")
    assert page.locator(f'a[href="/operator/messages/{person.session}"]').count() == 0
    # Writing again waits again, and the overview says so.
    person.client.post(f"{person.path}/messages", {"text": "Thank you. And the time?"}, expect=201)
    for _ in range(20):
        visit(page, demo, "/operator")
        if page.locator(f'section.card a[href="/operator/messages/{person.session}"]').count():
            break
        page.wait_for_timeout(500)
    page.locator(f'section.card a[href="/operator/messages/{person.session}"]').click()
    page.fill("#text", "It is yours to choose.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Sent")
    visit(page, demo, "/operator/messages/vs_01nobody", status=404)


def test_a_case_is_found_by_id_and_by_reference_and_neither_stands_in_an_address(page: Page, demo: Demo):
    reference = f"customer {uuid.uuid4().hex[:8]}@example.org"
    person = Person.opens(demo, reference=reference)
    sign_in(page, demo)
    for typed in (person.session, reference):
        visit(page, demo, "/operator/sessions")
        page.fill("#query", typed)
        page.get_by_role("button", name="Find").click()
        assert "example.org" not in page.url and "customer" not in page.url
        expect(page.locator(f"text={person.session}").first).to_be_visible()
        is_whole(page)
    # Choosing a state keeps the person.
    page.select_option("#status", "opened")
    page.get_by_role("button", name="Show", exact=True).click()
    assert "person=pn_" in page.url and "status=opened" in page.url
    expect(page.locator("tbody tr")).to_have_count(1)
    visit(page, demo, "/operator/sessions")
    page.fill("#query", "vs_nobody <b>x</b> مرحبا")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#query-error")).to_be_visible()
    expect(page.locator("#query")).to_have_value("vs_nobody <b>x</b> مرحبا")
    is_whole(page)


def test_an_operator_sees_how_a_case_stands_and_not_what_it_holds(page: Page, demo: Demo):
    name = f"Nobody {uuid.uuid4().hex[:6]}"
    person = Person.opens(demo, display_name=name, email="somebody@example.org")
    person.confirm()
    good_interview(person)
    person.settled("concluded")
    person.client.post(f"{person.path}/messages", {"text": "A private question."}, expect=201)
    sign_in(page, demo)
    visit(page, demo, f"/operator/sessions/{person.session}")
    html = page.content()
    for secret in (name, "somebody@example.org", "A private question.", person.read()["subject"]):
        assert secret not in html, secret
    words = page.locator("main").inner_text()
    assert "Interview begun" in words and "Outcome issued" in words and "Concluded" in words
    visit(page, demo, "/operator/sessions/vs_01nobody", status=404)


def test_figures_hide_small_numbers_and_stand_as_tables_too(page: Page, demo: Demo):
    sign_in(page, demo)
    visit(page, demo, "/operator/statistics?range=all")
    if page.locator("table.heat").count() == 0:
        return
    for count in page.locator("table.heat tbody tr td:first-of-type").all_inner_texts():
        assert int(count) >= 5, "a group of fewer than five is shown"
    assert "fewer than five" in page.locator("main").inner_text()
    charts = page.locator("figure.chart-figure").count()
    assert charts == 3
    assert page.locator("figure.chart-figure details table").count() == charts
    # Every heading of a column of counts within a group holds no count of one to four.
    for table in page.locator("table.heat").all():
        heads = table.locator("thead th").all_inner_texts()
        for at, head in enumerate(heads):
            if head in ("Technical aborts", "Proposals", "Lapses", "Reversals", "Appeals granted", "Appeals refused"):
                cells = table.locator(f"tbody tr td:nth-child({at + 1})").all_inner_texts()
                assert not {"1", "2", "3", "4"} & set(cells), (head, cells)


def test_coverage_marks_where_nobody_or_one_alone_can_ask(page: Page, demo: Demo):
    sign_in(page, demo)
    visit(page, demo, "/operator/staff")
    rows = page.locator("table.heat tbody tr")
    assert rows.count() > 3
    for row in rows.all():
        people = int(row.locator("td:nth-last-child(2)").inner_text())
        mark = row.locator(".badge").inner_text()
        assert mark == "No questions" or mark == {0: "Nobody", 1: "One alone"}.get(people, "Enough")


def test_nobody_suspends_themselves(page: Page, demo: Demo):
    sign_in(page, demo)
    visit(page, demo, "/operator/staff")
    page.locator("table a", has_text="Demo operator 1").click()
    is_whole(page)
    assert page.get_by_role("button", name="Suspend now").count() == 0


if __name__ == "__main__":
    server = Demo.from_ready_line(Path(sys.argv[1]).read_text().splitlines()[0])
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, journey in list(globals().items()):
            if not name.startswith("test_") or (len(sys.argv) > 2 and sys.argv[2] not in name):
                continue
            values = {"demo": server, "browser": chromium}
            names = journey.__code__.co_varnames[:journey.__code__.co_argcount]
            if "page" in names:
                values["page"] = chromium.new_context().new_page()
                values["page"].set_default_timeout(8000)
            try:
                journey(**{key: values[key] for key in names})
                print(f"ok    {name}", flush=True)
            except Exception as failure:  # a journey may fail in any way; the others are still told
                print(f"FAIL  {name}: {type(failure).__name__} {str(failure)[:600]}", flush=True)
        chromium.close()
