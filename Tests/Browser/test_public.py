"""Pages that anybody may read, and the check of an outcome: by script and without, right and wrong.

`python Tests/Browser/test_public.py .demo/ready.json [name]` runs them against a server that is up already.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "API"))

from candor_client import Demo, Person, good_interview  # noqa: E402

PAGES = [
    "/", "/help", "/policy/1", "/reasons", "/reasons/N504", "/reasons/T101", "/problems", "/problems/not-found",
    "/verify", "/demo/meeting/abc",
]


def is_whole(page: Page):
    """One h1, no mark of a missing word, no id twice, no link within the page that leads nowhere, nothing too wide."""
    assert page.locator("h1").count() == 1
    assert "⟦" not in page.content(), re.findall("⟦[^⟧]*⟧", page.content())
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    ids = page.eval_on_selector_all("[id]", "all => all.map((one) => one.id)")
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    targets = page.eval_on_selector_all('a[href^="#"]', "all => all.map((one) => one.getAttribute('href').slice(1))")
    assert not set(targets) - set(ids), set(targets) - set(ids)
    assert len(page.content().encode()) < 50_000


def outcome(demo: Demo) -> tuple[str, dict]:
    """A signed outcome, as the platform reads it."""
    person = Person.opens(demo)
    person.confirm()
    good_interview(person)
    body = person.settled("concluded")
    row = demo.platform().get(f"/v1/outcomes/{body['outcome']['id']}")
    return row["token"], row


def check(page: Page, demo: Demo, text: str):
    page.goto(f"{demo.base_url}/verify")
    page.fill("#token", text)
    page.get_by_role("button", name="Check it").click()
    is_whole(page)


def test_every_public_page_is_whole_and_small(page: Page, demo: Demo):
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for path in PAGES:
            answer = page.goto(demo.base_url + path)
            assert answer.status == 200, path
            is_whole(page)


def test_pages_that_are_the_same_for_everybody_set_no_cookie(page: Page, demo: Demo):
    for path in ("/", "/help", "/policy/1", "/reasons", "/problems/not-found"):
        page.goto(demo.base_url + path)
    assert page.context.cookies() == []


def test_the_policy_is_told_in_words_and_is_json_for_programs(page: Page, demo: Demo):
    page.goto(f"{demo.base_url}/policy/1")
    words = page.locator("main").inner_text()
    assert "To answer before anything adverse is decided" in words and "72 hours" in words
    # The key of the file stands beside its words, for those who compare; it is no heading.
    assert page.locator("dt", has_text="_").count() == 0
    page.get_by_role("link", name="Deadlines").click()
    expect(page).to_have_url(re.compile("#deadlines$"))
    answer = page.request.get(f"{demo.base_url}/policy/1", headers={"Accept": "application/json"}).json()
    deadlines = next(section for section in answer["sections"] if section["title"] == "deadlines")
    assert {"hearing_hours"} <= {entry["label"] for entry in deadlines["entries"]}


def test_every_reason_of_the_index_has_its_page(page: Page, demo: Demo):
    page.goto(f"{demo.base_url}/reasons")
    links = page.eval_on_selector_all('main a[href^="/reasons/"]', "all => all.map((one) => one.getAttribute('href'))")
    assert len(links) > 30
    for link in links:
        assert page.request.get(demo.base_url + link).status == 200, link


def test_a_genuine_outcome_is_accepted_and_read_out(page: Page, demo: Demo):
    token, row = outcome(demo)
    check(page, demo, token)
    expect(page.locator("h1")).to_have_text("This outcome is genuine and in force")
    words = page.locator("main").inner_text()
    assert row["subject"] in words if "subject" in row else True
    assert "Policy 1" in words and "Verified" in words
    assert page.locator(".tasks .badge", has_text="Passed").count() == 8
    assert "?" not in page.url and token not in page.url


def test_what_mail_adds_to_an_outcome_does_no_harm(page: Page, demo: Demo):
    token, _ = outcome(demo)
    wrapped = "\n  ".join(token[at:at + 60] for at in range(0, len(token), 60))
    for text in (f'  "{wrapped}"\n\n', f"https://example.org/x#token={token}"):
        check(page, demo, text)
        expect(page.locator("h1")).to_have_text("This outcome is genuine and in force")


def test_wrong_input_is_told_plainly(page: Page, demo: Demo):
    token, _ = outcome(demo)
    head, body, mark = token.split(".")
    status = page.request.get(f"{demo.base_url}/status/1").text()
    for text, words in [
        (f"{head}.{body}", "whole signed outcome"),
        (token[:-40], "whole signed outcome"),
        ("<script>alert(1)</script> مرحبا 👋🏽", "whole signed outcome"),
        (f"{head}.{body[:-4]}{'AAAA' if body[-4:] != 'AAAA' else 'BBBB'}.{mark}", "changed after it was signed"),
        (status, "not an outcome"),
        ("x" * 20_000, "longer than any outcome"),
    ]:
        check(page, demo, text)
        expect(page.locator("h1")).to_have_text("Do not rely on this")
        assert words in page.locator("main").inner_text(), text[:60]
        assert page.locator("#token").input_value().strip() == text.strip()


def test_an_outcome_of_somebody_else_is_neither_yes_nor_no(page: Page, demo: Demo):
    import base64
    import json

    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).rstrip(b"=").decode()

    other = ".".join([
        part({"alg": "ES256", "kid": "someone-else", "typ": "verification-outcome+jwt"}), part({"iss": "https://x.test"}),
        base64.urlsafe_b64encode(bytes(64)).rstrip(b"=").decode()])
    check(page, demo, other)
    expect(page.locator("h1")).to_have_text("We cannot tell")
    assert "signed by somebody else" in page.locator("main").inner_text()


def test_nothing_pasted_is_told_beside_the_field(page: Page, demo: Demo):
    page.goto(f"{demo.base_url}/verify")
    page.eval_on_selector("#token", "field => field.required = false")
    page.get_by_role("button", name="Check it").click()
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.locator("#token-error")).to_be_visible()
    is_whole(page)


def test_a_link_brings_the_outcome_into_the_field_and_leaves_the_address(page: Page, demo: Demo):
    token, _ = outcome(demo)
    page.goto(f"{demo.base_url}/verify#token={token}")
    expect(page.locator("#token")).to_have_value(token)
    assert token not in page.url


def test_checking_works_without_scripts(demo: Demo, browser):
    token, _ = outcome(demo)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{demo.base_url}/verify")
    page.fill("#token", token)
    page.get_by_role("button", name="Check it").click()
    expect(page.locator("h1")).to_have_text("This outcome is genuine and in force")
    context.close()


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
