"""A small client of Candor's HTTP API, on the standard library alone, for the walkthrough and the tests."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from urllib.parse import urlencode, urlsplit


def read_until(read, holds, seconds: float = 60):
    """The first reading of which `holds` is true, or the last one: what notices and deadlines bring about comes beside the requests."""
    end = time.monotonic() + seconds
    while not holds(reading := read()) and time.monotonic() < end:
        time.sleep(0.02)
    return reading


class Reply:
    """Status, headers and body of one answer."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes):
        self.status = status
        self.headers = headers
        self.body = body

    def json(self):
        return json.loads(self.body) if self.body else None

    def __repr__(self) -> str:
        return f"{self.status} {self.body[:600].decode(errors='replace')}"


class Refused(AssertionError):
    """The server answered with another status than the caller needs."""


class Client:
    """Requests as one principal."""

    def __init__(self, base_url: str, token: str | None = None):
        self.base_url = base_url
        self.token = token
        self._address = urlsplit(base_url)

    def request(self, method: str, path: str, body=None, *, headers=None, raw: bytes | None = None, query=None) -> Reply:
        fields = {"Accept": "application/json"}
        if self.token:
            fields["Authorization"] = f"Bearer {self.token}"
        data = raw
        if body is not None:
            data = json.dumps(body).encode()
        if data is not None:
            fields["Content-Type"] = "application/json"
        fields.update(headers or {})
        if query:
            path += "?" + urlencode(query)
        connection = http.client.HTTPConnection(self._address.hostname, self._address.port, timeout=60)
        try:
            connection.request(method, path, body=data, headers=fields)
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path: str, expect: int = 200, **more):
        return self._checked("GET", path, expect, **more)

    def post(self, path: str, body=None, expect: int = 200, **more):
        return self._checked("POST", path, expect, body=body, **more)

    def put(self, path: str, body=None, expect: int = 200, **more):
        return self._checked("PUT", path, expect, body=body, **more)

    def _checked(self, method: str, path: str, expect: int, **more):
        reply = self.request(method, path, **more)
        if reply.status != expect:
            raise Refused(f"{method} {path} → {reply!r}, not {expect}")
        return reply.json() if "json" in reply.headers.get("content-type", "") else reply.body


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def rfc3339(time: datetime) -> str:
    return time.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Line:
    """How one side's inbound audio behaves during a stretch of the call, and that side's own path to the server."""

    loss: float = 0.0
    round_trip_ms: float = 40
    server_round_trip_ms: float = 35
    video: bool = True


@dataclass
class Demo:
    """A demo server: its platform, its staff and its clock."""

    base_url: str
    platform_key: str
    staff: list[dict]
    ready_file: str = ""
    binary: str = ""
    data_directory: str = ""
    pid: int = 0

    @classmethod
    def from_ready_line(cls, line: str, **more) -> "Demo":
        ready = json.loads(line)
        return cls(ready["base_url"], ready["platform_key"], ready["staff"], **more)

    def anyone(self) -> Client:
        return Client(self.base_url)

    def platform(self) -> Client:
        return Client(self.base_url, self.platform_key)

    def members(self, role: str) -> list[Client]:
        return [Client(self.base_url, member["token"]) for member in self.staff if member["role"] == role]

    def now(self) -> datetime:
        return instant(self.anyone().get("/v1/test_helpers/clock")["now"])

    def advance(self, seconds: float) -> datetime:
        reply = self.anyone().post("/v1/test_helpers/clock", {"advance_seconds": max(0, int(seconds))})
        return instant(reply["now"])

    def advance_to(self, time: datetime) -> datetime:
        return self.advance((time - self.now()).total_seconds())


GO_DEVELOPER = [{"skill": "go", "level": "senior", "primary": True}, {"skill": "docker"}, {"skill": "openapi"}]


@dataclass
class Person:
    """A candidate with an open session on a demo server."""

    demo: Demo
    session: str
    client: Client
    opened: dict
    connections: int = 0

    @classmethod
    def opens(cls, demo: Demo, *, stack=None, facts=None, reference=None, **profile) -> "Person":
        body = {
            "profile": {
                "reference": reference or f"demo-{uuid.uuid4()}",
                "display_name": "Emina H.",
                "email": "emina@example.test",
                "time_zone": "Europe/Sarajevo",
                "languages": ["en", "bs"],
                "declared_stack": stack or GO_DEVELOPER,
                "facts": facts or [{"kind": "country", "value": "BA"}, {"kind": "city", "value": "Sarajevo"}],
                **profile,
            },
            "trigger": {
                "kind": "platform_policy",
                "policy": "first-contract-check",
                "explanation": "Asked once, before a second contract.",
            },
        }
        opened = demo.platform().post("/v1/verification_sessions", body, expect=201)
        entry = demo.anyone().post("/v1/candidate_sessions", {"link_token": opened["link_token"]}, expect=201)
        return cls(demo, opened["id"], Client(demo.base_url, entry["token"]), opened)

    @property
    def path(self) -> str:
        return f"/v1/verification_sessions/{self.session}"

    def read(self) -> dict:
        return self.client.get(self.path)

    def confirm(self, **body) -> dict:
        return self.client.post(f"{self.path}/profile_confirmation", {"consent": True, **body})

    def slots(self) -> list[dict]:
        return self.client.get(f"{self.path}/slots")["data"]

    def book(self, starts_at: str | None = None) -> "Meeting":
        starts_at = starts_at or self.slots()[0]["starts_at"]
        booking = self.client.post(f"{self.path}/bookings", {"starts_at": starts_at}, expect=201)
        return Meeting(self, booking)

    def appeal(self, kind: str, target: str, ground: str, statement="Please look again.", expect=201, **more) -> dict:
        body = {"against": {"kind": kind, "id": target}, "ground": ground, "statement": statement, **more}
        return self.client.post(f"{self.path}/appeals", body, expect=expect)

    def settled(self, wanted: str) -> dict:
        """The session as soon as it has the status wanted."""
        body = read_until(lambda: self.demo.platform().get(self.path), lambda body: body["status"] == wanted)
        if body["status"] != wanted:
            raise Refused(f"session stays {body['status']}, not {wanted}: {json.dumps(body)[:2000]}")
        return body

    def review(self, kind: str) -> tuple[Client, dict]:
        """The open review of this session and the reviewer whom it was assigned to."""
        for reviewer in self.demo.members("reviewer"):
            for row in reviewer.get("/v1/reviews", query={"scope": "mine", "limit": 100})["data"]:
                if row["session"] == self.session and row["kind"] == kind and row["state"] == "open":
                    return reviewer, row
        raise Refused(f"nobody has an open review of kind {kind} for {self.session}")


@dataclass
class Meeting:
    """One booked interview and whoever holds it."""

    person: Person
    booking: dict
    holder: Client | None = None
    started: datetime | None = None
    marks: datetime | None = None
    sequence: dict = field(default_factory=dict)
    counters: dict = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.booking.get("interview") or self.booking["id"]

    @property
    def path(self) -> str:
        return f"/v1/interviews/{self.id}"

    @property
    def demo(self) -> Demo:
        return self.person.demo

    def find_holder(self) -> Client:
        for member in self.demo.members("interviewer") + self.demo.members("reviewer"):
            if member.request("GET", self.path).status == 200:
                self.holder = member
                return member
        raise Refused("nobody on the staff holds this interview")

    def begin(self) -> "Meeting":
        """Both join at the booked time, and the interviewer starts."""
        self.find_holder()
        self.demo.advance_to(instant(self.booking["starts_at"]))
        self.person.client.post(f"{self.path}/join")
        self.holder.post(f"{self.path}/join")
        self.holder.post(f"{self.path}/start")
        self.started = self.marks = self.demo.now()
        return self

    def items(self) -> list[dict]:
        return self.holder.get(f"{self.path}/scorecard")["items"]

    def record(self, item: dict, seconds: int = 50, **answer) -> dict:
        """Asks and answers one item in the next `seconds` of the call."""
        now = self.demo.advance(seconds)
        body = {"asked_at": rfc3339(now - timedelta(seconds=seconds - 5)), "answered_at": rfc3339(now), **answer}
        return self.holder.put(f"{self.path}/scorecard/items/{item['id']}", body)

    def answer_all(self, rating=4, *, mismatch: set[str] = frozenset(), seconds: int = 50, without: set[str] = frozenset()):
        """Works through the scorecard; `mismatch` and `without` name checks by their id or kind of fact."""
        for item in self.items():
            if item["check"] in without or item["state"] != "open":
                continue
            if item["kind"] == "question":
                self.record(item, seconds, rating=rating(item) if callable(rating) else rating, note="As the anchors say.")
            else:
                result = "mismatch" if item["check"] in mismatch else "match"
                self.record(item, seconds, result=result, note=f"{item['check']}: {result}, as seen in the call.")

    def post_rows(self, interviewer=None, candidate=None, *, until: datetime | None = None, step: int = 5):
        """Posts rows of both sides from the start to `until`; each line is a Line or a function of the second in the call."""
        end = until or self.demo.now()
        seconds = int((end - self.started).total_seconds())
        lines = {"interviewer": interviewer or Line(), "candidate": candidate or Line()}
        at = {side: (line if callable(line) else (lambda _, line=line: line)) for side, line in lines.items()}
        totals = {side: dict(sent=0, received=0, lost=0, frames=0, failed=0) for side in at}
        rows = {side: [] for side in at}
        for second in range(0, seconds + 1, step):
            for side, far in (("interviewer", "candidate"), ("candidate", "interviewer")):
                line = at[side](second)
                if second > 0:
                    arriving = 50 * step
                    lost = round(arriving * line.loss)
                    totals[far]["sent"] += arriving
                    totals[side]["received"] += arriving - lost
                    totals[side]["lost"] += lost
                    totals[side]["frames"] += 20 * step
            for side, far in (("interviewer", "candidate"), ("candidate", "interviewer")):
                line, mine, theirs = at[side](second), totals[side], totals[far]
                row = {
                    "seq": second // step,
                    "at": rfc3339(self.started + timedelta(seconds=second)),
                    "monotonic_ms": 1000 + second * 1000,
                    "round_trip_ms": line.round_trip_ms,
                    "muted": False,
                    "ice_state": "connected",
                    "server_round_trip_ms": line.server_round_trip_ms,
                    "server_failed_posts": 0,
                    "audio": {
                        "packets_received": mine["received"],
                        "packets_lost": mine["lost"],
                        "packets_sent": mine["sent"],
                        "remote_packets_lost": theirs["lost"],
                        "jitter_ms": 3,
                        "fec": True,
                    },
                }
                if line.video:
                    row["video"] = {
                        "frames_decoded": mine["frames"], "frame_width": 640, "frame_height": 480, "freeze_ms": 0,
                    }
                rows[side].append(row)
        self.person.connections += 1
        for side, client in (("interviewer", self.holder), ("candidate", self.person.client)):
            for first in range(0, len(rows[side]), 120):
                body = {"connection": f"c{self.person.connections}", "samples": rows[side][first : first + 120]}
                client.post(f"{self.path}/quality_samples", body, expect=202)

    def finish(self, recommendation="yes", findings=None) -> dict:
        """Ends the call and submits the scorecard."""
        self.holder.post(f"{self.path}/end")
        body = {"recommendation": recommendation, "summary": "What was seen and heard.", "findings": findings or []}
        return self.holder.post(f"{self.path}/scorecard/submission", body)

    def last_at_least(self, seconds: int):
        """Lets the call go on until it is as long as that."""
        self.demo.advance_to(self.started + timedelta(seconds=seconds))


def own_words(text: str) -> str:
    """Reasons of one case: the server takes none that are very short, nor nearly the same as those of another case (law 4)."""
    return f"{text} Noted in this call as {uuid.uuid4().hex}, and again as {uuid.uuid4().hex}."


def good_interview(person: Person, rating=4, *, mismatch: set[str] = frozenset(), recommendation="yes", lines=None, **more):
    """A whole interview from booking to submission over lines that are good unless said otherwise."""
    meeting = person.book().begin()
    meeting.answer_all(rating, mismatch=mismatch, **more)
    meeting.last_at_least(14 * 60)
    meeting.post_rows(**(lines or {}))
    meeting.finish(recommendation)
    return meeting
