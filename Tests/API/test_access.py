"""Who may do what and who sees what: the two published tables, walked cell by cell against a case that has everything in it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import pytest

from candor_client import Client, Line, Meeting, Person, own_words
from cases import ROOT, other_platform, problem

ROLES = ["platform", "candidate", "interviewer", "reviewer", "operator"]
DOCUMENT = (ROOT / "Docs/access.md").read_text()


def table(text: str) -> dict[str, set[str]]:
    """The rows of a Markdown table whose first column is code: name → the columns that are marked."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    columns = [cell.strip() for cell in lines[0].strip("|").split("|")][1:]
    rows = {}
    for line in lines[2:]:
        name, *cells = [cell.strip() for cell in line.strip("|").split("|")]
        rows[name.strip("`")] = {column for column, cell in zip(columns, cells) if cell}
    return rows


def section(start: str, *ends: str) -> str:
    text = DOCUMENT[DOCUMENT.index(start) + len(start) :]
    return text[: min((text.index(end) for end in ends if end in text), default=len(text))]


ROUTES = table(section("<!-- routes -->", "<!-- end -->"))
FIELDS = {
    name: table(section(f"\n### {name}\n", "\n### ", "<!-- end -->"))
    for name in ("session", "attempt", "proposal", "appeal")
}

# One of each text that nobody but those concerned may read; each stands nowhere else.
MARKS = {
    "explanation": "mark-explanation-zebra", "note": "mark-note-walrus", "summary": "mark-summary-otter",
    "hearing": "mark-hearing-heron", "message": "mark-message-lemur", "statement": "mark-statement-tapir",
    "reasons": "mark-reasons-ibis",
}


@dataclass
class World:
    """A case with two interviews, a proposal, a decision, an appeal, a message; and the people in and beside it."""

    demo: object
    person: Person
    first: Meeting
    second: Meeting
    review: dict
    clients: dict[str, Client]
    others: dict[str, Client]
    ids: dict[str, str]


@pytest.fixture(scope="module")
def world(demo) -> World:
    person = Person.opens(demo, email="marked.person@example.test", display_name="Marked Person")
    # The helper's trigger is fixed, so the marked session is opened anew with its own explanation.
    demo.platform().post(f"{person.path}/cancel")
    opened = demo.platform().post(
        "/v1/verification_sessions",
        {
            "profile": {
                "reference": f"demo-access-{person.session}", "display_name": "Marked Person",
                "email": "marked.person@example.test", "time_zone": "Europe/Sarajevo", "languages": ["en"],
                "declared_stack": [{"skill": "go", "level": "senior", "primary": True}, {"skill": "docker"}],
                "facts": [{"kind": "country", "value": "BA"}, {"kind": "city", "value": "Sarajevo"}],
            },
            "trigger": {"kind": "platform_policy", "policy": "check", "explanation": MARKS["explanation"]},
        }, expect=201)
    entry = demo.anyone().post("/v1/candidate_sessions", {"link_token": opened["link_token"]}, expect=201)
    person = Person(demo, opened["id"], Client(demo.base_url, entry["token"]), opened)
    person.confirm()
    person.client.post(f"{person.path}/messages", {"text": MARKS["message"]}, expect=201)

    first = person.book().begin()
    for item in first.items():
        if item["kind"] == "question":
            first.record(item, 50, rating=2, note=MARKS["note"])
        else:
            first.record(item, 50, result="mismatch" if item["check"] == "city" else "match", note=MARKS["note"])
    first.last_at_least(14 * 60)
    bad = Line(loss=0.35, round_trip_ms=900, server_round_trip_ms=900)
    far = Line(loss=0.35, round_trip_ms=900, server_round_trip_ms=35)
    first.post_rows(
        interviewer=lambda second: bad if 630 <= second < 850 else Line(),
        candidate=lambda second: far if 630 <= second < 850 else Line())
    first.holder.post(f"{first.path}/end")
    first.holder.post(
        f"{first.path}/scorecard/submission", {"recommendation": "no", "summary": MARKS["summary"]})
    person.client.post(f"{person.path}/hearing", {"text": MARKS["hearing"]})
    reviewer, row = person.review("proposal")
    assert reviewer.get(f"/v1/reviews/{row['id']}")["session"]["id"] == person.session
    reviewer.post(f"/v1/reviews/{row['id']}/decision", {"decision": "confirm", "reasons": own_words(MARKS["reasons"])})
    outcome = person.settled("concluded")["outcome"]
    appeal = person.appeal("outcome", outcome["id"], "connection_quality", MARKS["statement"])
    assert appeal["status"] == "granted"
    second = person.book()
    second.find_holder()
    assert second.holder.token != first.holder.token
    body = person.read()
    return World(
        demo, person, first, second, row,
        {
            "platform": demo.platform(), "candidate": person.client, "interviewer": second.holder,
            "reviewer": reviewer, "operator": demo.members("operator")[0], "nobody": demo.anyone(),
        },
        {
            "platform": other_platform(demo), "candidate": Person.opens(demo).client,
            "interviewer": first.holder,
            "reviewer": next(member for member in demo.members("reviewer") if member.token != reviewer.token),
        },
        {
            "verification_sessions": person.session, "bookings": second.booking["id"], "interviews": second.id,
            "appeals": appeal["id"], "reviews": row["id"], "outcomes": outcome["id"], "subject": body["subject"],
            "item": second.items()[0]["id"], "n": "1", "version": body["policy"], "code": "T101", "name": "not-found",
        })


# What would end the case for the cells after it is asked of a session that does not exist: the door is the same.
ENDING = {"cancel", "redact", "refusal", "reopen", "link"}


def address(world: World, pattern: str) -> str:
    kind = pattern.split("/")[2] if pattern.count("/") > 1 else ""
    ids = dict(world.ids, id=world.ids.get(kind, ""))
    if pattern.rsplit("/", 1)[-1] in ENDING:
        ids["id"] = "vs_00000000000000000000000000" if kind == "verification_sessions" else "bk_00000000000000000000000000"
    return re.sub(r"\{(\w+)\}", lambda match: ids[match[1]], pattern)


class TestRoutes:
    def test_the_table_was_found(self):
        assert len(ROUTES) >= 50 and all(audience for audience in ROUTES.values())

    @pytest.mark.parametrize("route", ROUTES)
    @pytest.mark.parametrize("role", [*ROLES, "nobody"])
    def test_cell(self, world, route, role):
        method, pattern = route.split()
        audience = ROUTES[route]
        reply = world.clients[role].request(
            method, address(world, pattern), body={"unheard_of": 1} if method != "GET" else None)
        if "anyone" in audience:
            assert reply.status not in (401, 403), reply
        elif role == "nobody":
            problem(reply, 401, "unauthenticated")
            assert "bearer" in reply.headers["www-authenticate"].lower()
        elif role in audience:
            assert reply.status not in (401, 403, 405), reply
        else:
            problem(reply, 403, "wrong-role")
        assert reply.status < 500

    @pytest.mark.parametrize("route", [route for route, audience in ROUTES.items() if "anyone" not in audience])
    def test_an_unknown_token_is_nobody(self, world, route):
        method, pattern = route.split()
        for token in ("ck_unknown", "ct_unknown", "cs_unknown", "x", world.person.client.token[:-1]):
            reply = Client(world.demo.base_url, token).request(
                method, address(world, pattern), body={} if method != "GET" else None)
            assert problem(reply, 401, "unauthenticated")

    # This case has no second look, so no interview is a reviewer's; `test_case.py` reads one.
    @pytest.mark.parametrize(
        "role, route",
        [(role, route) for route, audience in ROUTES.items() for role in ROLES
         if role in audience and route.startswith("GET ") and not route.endswith("/messages")
         and not (role == "reviewer" and route.startswith(("GET /v1/interviews/", "GET /v1/bookings/")))])
    def test_what_is_ones_own_is_readable(self, world, role, route):
        reply = world.clients[role].request("GET", address(world, route.split()[1]))
        assert reply.status == 200, reply


def same_as_unknown(client: Client, method: str, path: str, unknown: str, body=None):
    """Somebody else's and what does not exist get the same answer, byte for byte."""
    theirs = client.request(method, path, body=body)
    none = client.request(method, unknown, body=body)
    problem(theirs, 404, "not-found")
    assert theirs.body == none.body


NONE = "00000000000000000000000000"


class TestWhatIsSomebodyElses:
    @pytest.mark.parametrize(
        "method, rest, body",
        [
            ("GET", "", None), ("PATCH", "", {"time_zone": "Europe/Zagreb"}), ("POST", "/link", {}), ("POST", "/cancel", {}),
            ("POST", "/redact", None), ("GET", "/timeline", None),
        ])
    def test_a_session_before_another_platform(self, world, method, rest, body):
        before = world.clients["platform"].get(world.person.path)
        same_as_unknown(
            world.others["platform"], method, world.person.path + rest, f"/v1/verification_sessions/vs_{NONE}{rest}", body)
        after = world.clients["platform"].get(world.person.path)
        assert {**after, "now": None} == {**before, "now": None}

    def test_nothing_of_another_platform_is_listed(self, world):
        other = world.others["platform"]
        assert other.get("/v1/verification_sessions")["data"] == []
        assert other.get("/v1/events")["data"] == []

    @pytest.mark.parametrize(
        "method, rest, body", [("GET", "", None), ("POST", "/acknowledgements", {"state": "applied"})])
    def test_an_outcome_before_another_platform(self, world, method, rest, body):
        same_as_unknown(
            world.others["platform"], method, f"/v1/outcomes/{world.ids['outcomes']}{rest}",
            f"/v1/outcomes/oc_{NONE}{rest}", body)

    def test_a_standing_before_another_platform_tells_nothing(self, world):
        other = world.others["platform"]
        theirs = other.request("GET", f"/v1/subjects/{world.ids['subject']}/standing")
        unknown = other.request("GET", f"/v1/subjects/{'A' * len(world.ids['subject'])}/standing")
        assert theirs.status == unknown.status
        if theirs.status == 200:
            assert theirs.json()["outcome"] is None and theirs.json()["open_session"] is None

    @pytest.mark.parametrize(
        "method, rest, body",
        [
            ("GET", "", None), ("POST", "/profile_confirmation", {"consent": True}), ("POST", "/refusal", {}),
            ("GET", "/topics", None), ("GET", "/slots", None),
            ("POST", "/bookings", {"starts_at": "2027-01-04T10:00:00Z"}), ("POST", "/hearing", {"text": "x"}),
            ("POST", "/appeals", {"against": {"kind": "skill", "id": "go"}, "ground": "other", "statement": "x"}),
            ("POST", "/reopen", {}), ("GET", "/messages", None), ("POST", "/messages", {"text": "x"}),
        ])
    def test_a_session_before_another_candidate(self, world, method, rest, body):
        same_as_unknown(
            world.others["candidate"], method, world.person.path + rest, f"/v1/verification_sessions/vs_{NONE}{rest}", body)

    @pytest.mark.parametrize(
        "method, rest, body",
        [
            ("POST", "/join", None), ("POST", "/leave", None), ("POST", "/line_tests", {"result": "green"}),
            ("POST", "/line_ratings", {"rating": 3}),
            ("POST", "/scope_objections", {"item": None, "at": "2027-01-04T10:00:00Z"}),
            ("POST", "/quality_samples", {"connection": "c", "samples": [{
                "seq": 0, "at": "2027-01-04T10:00:00Z", "monotonic_ms": 1,
                "audio": {"packets_received": 1, "packets_lost": 0}}]}),
        ])
    def test_an_interview_before_another_candidate(self, world, method, rest, body):
        same_as_unknown(
            world.others["candidate"], method, world.second.path + rest, f"/v1/interviews/iv_{NONE}{rest}", body)

    @pytest.mark.parametrize(
        "method, path, body",
        [
            ("POST", "/v1/bookings/{bookings}/reschedule", {"starts_at": "2027-01-04T10:00:00Z"}),
            ("POST", "/v1/bookings/{bookings}/cancel", {}), ("GET", "/v1/bookings/{bookings}/calendar", None),
            ("GET", "/v1/appeals/{appeals}", None),
        ])
    def test_a_booking_or_appeal_before_another_candidate(self, world, method, path, body):
        prefix = "bk" if "bookings" in path else "ap"
        same_as_unknown(
            world.others["candidate"], method, path.format(**world.ids),
            re.sub(r"\{\w+\}", f"{prefix}_{NONE}", path), body)

    @pytest.mark.parametrize("who", ["interviewer", "reviewer"])
    @pytest.mark.parametrize(
        "method, rest, body",
        [
            ("GET", "", None), ("GET", "/scorecard", None), ("POST", "/start", None), ("POST", "/end", {}),
            ("POST", "/scorecard/items", {"question": "php-session-propagation"}),
            ("PUT", "/scorecard/items/{item}", {"rating": 3}),
            ("POST", "/scorecard/submission", {"recommendation": "yes", "summary": "x"}), ("POST", "/join", None),
        ])
    def test_an_interview_before_staff_who_do_not_hold_it(self, world, who, method, rest, body):
        rest = rest.format(**world.ids)
        same_as_unknown(
            world.others[who], method, world.second.path + rest, f"/v1/interviews/iv_{NONE}{rest}", body)

    def test_the_first_interview_before_the_second_interviewer(self, world):
        for rest in ("", "/scorecard"):
            same_as_unknown(world.second.holder, "GET", world.first.path + rest, f"/v1/interviews/iv_{NONE}{rest}")

    @pytest.mark.parametrize(
        "method, rest, body",
        [
            ("GET", "", None), ("POST", "/decision", {"decision": "confirm", "reasons": "x"}),
            ("POST", "/second_look", {"starts_at": "2027-01-04T10:00:00Z"}),
        ])
    def test_a_review_before_another_reviewer(self, world, method, rest, body):
        same_as_unknown(
            world.others["reviewer"], method, f"/v1/reviews/{world.ids['reviews']}{rest}", f"/v1/reviews/rv_{NONE}{rest}",
            body)

    def test_another_reviewers_rows_are_not_listed(self, world):
        rows = world.others["reviewer"].get("/v1/reviews", query={"limit": 100})["data"]
        assert world.ids["reviews"] not in {row["id"] for row in rows}

    def test_the_conversation_before_an_interviewer(self, world):
        for interviewer in (world.first.holder, world.second.holder):
            same_as_unknown(
                interviewer, "GET", f"{world.person.path}/messages", f"/v1/verification_sessions/vs_{NONE}/messages")


def views(world) -> dict[str, list[tuple[str, dict]]]:
    """What each viewer reads of the case, with the table that it answers to."""
    found = {}
    for viewer in ("platform", "candidate"):
        session = world.clients[viewer].get(world.person.path)
        found[viewer] = [("session", session)]
    found["candidate"].append(("appeal", world.clients["candidate"].get(f"/v1/appeals/{world.ids['appeals']}")))
    review = world.clients["reviewer"].get(f"/v1/reviews/{world.ids['reviews']}")
    found["reviewer"] = [("session", review["session"]), ("attempt", review["attempt"]), ("proposal", review["proposal"])]
    for viewer in found:
        session = found[viewer][0][1]
        found[viewer] += [("attempt", attempt) for attempt in session["attempts"]]
        found[viewer] += [("proposal", proposal) for proposal in session["proposals"]]
        found[viewer] += [("appeal", appeal) for appeal in session["appeals"]]
        assert session["attempts"] and session["proposals"] and session["appeals"]
    return found


class TestFields:
    @pytest.mark.parametrize("viewer", ["platform", "candidate", "reviewer"])
    @pytest.mark.parametrize("name", FIELDS)
    def test_every_viewer_sees_the_tables_fields_and_no_other(self, world, name, viewer):
        meant = {field for field, viewers in FIELDS[name].items() if viewer in viewers}
        shown = [set(body) for kind, body in views(world)[viewer] if kind == name]
        assert shown
        for fields in shown:
            assert fields == meant, fields ^ meant

    def test_an_interviewer_sees_those_of_the_attempt_alone(self, world):
        body = world.second.holder.get(world.second.path)
        names = {"interview": "id"}
        for field, viewers in FIELDS["attempt"].items():
            assert (names.get(field, field) in body) == ("interviewer" in viewers), field
        hidden = set(FIELDS["session"]) - {"id", "object", "created_at", "now", "mode", "languages"}
        assert not hidden & set(body)

    def test_the_platform_reads_no_answer_and_no_word_of_the_hearing(self, world):
        platform = world.clients["platform"]
        for path in (
            world.person.path, f"{world.person.path}/timeline", "/v1/events?limit=100", "/v1/verification_sessions?limit=100",
            f"/v1/outcomes/{world.ids['outcomes']}", f"/v1/subjects/{world.ids['subject']}/standing",
        ):
            text = platform.request("GET", path).body.decode()
            for mark in set(MARKS) - {"explanation"}:
                assert MARKS[mark] not in text, (path, mark)
            for member in world.demo.staff:
                assert member["email"] not in text

    def test_the_candidate_reads_no_member_of_staff_and_no_internal_note(self, world):
        for path in (
            world.person.path, f"{world.person.path}/messages", f"/v1/appeals/{world.ids['appeals']}",
            f"{world.person.path}/slots", f"{world.person.path}/topics",
        ):
            text = world.clients["candidate"].request("GET", path).body.decode()
            assert MARKS["summary"] not in text
            assert not re.search(r'"st_\w+', text), path
            for member in world.demo.staff:
                assert member["email"] not in text


class TestTheSecondInterviewer:
    """Nothing of the first attempt reaches whoever holds the next: not a rating, a note, a reason, a word."""

    def bodies(self, world) -> dict[str, str]:
        holder = world.second.holder
        paths = [world.second.path, f"{world.second.path}/scorecard", "/v1/interviews?scope=mine&limit=100"]
        found = {path: holder.request("GET", path).body.decode() for path in paths}
        found["calendar"] = holder.request("GET", f"/v1/bookings/{world.ids['bookings']}/calendar").body.decode()
        found["refusal"] = holder.request("POST", f"{world.second.path}/end", body={}).body.decode()
        return found

    def test_no_mark_of_the_first_attempt_is_in_any_body(self, world):
        first_items = {item["id"] for item in world.first.items()}
        first_questions = {item["question"] for item in world.first.items()} - {None}
        for path, text in self.bodies(world).items():
            for mark in MARKS.values():
                assert mark not in text, (path, mark)
            for secret in ({world.first.id, world.first.booking["id"], world.ids["appeals"], world.ids["outcomes"]}
                           | {world.ids["reviews"], world.person.session} | first_items | first_questions):
                assert secret not in text, (path, secret)
            assert not re.search(r'"[NTPE]\d{3}"', text), path

    def test_its_scorecard_begins_empty(self, world):
        for item in world.second.items():
            assert (item["state"], item["rating"], item["result"], item["note"]) == ("open", None, None, None)

    def test_the_first_interview_is_not_readable(self, world):
        assert world.second.holder.request("GET", world.first.path).status == 404

    def test_starting_and_working_shows_nothing_either(self, world):
        # The last test of this file: it moves the case on.
        meeting = world.second.begin()
        item = next(item for item in meeting.items() if item["kind"] == "question")
        replies = [json.dumps(meeting.record(item, 50, rating=4, note="Seen today."))]
        replies += self.bodies(world).values()
        for text in replies:
            for mark in MARKS.values():
                assert mark not in text
