"""The demo's cases: each really is in the state that the ready line claims, and nothing is made twice."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest

from candor_client import Client, Demo, Person, instant
from conftest import ROOT, binary


class DemoServer(Demo):
    """A demo server with cases (or without), started on a directory that may have been used before."""

    @classmethod
    def begin(cls, directory: Path, *flags: str) -> "DemoServer":
        directory.mkdir(parents=True, exist_ok=True)
        log = open(directory / "server.log", "ab")
        process = subprocess.Popen(
            [binary(), "serve", "--demo", *flags, "--data-directory", str(directory / "data"), "--port", "0"],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=log)
        log.close()
        line = process.stdout.readline().decode()
        assert line, (directory / "server.log").read_text()[-3000:]
        server = cls.from_ready_line(line)
        server.ready, server.process = json.loads(line), process
        return server

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def sessions(self) -> list[dict]:
        """Every session, newest first."""
        found, cursor = [], {}
        while True:
            page = self.platform().get("/v1/verification_sessions", query={"limit": 100, **cursor})
            found += page["data"]
            if not page["has_more"]:
                return found
            cursor = {"cursor": page["next_cursor"]}

    def case(self, state: str) -> dict:
        return next(case for case in self.ready["cases"] if case["state"] == state)

    def read(self, state: str) -> dict:
        return self.platform().get(f"/v1/verification_sessions/{self.case(state)['session']}")

    def as_candidate(self, state: str) -> tuple[Client, dict]:
        link = self.case(state)["link"]
        entry = self.anyone().post("/v1/candidate_sessions", {"link_token": link.split("#")[1]}, expect=201)
        client = Client(self.base_url, entry["token"])
        return client, client.get(f"/v1/verification_sessions/{self.case(state)['session']}")

    def member(self, email: str) -> Client:
        return Client(self.base_url, next(member["token"] for member in self.staff if member["email"] == email))


@pytest.fixture(scope="module")
def shown():
    directory = Path(tempfile.mkdtemp(prefix="candor-demo-cases-"))
    server = DemoServer.begin(directory, "--demo-cases")
    yield server
    server.end()
    shutil.rmtree(directory)


# What the platform may see of each state: the session's status, the last attempt's first reason, the outcome.
STATES = {
    "opened": ("opened", None, None),
    "opened_in_arabic": ("opened", None, None),
    "ready_to_book": ("ready_to_book", None, None),
    "ready_to_book_in_spanish": ("ready_to_book", None, None),
    "no_slots": ("ready_to_book", None, None),
    "unknown_skills": ("ready_to_book", None, None),
    "booked": ("booked", None, None),
    "booked_in_chat": ("booked", None, None),
    "booked_soon": ("booked", None, None),
    "in_progress": ("in_progress", None, None),
    "waiting_for_scorecard": ("deliberating", None, None),
    "technical_abort": ("ready_to_book", "T101", None),
    "line_test_first": ("ready_to_book", "T102", None),
    "alternatives_offered": ("ready_to_book", "T102", None),
    "void_attempt": ("ready_to_book", "P203", None),
    "interviewer_no_show": ("ready_to_book", "P204", None),
    "tries_used_up": ("expired", "E301", None),
    "proposal_open": ("deliberating", None, None),
    "proposal_heard": ("deliberating", None, None),
    "conversation": ("deliberating", None, None),
    "second_look_booked": ("deliberating", None, None),
    "disputed_call": ("deliberating", None, None),
    "skill_proposal_open": ("concluded", "V700", ("verified", "valid")),
    "proposal_lapsed": ("concluded", "V700", ("verified", "valid")),
    "verified": ("concluded", "V700", ("verified", "valid")),
    "verified_but_blocked": ("concluded", "V700", ("verified", "valid")),
    "verified_with_correction": ("concluded", "V702", ("verified", "valid")),
    "skill_not_assessed": ("concluded", "V700", ("verified", "valid")),
    "skill_not_demonstrated": ("concluded", "V700", ("verified", "valid")),
    "verified_in_chat": ("concluded", "V700", ("verified", "valid")),
    "not_verified": ("concluded", "N504", ("not_verified", "valid")),
    "inconclusive": ("concluded", "I401", ("inconclusive", "valid")),
    "superseded": ("concluded", "V700", ("verified", "superseded")),
    "appeal_under_review": ("in_appeal", "N504", ("not_verified", "valid")),
    "reverification": ("ready_to_book", "T101", ("not_verified", "suspended")),
    "appeal_refused": ("concluded", "N504", ("not_verified", "valid")),
    "verified_after_appeal": ("concluded", "V701", ("verified", "valid")),
    "expired": ("expired", None, None),
    "refused": ("refused", None, None),
    "cancelled": ("cancelled", None, None),
    "redacted": ("expired", None, None),
}


def test_every_state_is_listed_once_and_plainly_invented(shown):
    cases = shown.ready["cases"]
    assert [case["state"] for case in cases] == list(dict.fromkeys(case["state"] for case in cases))
    assert {case["state"] for case in cases} == set(STATES)
    for case in cases:
        assert case["reference"].startswith("demo-"), case
        assert (case["link"] is None) == (case["state"] == "redacted"), case
        assert case["link"] is None or case["link"].startswith(shown.base_url + "/"), case
    for session in shown.sessions():
        assert session["reference"] is None or session["reference"].startswith("demo-"), session["id"]
        assert session["display_name"] is None or session["display_name"].endswith("(invented)"), session["id"]


@pytest.mark.parametrize("state", STATES)
def test_each_case_is_in_the_state_that_it_claims(shown, state):
    status, reason, outcome = STATES[state]
    body = shown.read(state)
    assert body["status"] == status, body
    ended = [attempt for attempt in body["attempts"] if attempt["reason_codes"]]
    assert (ended[-1]["reason_codes"][0] if ended else None) == reason, body["attempts"]
    held = body["outcome"]
    assert (held and (held["determination"], held["status"])) == outcome, held


def test_what_the_person_sees_fits_as_well(shown):
    _, body = shown.as_candidate("line_test_first")
    assert body["next_step"]["what"] == "test_line_and_book", body["next_step"]
    _, body = shown.as_candidate("alternatives_offered")
    assert "chat" in body["next_step"]["alternatives"], body["next_step"]
    _, body = shown.as_candidate("proposal_open")
    assert body["proposal"]["reason_code"] == "N504" and body["proposal"]["heard_at"] is None, body["proposal"]
    for state in ("proposal_heard", "second_look_booked"):
        _, body = shown.as_candidate(state)
        assert body["proposal"]["heard_at"], body["proposal"]
    assert body["proposal"]["reason_code"] == "N501", body["proposal"]
    client, body = shown.as_candidate("no_slots")
    assert client.get(f"/v1/verification_sessions/{body['id']}/slots")["data"] == []
    client, body = shown.as_candidate("conversation")
    messages = client.get(f"/v1/verification_sessions/{body['id']}/messages")["data"]
    assert len({message["from"] for message in messages}) == 2 and len(messages) >= 5, messages
    _, body = shown.as_candidate("skill_not_demonstrated")
    results = {skill["skill"]: skill["result"] for skill in body["outcome"]["skills"]}
    assert results["python"] == "not_demonstrated" and body["statements"], body["outcome"]
    _, body = shown.as_candidate("skill_proposal_open")
    assert body["proposal"]["skill"] == "go", body["proposal"]
    _, body = shown.as_candidate("skill_not_assessed")
    results = {skill["skill"]: skill["result"] for skill in body["outcome"]["skills"]}
    assert results["go"] == "demonstrated" and results["docker"] == "not_assessed", results
    _, body = shown.as_candidate("appeal_under_review")
    assert (body["appeals"][0]["ground"], body["appeals"][0]["status"]) == ("out_of_scope_question", "under_review")
    _, body = shown.as_candidate("appeal_refused")
    assert body["appeals"][0]["status"] == "refused" and body["appeals"][0]["reasons"], body["appeals"]
    _, body = shown.as_candidate("opened")
    assert {skill["state"] for skill in body["declared_stack"]} == {"mapped", "unmapped"}, body["declared_stack"]


def test_the_staff_have_something_to_do(shown):
    soon = shown.case("booked_soon")
    body = shown.member(soon["interviewer"]).get(f"/v1/interviews/{soon['interview']}")
    assert (instant(body["starts_at"]) - shown.now()).total_seconds() <= 15 * 60, body
    running = shown.case("in_progress")
    items = shown.member(running["interviewer"]).get(f"/v1/interviews/{running['interview']}/scorecard")["items"]
    answered = [item for item in items if item["state"] != "open"]
    assert 0 < len(answered) < len(items), items
    for state in ("proposal_open", "proposal_heard", "second_look_booked", "disputed_call", "appeal_under_review"):
        case = shown.case(state)
        review = shown.member(case["reviewer"]).get(f"/v1/reviews/{case['review']}")
        assert review["state"] == "open" and review["session"]["id"] == case["session"], review


def test_calls_were_measured_on_both_sides(shown):
    for state, verdict in (("technical_abort", "poor"), ("verified", "good"), ("disputed_call", "disputed")):
        _, body = shown.as_candidate(state)
        assert body["attempts"][-1]["connection"]["verdict"] == verdict, body["attempts"]
    case = shown.case("disputed_call")
    windows = shown.member(case["reviewer"]).get(f"/v1/reviews/{case['review']}")["connection"]["windows"]
    assert len({window["direction"] for window in windows}) == 2 and len(windows) > 100, len(windows)


def test_there_is_a_past_to_count(shown):
    assert len(shown.sessions()) >= len(STATES) + 15
    mail = shown.anyone().get("/demo/mail", query={"limit": 100})["data"]
    assert len({message["message"] for message in mail}) > 10, {message["message"] for message in mail}


def test_nothing_is_made_twice():
    directory = Path(tempfile.mkdtemp(prefix="candor-demo-twice-"))
    try:
        first = DemoServer.begin(directory, "--demo-cases")
        before = [(session["id"], session["created_at"]) for session in first.sessions()]
        first.end()
        second = DemoServer.begin(directory, "--demo-cases")
        after = [(session["id"], session["created_at"]) for session in second.sessions()]
        _, body = second.as_candidate("verified")
        second.end()
        assert after == before
        assert {skill["result"] for skill in body["outcome"]["skills"]} == {"demonstrated"}, body["outcome"]
        words = [[(case["state"], case["session"], case["code"]) for case in server.ready["cases"]]
                 for server in (first, second)]
        assert words[0] == words[1]
    finally:
        shutil.rmtree(directory)


def test_a_plain_demo_stays_empty_and_a_used_one_is_left_alone():
    directory = Path(tempfile.mkdtemp(prefix="candor-demo-plain-"))
    try:
        plain = DemoServer.begin(directory)
        assert "cases" not in plain.ready and plain.sessions() == []
        person = Person.opens(plain)
        plain.end()
        used = DemoServer.begin(directory, "--demo-cases")
        assert used.ready["cases"] == [] and [session["id"] for session in used.sessions()] == [person.session]
        used.end()
    finally:
        shutil.rmtree(directory)


def test_the_flag_alone_is_refused():
    done = subprocess.run([binary(), "serve", "--demo-cases"], capture_output=True, text=True, cwd=ROOT, timeout=30)
    assert done.returncode != 0 and "--demo" in done.stderr
