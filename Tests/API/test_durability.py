"""What was acknowledged is there after the process was killed in the next moment, and the server is the same server."""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from candor_client import Person, good_interview
from cases import candor, verified
from conftest import RunningDemo


class Restarting:
    """One data directory and, one after the other, the servers on it, all on the port of the first."""

    def __init__(self):
        self.directory = Path(tempfile.mkdtemp(prefix="candor-test-"))
        self.demo = RunningDemo.start(self.directory)
        self.port = urlsplit(self.demo.base_url).port

    def restart(self, how: int = signal.SIGKILL) -> RunningDemo:
        before = self.demo
        before.stop(how)
        self.demo = RunningDemo.start(self.directory, port=self.port)
        return self.demo


@pytest.fixture
def server():
    server = Restarting()
    yield server
    server.demo.stop()
    shutil.rmtree(server.directory)


def test_the_same_server_comes_back(server):
    first = server.demo
    first.advance(123_456)
    before, keys = first.now(), first.anyone().get("/.well-known/jwks.json")
    second = server.restart()
    assert (second.base_url, second.platform_key, second.staff) == (first.base_url, first.platform_key, first.staff)
    assert json.loads((server.directory / "ready.json").read_text())["base_url"] == first.base_url
    assert before <= second.now() and (second.now() - before).total_seconds() < 600
    assert second.anyone().get("/.well-known/jwks.json") == keys
    assert second.platform().get("/v1/skills")["data"]


def test_a_booking_survives_a_kill(server):
    person = Person.opens(server.demo)
    person.confirm()
    booking = person.book().booking
    server.restart()
    body = person.read()
    assert body["status"] == "booked" and body["booking"]["id"] == booking["id"]
    assert body["booking"]["starts_at"] == booking["starts_at"]


def test_every_acknowledged_message_survives_a_kill_in_the_middle(server):
    people = [Person.opens(server.demo) for _ in range(4)]
    acknowledged: list[tuple[Person, str]] = []

    def write(person: Person):
        try:
            for number in range(500):
                text = f"{person.session} {number}"
                if person.client.request("POST", f"{person.path}/messages", body={"text": text}).status != 201:
                    return
                acknowledged.append((person, text))
                if len(acknowledged) == 40:
                    os.kill(server.demo.pid, signal.SIGKILL)
        except (OSError, HTTPException):
            return

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, people))
    assert len(acknowledged) >= 40
    server.restart()
    for person in people:
        kept = [row["text"] for row in person.client.get(f"{person.path}/messages", query={"limit": 100})["data"]]
        sent = [text for who, text in acknowledged if who is person]
        assert kept[: len(sent)] == sent
        assert len(kept) <= len(sent) + 1, "at most the one that was never answered"


def test_a_scorecard_item_survives_a_kill_and_the_interview_goes_on(server):
    person = Person.opens(server.demo)
    person.confirm()
    meeting = person.book().begin()
    first, *rest = meeting.items()
    answer = {"rating": 4} if first["kind"] == "question" else {"result": "match"}
    recorded = meeting.record(first, 50, **answer, note="Kept through a kill.")
    demo = server.restart()
    person.demo = demo
    (kept,) = [item for item in meeting.items() if item["id"] == first["id"]]
    assert kept == recorded
    assert person.read()["status"] == "in_progress"
    meeting.answer_all(4)
    meeting.last_at_least(14 * 60)
    meeting.post_rows()
    meeting.finish("yes")
    assert person.settled("concluded")["outcome"]["determination"] == "verified"


def test_an_outcome_and_its_status_survive_a_kill(server):
    person, _, body = verified(server.demo)
    token = body["outcome"]["token"]
    demo = server.restart()
    person.demo = demo
    assert person.read()["outcome"]["token"] == token
    assert demo.platform().get(f"/v1/outcomes/{body['outcome']['id']}")["status"] == "valid"
    done = candor(demo, "replay", person.session, "--data-directory", demo.data_directory)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("turn", range(3))
def test_a_kill_between_submission_and_outcome_leaves_one_outcome(server, turn):
    person = Person.opens(server.demo)
    person.confirm()
    good_interview(person)
    demo = server.restart()
    person.demo = demo
    outcome = person.settled("concluded")["outcome"]
    assert outcome["determination"] == "verified" and outcome["status"] == "valid" and outcome["supersedes"] is None
    events = demo.platform().get(f"{person.path}/timeline", query={"limit": 100})["data"]
    assert sum("outcome" in event["type"] and "issued" in event["type"] for event in events) == 1


def test_a_stored_reply_survives_a_kill(server):
    key = {"Idempotency-Key": "survives"}
    body = {
        "profile": {
            "reference": "demo-survivor", "display_name": "Emina H.", "email": "emina@example.test", "time_zone": "UTC",
            "languages": ["en"], "declared_stack": [{"skill": "go"}], "facts": [],
        },
        "trigger": {"kind": "platform_policy", "policy": "check", "explanation": "Asked once."},
    }
    first = server.demo.platform().request("POST", "/v1/verification_sessions", body=body, headers=key)
    server.restart()
    again = server.demo.platform().request("POST", "/v1/verification_sessions", body=body, headers=key)
    assert (again.status, again.body) == (201, first.body)


def test_a_second_server_on_the_same_data_is_refused(server):
    first = server.demo
    data = server.directory / "data"
    record = (data / "candor.sqlite").stat().st_ino
    second = candor(first, "serve", "--demo", "--data-directory", str(data), "--port", "0")
    assert second.returncode != 0
    assert f"(process {first.pid})" in second.stderr and "stop that one first" in second.stderr
    assert (data / "candor.sqlite").stat().st_ino == record
    assert first.platform().get("/v1/skills")["data"]
    # Killed, it leaves nothing that keeps the next one out.
    assert server.restart().platform().get("/v1/skills")["data"]


def test_asking_it_to_end_ends_well(own_demo):
    Person.opens(own_demo)
    own_demo.stop(signal.SIGTERM)
    assert own_demo.process.returncode == 0
    with pytest.raises(OSError):
        own_demo.anyone().request("GET", "/healthz")


def test_it_can_be_interrupted_as_well(own_demo):
    own_demo.stop(signal.SIGINT)
    assert own_demo.process.returncode == 0
