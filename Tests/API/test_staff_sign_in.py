"""Staff sign in with a password: nobody is locked out, forged forms do nothing, tokens change and sessions end."""

from __future__ import annotations

import http.client
import re
import sqlite3
import subprocess
from urllib.parse import urlencode, urlsplit

import pytest

from candor_client import Client
from conftest import ROOT, binary

COOKIE = "candor_staff"
WRONG = "this is not the password"


class Page:
    def __init__(self, status: int, headers: list[tuple[str, str]], text: str):
        self.status, self.headers, self.text = status, headers, text

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)

    @property
    def set_cookies(self) -> list[str]:
        return [value for key, value in self.headers if key.lower() == "set-cookie"]

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found, self.text[:2000]
        return found[1]

    def __repr__(self) -> str:
        return f"{self.status} {self.header('location') or ''} {self.text[:300]}"


class Browser:
    """Cookies and forms, and nothing else of a browser."""

    def __init__(self, demo):
        self.demo = demo
        self.cookies: dict[str, str] = {}

    def request(self, method: str, path: str, fields: dict | None = None, headers: dict | None = None) -> Page:
        address = urlsplit(self.demo.base_url)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        sent = {"Accept": "text/html", **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if fields is not None:
            body = urlencode(fields)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body=body, headers=sent)
            answer = connection.getresponse()
            page = Page(answer.status, answer.getheaders(), answer.read().decode())
        finally:
            connection.close()
        for cookie in page.set_cookies:
            name, value = cookie.split(";")[0].split("=", 1)
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        return page

    def send(self, form_path: str, path: str, **fields) -> Page:
        form = self.request("GET", form_path)
        assert form.status == 200, form
        return self.request(
            "POST", path, {"csrf": form.hidden("csrf"), "once": form.hidden("once"), **fields})

    def sign_in(self, email: str, password: str) -> Page:
        return self.send("/sign-in", "/sign-in", email=email, password=password)

    @property
    def is_in(self) -> bool:
        return self.request("GET", "/account").status == 200


def member(demo, role="reviewer", number=0) -> dict:
    return [one for one in demo.staff if one["role"] == role][number]


def come_in(demo, who: dict) -> Browser:
    browser = Browser(demo)
    page = browser.sign_in(who["email"], who["password"])
    assert page.status == 303, page
    assert browser.is_in
    return browser


def staff(demo, *words: str, given: str = ""):
    done = subprocess.run(
        [binary(), "staff", *words, "--data-directory", demo.data_directory], input=given, capture_output=True,
        text=True, cwd=ROOT, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("role", "start"), [("interviewer", "/interviews"), ("reviewer", "/reviews"), ("operator", "/operator")])
def test_each_role_comes_to_its_work(demo, role, start):
    browser = Browser(demo)
    page = browser.sign_in(member(demo, role)["email"].upper(), f" {member(demo, role)['password']} ")
    assert (page.status, page.header("location")) == (303, start)
    cookie = next(text for text in page.set_cookies if text.startswith(COOKIE))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie


def test_strangers_are_led_to_the_door_and_back(demo):
    browser = Browser(demo)
    page = browser.request("GET", "/account")
    assert page.status == 303 and page.header("location").startswith("/sign-in?next=")
    form = browser.request("GET", page.header("location"))
    action = re.search(r'action="(/sign-in[^"]*)"', form.text)[1].replace("&amp;", "&")
    who = member(demo)
    page = browser.request("POST", action, {
        "csrf": form.hidden("csrf"), "once": form.hidden("once"), "email": who["email"], "password": who["password"]})
    assert (page.status, page.header("location")) == (303, "/account")


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_back_never_leaves_this_server(demo, next_page):
    browser, who = Browser(demo), member(demo)
    form = browser.request("GET", "/sign-in?" + urlencode({"next": next_page}))
    page = browser.request("POST", "/sign-in?" + urlencode({"next": next_page}), {
        "csrf": form.hidden("csrf"), "once": form.hidden("once"), "email": who["email"], "password": who["password"]})
    assert (page.status, page.header("location")) == (303, "/reviews")


def test_unknown_people_and_wrong_passwords_get_the_same_words(own_demo):
    browser = Browser(own_demo)
    unknown = browser.sign_in("nobody@demo.invalid", WRONG)
    wrong = browser.sign_in(member(own_demo)["email"], WRONG)
    assert unknown.status == wrong.status == 422

    def plain(page, email):
        return re.sub(r'value="[^"]*"', "", page.text.replace(email, ""))

    assert plain(unknown, "nobody@demo.invalid") == plain(wrong, member(own_demo)["email"])
    assert WRONG not in wrong.text


def test_guessing_slows_the_guesser_and_never_locks(own_demo):
    who, browser = member(own_demo), Browser(own_demo)
    assert [browser.sign_in(who["email"], WRONG).status for _ in range(3)] == [422, 422, 422]
    page = browser.sign_in(who["email"], who["password"])
    assert page.status == 429, page
    # At the longest, a minute.
    own_demo.advance(60)
    assert browser.sign_in(who["email"], who["password"]).status == 303
    # Those who had signed in before were never touched.
    other = come_in(own_demo, member(own_demo, number=1))
    assert other.is_in


def test_a_form_from_elsewhere_does_nothing(demo):
    who, browser = member(demo), Browser(demo)
    form = browser.request("GET", "/sign-in")
    good = {"once": form.hidden("once"), "email": who["email"], "password": who["password"]}
    for csrf in ["", "0" * 40, Browser(demo).request("GET", "/sign-in").hidden("csrf")]:
        page = browser.request("POST", "/sign-in", {"csrf": csrf, **good})
        assert 400 <= page.status < 500 and COOKIE not in browser.cookies, page
    inside = come_in(demo, who)
    for path in ["/sign-out", "/account/sign-out-everywhere", "/account/password"]:
        page = inside.request("POST", path, {"csrf": "0" * 40, "once": "1"}, {"Origin": "https://evil.example"})
        assert 400 <= page.status < 500, page
        assert inside.is_in


def test_signing_out_ends_this_browser_and_everywhere_ends_all(own_demo):
    # A server of its own: the tokens that end here are the ones that every other test works with.
    who = member(own_demo, "interviewer", 3)
    here, there = come_in(own_demo, who), come_in(own_demo, who)
    token = here.cookies[COOKIE]
    assert here.send("/account", "/sign-out").status == 303
    assert not here.is_in and there.is_in
    # The cookie's value is worth nothing any more, whoever kept it.
    here.cookies[COOKIE] = token
    assert not here.is_in
    bearer = staff(own_demo, "token", who["email"]).strip()
    assert Client(own_demo.base_url, bearer).request("GET", "/v1/interviews").status == 200
    assert there.send("/account", "/account/sign-out-everywhere").status == 303
    assert not there.is_in
    assert Client(own_demo.base_url, bearer).request("GET", "/v1/interviews").status == 401


def test_tokens_change_and_forms_that_were_open_still_work(own_demo):
    browser = come_in(own_demo, member(own_demo))
    first = browser.cookies[COOKIE]
    form = browser.request("GET", "/account")
    own_demo.advance(3600)
    late = Browser(own_demo)
    late.cookies = dict(browser.cookies)
    assert browser.is_in
    second = browser.cookies[COOKIE]
    assert second != first
    # A request that was under way with the old token.
    assert late.is_in
    page = browser.request("POST", "/sign-out", {"csrf": form.hidden("csrf"), "once": form.hidden("once")})
    assert page.status == 303, page
    assert not late.is_in


def test_a_session_ends_by_the_clock(own_demo):
    browser = come_in(own_demo, member(own_demo))
    own_demo.advance(12 * 3600)
    assert not browser.is_in


def test_suspending_ends_every_session_at_once(own_demo):
    who = member(own_demo)
    browser, neighbour = come_in(own_demo, who), come_in(own_demo, member(own_demo, number=1))
    staff(own_demo, "suspend", who["email"])
    assert not browser.is_in and neighbour.is_in
    assert browser.sign_in(who["email"], who["password"]).status == 422


def test_a_password_set_by_an_operator_ends_every_session(own_demo):
    who = member(own_demo)
    browser = come_in(own_demo, who)
    staff(own_demo, "password", who["email"], "--password-stdin", given="a wholly new password\n")
    assert not browser.is_in
    assert browser.sign_in(who["email"], who["password"]).status == 422
    assert browser.sign_in(who["email"], "a wholly new password").status == 303


def test_somebody_changes_their_own_password(own_demo):
    who = member(own_demo)
    here, there = come_in(own_demo, who), come_in(own_demo, who)
    new = "Zu\u0308rich am Abend, 一二三"

    def change(current: str, new: str, again: str) -> Page:
        return here.send(
            "/account", "/account/password", password_current=current, password_new=new, password_repeated=again)

    assert change(who["password"], "short", "short").status == 422
    assert change(who["password"], new, new + ".").status == 422
    assert change(WRONG, new, new).status == 422
    assert there.is_in
    page = change(who["password"], new, new)
    assert page.status == 303, page
    assert here.is_in and not there.is_in
    # Another keyboard spells the letter in one piece.
    assert Browser(own_demo).sign_in(who["email"], new.replace("u\u0308", "\u00fc")).status == 303


def test_nothing_that_opens_a_door_is_stored(own_demo):
    who = member(own_demo)
    browser = come_in(own_demo, who)
    Browser(own_demo).sign_in("somebody@staff.example", WRONG)
    connection = sqlite3.connect(f"file:{own_demo.data_directory}/candor.sqlite?mode=ro", uri=True)
    try:
        text = "\n".join(connection.iterdump())
        hashes = [row[0] for row in connection.execute("SELECT hash FROM staff_passwords")]
    finally:
        connection.close()
    assert hashes and all(re.fullmatch(r"\$scrypt\$ln=\d+,r=8,p=1\$[\w+/]+\$[\w+/]+", one) for one in hashes)
    assert len(set(hashes)) == len(hashes)
    for secret in [who["password"], browser.cookies[COOKIE], "somebody@staff.example", "127.0.0.1\x00", WRONG]:
        assert secret not in text
