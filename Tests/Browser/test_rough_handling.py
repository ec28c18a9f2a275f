"""What people, browsers and attackers do to forms: guess, forge, send twice, go back, lose the line, type anything at all."""

from __future__ import annotations

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from browser import Visitor, text_faults
from candor_client import Person
from servers import running

LONG = "Nobody should have to type this twice, least of all on a phone. "

TEXTS = {
    "latin": "Größe, naïve façade, Čačak, Łódź, ẞ",
    "cyrillic": "Может ли переводчик участвовать?",
    "greek": "Μπορώ να έχω διερμηνέα;",
    "arabic": "هل يمكن أن يشارك مترجم؟",
    "hebrew": "האם מתורגמן יכול להשתתף?",
    "hindi": "क्या दुभाषिया भाग ले सकता है?",
    "thai": "ล่ามเข้าร่วมได้ไหม",
    "chinese": "口譯員可以參加嗎？",
    "japanese": "通訳は参加できますか？",
    "korean": "통역사가 참여할 수 있나요?",
    "beyond the plane": "𐍈𝔘𠜎 outside the first plane",
    "emoji": "👋🏽 👩‍👩‍👧‍👦 🏳️‍🌈 🇧🇦",
    "combining": "e\u0301 a\u0308 ą́ Z̷̢͘ą̶l̴g̸o",
    "right-to-left override": "the file is called \u202egnp.exe\u202c, they said",
    "isolates": "\u2066left\u2069 \u2067right\u2069 \u200f\u200e",
    "zero width": "a\u200bb\u200cc\u200dd\ufeffe",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)><b>bold</b>",
    "attributes": "\"' onmouseover=alert(1) x='\" ><svg/onload=alert(1)>",
    "closing": "</textarea></title></style></script>--><h1>mine</h1>",
    "templates": "{{t.common_brand}} {{{csrf}}} {{> shell/top}} ⟨x⟩ ${7*7} <%= 7*7 %>",
    "entities": "&lt;b&gt; &amp;amp; &#x1F44B; &nbsp;",
    "sql": "'; DROP TABLE sessions; --",
    "lines": "one\n\n  two\twith a tab\n\nthree",
    "long word": "x" * 700,
    "long": "слово " * 500,
}


def opened(demo) -> tuple[Person, Visitor]:
    person = Person.opens(demo)
    return person, Visitor(demo.base_url).come_in(person.opened["link_token"], person.session)


def ready(demo) -> tuple[Person, Visitor]:
    person, visitor = opened(demo)
    person.confirm()
    return person, visitor


def messages(person: Person) -> list[str]:
    return [message["text"] for message in person.client.get(f"{person.path}/messages", query={"limit": 100})["data"]]


def form_of(visitor: Visitor, path: str, **fields) -> dict:
    page = visitor.get(path)
    return {"csrf": page.hidden("csrf"), "once": page.hidden("once"), **fields}


def at_once(visitor: Visitor, path: str, form: dict, times: int = 2):
    """The same form on several connections at the same moment."""
    def send(_):
        return Visitor(visitor.base_url, cookies=dict(visitor.cookies)).request("POST", path, form)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(send, range(times)))


# Links and codes


@pytest.mark.parametrize("link", [
    "lt_" + "0" * 32, "lt_", "", "x", "<script>alert(1)</script>", "👋" * 100, "lt_" + "z" * 3000, "../../etc/passwd",
    "lt_\x00\x01", "https://evil.example/c#lt_" + "0" * 32])
def test_wrong_links_open_nothing_and_are_told_plainly(demo, link):
    visitor = Visitor(demo.base_url)
    answer = visitor.send("/c", link=link)
    assert answer.status in (401, 413, 422), answer
    assert "alert(1)</script>" not in answer.text and not text_faults(answer.text)
    assert "candor_candidate" not in visitor.cookies
    if answer.status != 413:
        assert 'id="code"' in answer.text, "no way on"


def test_a_link_that_was_replaced_opens_nothing_and_the_new_one_does(demo):
    person = Person.opens(demo)
    old = person.opened["link_token"]
    new = demo.platform().post(f"{person.path}/link", {"deliver": "platform"})["link_token"]
    visitor = Visitor(demo.base_url)
    assert visitor.send("/c", link=old).status == 401
    visitor.come_in(new, person.session)


def test_guessing_codes_is_slowed_with_plain_words(demo):
    with running() as own:
        person = Person.opens(own)
        visitor, answers = Visitor(own.base_url), []
        for number in range(80):
            answers.append(visitor.send("/c", code=f"{number:013d}"))
            if answers[-1].status == 429:
                break
        slowed = answers[-1]
        assert slowed.status == 429, [answer.status for answer in answers]
        assert {answer.status for answer in answers[:-1]} == {401}
        assert slowed.is_page and not text_faults(slowed.text)
        assert re.search(r"wait|moment|minute|later", slowed.plain), slowed.plain[:3000]
        own.advance(3600)
        answer = visitor.send("/c", code=person.opened["code"])
        assert answer.header("location") == f"/c/{person.session}", answer


# Forged and repeated forms


def test_a_forged_form_does_nothing_and_gives_back_what_was_typed(demo):
    person, visitor = ready(demo)
    path = f"/c/{person.session}/messages"
    good = form_of(visitor, path, text=LONG + "<b>not bold</b>")
    stranger = Visitor(demo.base_url).get("/c").hidden("csrf")
    for csrf in ("", "0" * 40, stranger, "x" * 5000, "👋"):
        answer = visitor.request("POST", path, {**good, "csrf": csrf})
        assert answer.status == 403, answer
        assert LONG.strip() in answer.plain and "<b>not bold</b>" not in answer.text and not text_faults(answer.text)
    for site in ("cross-site", "same-site"):
        answer = visitor.request("POST", path, good, {"Sec-Fetch-Site": site, "Origin": "https://evil.example"})
        assert answer.status == 403, answer
    assert messages(person) == []
    assert visitor.request("POST", path, good).status == 303 and len(messages(person)) == 1


def test_a_forged_form_of_staff_does_nothing(demo):
    person, _ = ready(demo)
    meeting = person.book()
    holder = meeting.find_holder()
    member = next(one for one in demo.staff if one["token"] == holder.token)
    visitor = Visitor(demo.base_url).sign_in(member)
    answer = visitor.request("POST", f"/interviews/{meeting.id}/join", {"csrf": "0" * 40, "once": "1" * 32})
    assert answer.status == 403, answer
    assert not holder.get(meeting.path)["joined"]["interviewer"]


def test_the_same_form_twice_at_once_acts_once_and_both_learn_the_same(demo):
    person, visitor = ready(demo)
    path = f"/c/{person.session}/messages"
    answers = at_once(visitor, path, form_of(visitor, path, text="Sent by an impatient finger."), times=4)
    assert {(answer.status, answer.header("location")) for answer in answers} == {(303, answers[0].header("location"))}
    assert messages(person) == ["Sent by an impatient finger."]

    check = re.search(r'href="([^"]*/book/check\?[^"]*)"', visitor.get(f"/c/{person.session}/book").text)[1]
    page = visitor.get(check.replace("&amp;", "&"))
    action = re.search(r'<form method="post" action="([^"]*/book)"', page.text)[1]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    answers = at_once(visitor, action, fields, times=4)
    assert {(answer.status, answer.header("location")) for answer in answers} == {(303, answers[0].header("location"))}
    assert len(person.read()["attempts"]) == 1


def test_the_back_button_repeats_nothing(demo, page):
    person, visitor = ready(demo)
    visitor.lend_to(page.context)
    page.goto(f"{demo.base_url}/c/{person.session}/messages")
    page.fill("#text", "Once is enough.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page).to_have_url(re.compile("done=sent"))
    page.go_back()
    page.go_forward()
    page.reload()
    assert messages(person) == ["Once is enough."]


def test_of_two_tabs_both_learn_what_holds(demo, page):
    person, visitor = ready(demo)
    visitor.lend_to(page.context)
    other = page.context.new_page()
    # Two days, because the first may have a single time left on the day that the test runs.
    late = person.slots()[-1]["starts_at"][:10]
    for tab, day in ((page, ""), (other, f"?day={late}")):
        tab.goto(f"{demo.base_url}/c/{person.session}/book{day}")
        tab.locator(".times a").last.click()
    page.get_by_role("button", name="Book this time").click()
    expect(page.locator("h1")).to_contain_text("Your interview")
    other.get_by_role("button", name="Book this time").click()
    expect(other.locator("main")).to_contain_text(re.compile("an interview already"))
    assert len(person.read()["attempts"]) == 1
    assert person.read()["booking"]["starts_at"] == person.read()["attempts"][0]["starts_at"]


# The line


def test_a_line_lost_in_the_middle_of_a_form_loses_no_text(demo, page):
    person, visitor = ready(demo)
    visitor.lend_to(page.context)
    page.goto(f"{demo.base_url}/c/{person.session}/messages")
    page.fill("#text", LONG)
    page.context.set_offline(True)
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    # The browser still has the form, and sends it again when the page is loaded again.
    page.reload()
    expect(page).to_have_url(re.compile("done=sent"))
    assert messages(person) == [LONG.strip()]


def test_half_a_form_is_no_form(demo):
    person, visitor = ready(demo)
    path = f"/c/{person.session}/messages"
    body = urlencode(form_of(visitor, path, text=LONG * 20)).encode()
    name, (value, _) = next((name, one) for name, one in visitor.cookies.items() if "candidate" in name)
    address = urlsplit(demo.base_url)
    for part in (0, len(body) // 2, len(body) - 1):
        with socket.create_connection((address.hostname, address.port), timeout=10) as line:
            line.sendall(
                f"POST {path} HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {name}={value}\r\n"
                f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                + body[:part])
    assert messages(person) == []
    assert visitor.get(path).status == 200


# Texts


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_is_kept_and_shown_literally(demo, name):
    text = TEXTS[name]
    person, visitor = ready(demo)
    path = f"/c/{person.session}/messages"
    answer = visitor.send(path, text=text)
    assert answer.status == 303, answer
    assert messages(person) == [text.strip()]
    shown = visitor.get(path)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    assert all(line in shown.plain for line in lines), name
    for raw in ("<script>alert", "<img src=x", "<svg/onload", "<h1>mine", "<b>bold", "<b>&"):
        assert raw not in shown.text, raw
    assert shown.text.count("<h1") == 1 and "⟦" not in shown.text and not re.search(r"\bon\w+=alert\(1\)>", shown.text)


def test_texts_of_all_scripts_stay_in_their_place(demo, page):
    """All of them on one page: nothing is wider than the screen, and none turns the words around it."""
    person, visitor = ready(demo)
    path = f"/c/{person.session}/messages"
    for text in TEXTS.values():
        assert visitor.send(path, text=text).status == 303
    visitor.lend_to(page.context)
    page.goto(demo.base_url + path)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{wide} px too wide"
    assert page.locator("h1").count() == 1 and page.locator("main b, main img, main script").count() == 0
    turned = page.get_by_text("gnp.exe").first
    assert turned.evaluate("one => getComputedStyle(one).unicodeBidi") in ("isolate", "plaintext", "isolate-override")


def test_a_text_that_is_too_long_is_told_and_given_back(demo):
    person, visitor = ready(demo)
    path = f"/c/{person.session}/messages"
    for length, statuses in ((20_000, {422}), (120_000, {413, 422})):
        text = ("слово " * length)[:length]
        answer = visitor.send(path, text=text)
        assert answer.status in statuses, answer
        if answer.status == 422:
            assert text.strip() in answer.plain.replace("\r\n", "\n"), "the text is lost"
    assert messages(person) == []


@pytest.mark.parametrize("body", [
    b"text=%FF%FE%00", b"text=%", b"text=%zz", b"&&&==&", b"text=a&text=b", b"\x00\x01\x02", b"text=%ED%A0%80",
    b"text=" + b"%00" * 50, b"x" * 70_000])
def test_broken_forms_are_refused_and_never_break_the_server(demo, body):
    person, visitor = ready(demo)
    path = f"/c/{person.session}/messages"
    form = urlencode(form_of(visitor, path)).encode()
    answer = raw_post(visitor, path, form + b"&" + body)
    assert answer in (303, 400, 403, 413, 415, 422), answer
    assert visitor.get(path).status == 200


def raw_post(visitor: Visitor, path: str, body: bytes) -> int:
    name, (value, _) = next((name, one) for name, one in visitor.cookies.items() if "candidate" in name)
    address = urlsplit(visitor.base_url)
    with socket.create_connection((address.hostname, address.port), timeout=20) as line:
        line.sendall(
            f"POST {path} HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {name}={value}\r\nConnection: close\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        return int(line.recv(64).split(b" ")[1])


@pytest.mark.parametrize("path", [
    "/c/%00", "/c/" + quote("<script>"), "/c/" + "x" * 2000, "/reviews/%ff", "/interviews/..%2f..%2fetc", "/reasons/" + quote("<b>"),
    "/problems/%22%3E%3Cscript%3E", "/language/xx?back=//evil.example", "/sign-in?next=javascript:alert(1)", "/policy/999",
    "/assets/..%2fcandor.yaml", "/%2e%2e/%2e%2e/etc/passwd", "/c?x=1"])
def test_hostile_addresses_are_answered_plainly(demo, path):
    answer = Visitor(demo.base_url).get(path)
    assert answer.status in (200, 303, 400, 401, 404, 414, 422), answer
    assert "<script>" not in answer.text and "evil.example" not in answer.header("location")
    if answer.is_page:
        assert not text_faults(answer.text) and "<h1" in answer.text
