"""Requests that no honest client sends: each gets its problem document, changes nothing, and leaves the server well."""

from __future__ import annotations

import json
import shutil
import socket
import tempfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from candor_client import Client, Person, Reply, rfc3339
from cases import problem
from conftest import RunningDemo

HUGE = 3 << 20


@pytest.fixture(scope="module")
def person(demo) -> Person:
    return Person.opens(demo)


@pytest.fixture(scope="module")
def meeting(demo):
    """An interview that has just begun."""
    other = Person.opens(demo)
    other.confirm()
    meeting = other.book().begin()
    demo.advance(120)
    return meeting


@pytest.fixture(autouse=True)
def alive(demo):
    yield
    assert demo.process.poll() is None
    assert demo.anyone().get("/healthz")["status"] == "alive"


@pytest.fixture
def unchanged(demo, person, meeting):
    """Holds what everybody reads before against what they read after."""

    def look():
        session = {**person.read(), "now": None}
        running = {**meeting.person.read(), "now": None}
        card = meeting.holder.request("GET", f"{meeting.path}/scorecard")
        messages = person.client.get(f"{person.path}/messages")
        known = demo.platform().get("/v1/verification_sessions", query={"limit": 100})["data"]
        return session, running, card.headers["etag"], card.body, messages, [row["id"] for row in known]

    before = look()
    yield
    assert look() == before


def opening(**profile) -> dict:
    return {
        "profile": {
            "reference": "demo-bad-input", "display_name": "Emina H.", "email": "emina@example.test",
            "time_zone": "Europe/Sarajevo", "languages": ["en"], "declared_stack": [{"skill": "go"}],
            "facts": [{"kind": "city", "value": "Sarajevo"}], **profile,
        },
        "trigger": {"kind": "platform_policy", "policy": "check", "explanation": "Asked once."},
    }


class TestBodies:
    @pytest.mark.parametrize(
        "raw",
        [
            b"", b"{", b"}", b"{]", b"nul", b"{'text':'x'}", b'{"text":"x",}', b'{"text":"x"} {}', b'{"text":"x"}x',
            b'{"text":"\\x"}', b'{"text":"\\ud800"}', b'{"text":"a\nb"}', b'{"text":01}', b'{"text":1e}', b'{"text":+1}',
            b'{"text":NaN}', b'{"text":Infinity}', b"\xef\xbb\xbf{}", b"\xff\xfe{\x00}\x00", b'{"text":"\xff"}',
            b'{"text":"\xc0\xaf"}', b'{"text":"\xed\xa0\x80"}', b'{"text":"\xf4\x90\x80\x80"}', b"\x00", b"/**/{}",
        ], ids=range(25))
    def test_what_is_no_json_is_malformed(self, person, unchanged, raw):
        problem(person.client.request("POST", f"{person.path}/messages", raw=raw), 400, "malformed-json")

    @pytest.mark.parametrize(
        "raw",
        [
            b'{"text":"a","text":"b"}', b'{"text":"a","\\u0074ext":"b"}', b'{"\\u0074\\u0065xt":"a","text":"b"}',
            b'{"text":"a","x":{"y":1,"y":2}}', b'{"text":"a","x":{"\\u00e9":1,"\xc3\xa9":2}}',
        ])
    def test_members_of_one_name_are_malformed_however_written(self, person, unchanged, raw):
        problem(person.client.request("POST", f"{person.path}/messages", raw=raw), 400, "malformed-json")

    @pytest.mark.parametrize(
        "raw",
        [
            b"[" * 1000 + b"]" * 1000, b'{"text":' + b"[" * 30_000, b'{"a":' * 2000 + b"1" + b"}" * 2000,
            b'{"text":"x","d":' + b"[" * 200 + b"]" * 200 + b"}",
        ], ids=range(4))
    def test_deep_ones_are_malformed(self, person, unchanged, raw):
        problem(person.client.request("POST", f"{person.path}/messages", raw=raw), 400, "malformed-json")

    @pytest.mark.parametrize("address", ["messages", "profile_confirmation", "hearing", "appeals", "refusal", "bookings"])
    def test_huge_ones_are_too_large(self, person, unchanged, address):
        reply = refused_early(person.client, f"{person.path}/{address}", json.dumps({"text": "x" * HUGE}).encode())
        problem(reply, 413, "payload-too-large")

    def test_huge_ones_in_chunks_of_unknown_length_are_too_large(self, demo, person, unchanged):
        head = (
            f"POST {person.path}/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {person.client.token}\r\n"
            "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n").encode()
        answer = talk(demo, [head] + [b"10000\r\n" + b" " * 65536 + b"\r\n"] * 48 + [b"0\r\n\r\n"])
        assert answer.startswith(b"HTTP/1.1 413"), answer[:200]

    @pytest.mark.parametrize(
        "kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "multipart/form-data; boundary=x", "json"])
    def test_other_types_are_not_read(self, person, unchanged, kind):
        reply = person.client.request(
            "POST", f"{person.path}/messages", raw=b'{"text":"x"}', headers={"Content-Type": kind})
        problem(reply, 415, "unsupported-media-type")

    @pytest.mark.parametrize("raw", [b"[]", b"null", b"1", b'"text"', b"true"])
    def test_json_that_is_no_object_names_the_root(self, person, unchanged, raw):
        reply = person.client.request("POST", f"{person.path}/messages", raw=raw)
        assert reply.status in (400, 422) and reply.json()["type"].split("/")[-1] in ("invalid-fields", "malformed-json")


def refused_early(client: Client, path: str, raw: bytes):
    """Sends a body that the server may refuse before it was sent to the end."""
    answer = talk_to(
        client.base_url,
        [(f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {client.token}\r\nContent-Type: application/json\r\n"
          f"Content-Length: {len(raw)}\r\nConnection: close\r\n\r\n").encode(), raw])
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    return Reply(int(lines[0].split()[1]), headers, body)


def talk(demo, parts: list[bytes], *, shut=True) -> bytes:
    return talk_to(demo.base_url, parts, shut=shut)


def talk_to(base_url: str, parts: list[bytes], *, shut=True) -> bytes:
    """Writes bytes to the server as they are and reads until it closes or pauses; either side may hang up first."""
    address = urlsplit(base_url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        try:
            for part in parts:
                connection.sendall(part)
            if shut:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        received = b""
        try:
            while True:
                part = connection.recv(65536)
                if not part:
                    return received
                received += part
                head, found, body = received.partition(b"\r\n\r\n")
                if found and not shut:
                    return received
        except OSError:
            return received


class TestFields:
    @pytest.mark.parametrize(
        "change, pointer",
        [
            (dict(reference=7), "/profile/reference"), (dict(reference=""), "/profile/reference"),
            (dict(reference=None), "/profile/reference"), (dict(reference="x" * 201), "/profile/reference"),
            (dict(reference="a\nb"), "/profile/reference"), (dict(display_name=[]), "/profile/display_name"),
            (dict(email="no address"), "/profile/email"), (dict(email="a@b@c"), "/profile/email"),
            (dict(email="x" * 400 + "@example.test"), "/profile/email"), (dict(email=True), "/profile/email"),
            (dict(time_zone="Mars/Olympus"), "/profile/time_zone"), (dict(time_zone="../../etc/passwd"), "/profile/time_zone"),
            (dict(languages=[]), "/profile/languages"), (dict(languages="en"), "/profile/languages"),
            (dict(languages=["e"]), "/profile/languages"), (dict(languages=[7]), "/profile/languages"),
            (dict(declared_stack=[]), "/profile/declared_stack"), (dict(declared_stack={}), "/profile/declared_stack"),
            (dict(declared_stack=[{"skill": "go"}] * 51), "/profile/declared_stack"),
            (dict(declared_stack=[{"skill": "go", "level": "wizard"}]), "/profile/declared_stack/0/level"),
            (dict(declared_stack=[{"skill": "go", "primary": "yes"}]), "/profile/declared_stack/0/primary"),
            (dict(declared_stack=[{"level": "senior"}]), "/profile/declared_stack/0/skill"),
            (dict(declared_stack=[{"skill": "go", "x": 1}]), "/profile/declared_stack/0/x"),
            (dict(declared_stack=["go"]), "/profile/declared_stack/0"),
            (dict(facts=[{"kind": "city", "value": "A"}, {"kind": "city", "value": "B"}]), "/profile/facts"),
            (dict(facts=7), "/profile/facts"), (dict(unheard_of=1), "/profile/unheard_of"),
        ])
    def test_every_wrong_one_is_named_by_its_pointer(self, demo, unchanged, change, pointer):
        reply = demo.platform().request("POST", "/v1/verification_sessions", body=opening(**change))
        errors = problem(reply, 422, "invalid-fields")["errors"]
        assert any(error["pointer"].startswith(pointer) for error in errors), errors

    def test_all_wrong_ones_are_named_at_once(self, demo, unchanged):
        body = opening(reference=7, email="x", unheard_of=1)
        body["other"] = body["profile"].pop("time_zone")
        errors = problem(demo.platform().request("POST", "/v1/verification_sessions", body=body), 422, "invalid-fields")["errors"]
        named = {error["pointer"] for error in errors}
        assert named >= {"/profile/reference", "/profile/email", "/profile/unheard_of", "/profile/time_zone", "/other"}

    @pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "limit=-1", "unheard_of=1", "limit=1&limit=2",
                                       "status=nonsense", "cursor=nonsense", "limit=99999999999999999999", "limit=%ff"])
    def test_queries_are_checked_as_bodies_are(self, demo, query):
        reply = demo.platform().request("GET", f"/v1/verification_sessions?{query}")
        assert reply.status in (400, 422), reply
        assert reply.headers["content-type"].startswith("application/problem+json")

    @pytest.mark.parametrize("path", ["/v1/verification_sessions/x", "/v1/verification_sessions/vs_", "/v1/nothing", "/v1/outcomes/vs_1",
                                      "/v1/verification_sessions/%00", "/v1/verification_sessions/..%2f..", "/v1//x", "/%ff%fe",
                                      "/policy/99", "/reasons/X999", "/status/2", "/status/-1", "/problems/none"])
    def test_unknown_addresses_are_not_found(self, demo, path):
        problem(demo.platform().request("GET", path), 404, "not-found")

    def test_other_methods_are_told_which_would_do(self, demo, person):
        reply = demo.platform().request("DELETE", person.path)
        problem(reply, 405, "method-not-allowed")
        assert "GET" in reply.headers["allow"]

    def test_consent_must_be_given_to_confirm(self, person, unchanged):
        for consent in (False, None, "true", 1):
            reply = person.client.request("POST", f"{person.path}/profile_confirmation", body={"consent": consent})
            problem(reply, 422, "invalid-fields")

    @pytest.mark.parametrize("seconds", [-1, 1.5, "60", None, 1e300, 10**30, True, [], 315_360_001])
    def test_the_clock_only_goes_forward_in_whole_seconds(self, demo, seconds):
        before = demo.now()
        reply = demo.anyone().request("POST", "/v1/test_helpers/clock", body={"advance_seconds": seconds})
        problem(reply, 422, "invalid-fields")
        assert (demo.now() - before) < timedelta(minutes=5)


class TestScorecards:
    @pytest.mark.parametrize("question", ["php-session-propagation", "no-such-question", "go-", "../go", "x" * 100])
    def test_questions_outside_the_scope_are_refused_whether_or_not_they_exist(self, meeting, unchanged, question):
        reply = meeting.holder.request("POST", f"{meeting.path}/scorecard/items", body={"question": question})
        problem(reply, 422, "question-out-of-scope")

    def test_both_kinds_of_outside_get_the_same_bytes(self, meeting, unchanged):
        replies = [
            meeting.holder.request("POST", f"{meeting.path}/scorecard/items", body={"question": question}).body
            for question in ("php-session-propagation", "no-such-question")]
        assert replies[0] == replies[1]

    def test_a_stale_version_is_refused(self, meeting, unchanged):
        item = next(item for item in meeting.items() if item["kind"] == "question")
        for tag in ('"stale"', 'W/"1"', '"0", "99999"'):
            reply = meeting.holder.request(
                "PUT", f"{meeting.path}/scorecard/items/{item['id']}", body={"rating": "not_asked"}, headers={"If-Match": tag})
            problem(reply, 412, "stale-version")

    @pytest.mark.parametrize("tag", ["nonsense", '"unclosed', ""])
    def test_a_version_that_is_none_is_refused(self, meeting, unchanged, tag):
        item = next(item for item in meeting.items() if item["kind"] == "question")
        reply = meeting.holder.request(
            "PUT", f"{meeting.path}/scorecard/items/{item['id']}", body={"rating": "not_asked"}, headers={"If-Match": tag})
        assert reply.status in (400, 412, 422), reply

    @pytest.mark.parametrize(
        "asked, answered",
        [(-86_400, -86_300), (-3600, -30), (-30, 3600), (3600, 3660), (-10, -40), (10**9, 10**9 + 60)])
    def test_spans_lie_after_the_start_in_order_and_in_the_past(self, demo, meeting, unchanged, asked, answered):
        item = next(item for item in meeting.items() if item["kind"] == "question")
        now = demo.now()
        body = {
            "rating": 3, "asked_at": rfc3339(now + timedelta(seconds=asked)),
            "answered_at": rfc3339(now + timedelta(seconds=answered)),
        }
        reply = meeting.holder.request("PUT", f"{meeting.path}/scorecard/items/{item['id']}", body=body)
        problem(reply, 422, "invalid-fields")

    @pytest.mark.parametrize(
        "body",
        [
            {"rating": 0}, {"rating": 6}, {"rating": -1}, {"rating": 2.5}, {"rating": "5"}, {"rating": "great"},
            {"rating": None}, {"rating": [3]}, {"rating": 10**30}, {"result": "match"}, {"result": "perhaps"},
            {"rating": 3, "result": "match"}, {}, {"rating": 3, "note": ""}, {"rating": 3, "note": "x" * 4001},
            {"rating": 3, "note": 7}, {"rating": 3, "asked_at": "yesterday"}, {"rating": 3, "asked_at": "2026-02-30T10:00:00Z"},
            {"rating": 3, "asked_at": "9999-12-31T23:59:59Z", "answered_at": "9999-12-31T23:59:59Z"},
            {"rating": 3, "asked_at": "0001-01-01T00:00:00Z", "answered_at": "0001-01-01T00:00:00Z"},
            {"rating": 3, "asked_at": 1}, {"rating": 3, "unheard_of": 1},
        ])
    def test_wrong_answers_are_refused(self, meeting, unchanged, body):
        item = next(item for item in meeting.items() if item["kind"] == "question")
        reply = meeting.holder.request("PUT", f"{meeting.path}/scorecard/items/{item['id']}", body=body)
        problem(reply, 422, "invalid-fields")

    def test_an_item_of_nobody_is_not_found(self, meeting, unchanged):
        for item in ("it_00000000000000000000000000", "nonsense"):
            reply = meeting.holder.request("PUT", f"{meeting.path}/scorecard/items/{item}", body={"rating": 3})
            problem(reply, 404, "not-found")

    @pytest.mark.parametrize(
        "samples",
        [
            [], "x", [7], [{}], [{"seq": -1}], [{"seq": 1.5}],
            [{"seq": 0, "at": "now", "monotonic_ms": 0, "audio": {"packets_received": 0, "packets_lost": 0}}],
            [{"seq": 0, "at": "2027-01-01T00:00:00Z", "monotonic_ms": 0, "audio": {"packets_received": "0", "packets_lost": 0}}],
            [{"seq": 0, "at": "2027-01-01T00:00:00Z", "monotonic_ms": 0, "audio": {"packets_received": 1e300, "packets_lost": 0}}],
            [{"seq": 0, "at": "2027-01-01T00:00:00Z", "monotonic_ms": 0}],
            [{"seq": n, "at": "2027-01-01T00:00:00Z", "monotonic_ms": 0, "audio": {"packets_received": 0, "packets_lost": 0}}
             for n in range(121)],
        ], ids=range(11))
    def test_wrong_rows_are_refused_as_a_whole(self, meeting, unchanged, samples):
        reply = meeting.holder.request("POST", f"{meeting.path}/quality_samples", body={"connection": "c", "samples": samples})
        problem(reply, 422, "invalid-fields")

    def test_absurd_figures_are_taken_and_do_no_harm(self, meeting, demo):
        rows = [
            {
                "seq": seq, "at": at, "monotonic_ms": 9_007_199_254_740_991, "round_trip_ms": -1e15, "server_failed_posts": 1e15,
                "audio": {"packets_received": -1e15, "packets_lost": 1e15, "jitter_ms": 1e15, "jitter_buffer_emitted": -1},
                "video": {"frames_decoded": -5, "frame_width": 1e15, "freeze_ms": -1e15},
            }
            for seq, at in ((0, "0001-01-01T00:00:00Z"), (9_007_199_254_740_991, "9999-12-31T23:59:59Z"))]
        reply = meeting.holder.request("POST", f"{meeting.path}/quality_samples", body={"connection": "absurd", "samples": rows})
        assert reply.status in (202, 422), reply
        assert meeting.holder.request("GET", meeting.path).status == 200

    def test_what_a_wrong_state_refuses_says_which_would_do(self, person, unchanged):
        reply = person.client.request("POST", f"{person.path}/hearing", body={"text": "x"})
        assert problem(reply, 409, "wrong-state")["states"]

    def test_an_appeal_against_nothing(self, person, unchanged):
        for kind, target in (("attempt", "iv_00000000000000000000000000"), ("outcome", "x"), ("skill", "cobol")):
            reply = person.client.request(
                "POST", f"{person.path}/appeals",
                body={"against": {"kind": kind, "id": target}, "ground": "other", "statement": "x"})
            problem(reply, 422, "nothing-to-appeal")


NAMES = [
    "malformed-json", "bad-request", "invalid-fields", "question-out-of-scope", "nothing-to-appeal",
    "idempotency-key-reused", "idempotency-in-flight", "wrong-state", "session-open", "slot-taken", "appeal-open",
    "second-look-needed", "line-test-required", "unauthenticated", "wrong-role", "not-found", "method-not-allowed",
    "stale-version", "payload-too-large", "uri-too-long", "unsupported-media-type", "header-fields-too-large",
    "too-many-requests", "too-many-tries", "unavailable", "internal",
]


@pytest.mark.parametrize("name", NAMES)
def test_every_type_leads_to_a_page_that_a_person_can_read(demo, name):
    reply = demo.anyone().request("GET", f"/problems/{name}", headers={"Accept": "text/html"})
    assert reply.status == 200 and reply.headers["content-type"].startswith("text/html")
    page = reply.body.decode()
    assert "<h1" in page and "lang=" in page and len(page) > 500


def test_a_type_is_the_address_of_its_page(demo, person):
    body = person.client.request("POST", f"{person.path}/messages", raw=b"{").json()
    assert body["type"].startswith(demo.base_url)
    page = demo.anyone().request("GET", urlsplit(body["type"]).path, headers={"Accept": "text/html"})
    assert page.status == 200 and body["title"] in page.body.decode()


class TestCodes:
    def test_a_code_is_tried_five_times(self, own_demo):
        wrong = {"code": "AAAA-AAAA-AAAAA"}
        statuses = [own_demo.anyone().request("POST", "/v1/candidate_sessions", body=wrong).status for _ in range(8)]
        assert set(statuses) <= {401, 429} and statuses[0] == 401 and statuses[-1] == 429

    @pytest.mark.parametrize("body", [{}, {"link_token": "x", "code": "y"}, {"link_token": 7}, {"link_token": ""}, {"code": "x" * 41}])
    def test_an_entry_needs_exactly_one_secret(self, demo, body):
        problem(demo.anyone().request("POST", "/v1/candidate_sessions", body=body), 422, "invalid-fields")


GARBAGE = [
    b"\x00" * 4096, b"\xff" * 4096, b"GET", b"GET / HTTP/1.1", b"GET / HTTP/1.1\r\n", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    b"GET  /  HTTP/1.1\r\n\r\n", b"\r\n\r\n\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"POST /v1/candidate_sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n12345",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n", b"GET / HTTP/1.1\r\nHost\r\n\r\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 5000 + b"\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n",
    b"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /?\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n", b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
    b"CONNECT example.test:443 HTTP/1.1\r\nHost: x\r\n\r\n", b"GET http://example.test/ HTTP/1.1\r\nHost: x\r\n\r\n",
]


@pytest.mark.parametrize("octets", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_on_the_wire_is_refused_or_dropped(demo, octets):
    answer = talk(demo, [octets])
    assert not answer or answer.startswith(b"HTTP/1."), answer[:200]
    if answer:
        assert int(answer.split(b" ", 2)[1]) < 500 or int(answer.split(b" ", 2)[1]) in (501, 505), answer[:200]


def test_connections_that_only_open_and_close_do_no_harm(demo):
    address = urlsplit(demo.base_url)
    for _ in range(200):
        socket.create_connection((address.hostname, address.port), timeout=10).close()


@pytest.mark.parametrize(
    "octets",
    [b"", b"GET /healthz HT", b"POST /v1/candidate_sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"])
def test_who_says_nothing_more_is_hung_up_on(impatient, octets):
    """Reading ends when the server hangs up; the socket's own timeout is far longer than the server's patience."""
    address = urlsplit(impatient.base_url)
    with socket.create_connection((address.hostname, address.port), timeout=60) as connection:
        connection.sendall(octets)
        received = b""
        while part := connection.recv(65536):
            received += part
    assert not received or received.startswith(b"HTTP/1.1 4"), received[:200]
    assert impatient.anyone().get("/healthz")["status"] == "alive"


@pytest.fixture(scope="module")
def impatient():
    directory = Path(tempfile.mkdtemp(prefix="candor-test-"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANDOR_IDLE_TIMEOUT_SECONDS", "5")
        server = RunningDemo.start(directory)
    yield server
    server.stop()
    shutil.rmtree(directory)
