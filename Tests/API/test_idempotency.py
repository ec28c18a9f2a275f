"""The same key and body get the same reply, once carried out; everything else is told apart."""

from __future__ import annotations

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from candor_client import Client, Person
from cases import other_platform, problem

PATH = "/v1/verification_sessions"


def opening(reference: str | None = None) -> dict:
    return {
        "profile": {
            "reference": reference or f"demo-{uuid.uuid4()}", "display_name": "Emina H.", "email": "emina@example.test",
            "time_zone": "Europe/Sarajevo", "languages": ["en"], "declared_stack": [{"skill": "go"}],
            "facts": [{"kind": "city", "value": "Sarajevo"}],
        },
        "trigger": {"kind": "platform_policy", "policy": "check", "explanation": "Asked once."},
    }


def post(client: Client, path: str, body, key: str):
    return client.request("POST", path, body=body, headers={"Idempotency-Key": key})


def test_a_repetition_gets_the_first_reply_byte_for_byte(demo):
    key, body = str(uuid.uuid4()), opening()
    first = post(demo.platform(), PATH, body, key)
    assert first.status == 201
    demo.advance(90)
    again = post(demo.platform(), PATH, body, key)
    assert (again.status, again.body) == (first.status, first.body)
    for field in ("content-type", "location"):
        assert again.headers[field] == first.headers[field]
    assert again.headers["idempotent-replayed"] == "true" and "idempotent-replayed" not in first.headers


def test_without_a_key_the_same_body_meets_what_it_did(demo):
    body = opening()
    first = demo.platform().post(PATH, body, expect=201)
    assert problem(demo.platform().request("POST", PATH, body=body), 409, "session-open")["session"] == first["id"]


def test_a_refusal_is_repeated_as_well(demo):
    key, body = str(uuid.uuid4()), opening()
    demo.platform().post(PATH, body, expect=201)
    first = post(demo.platform(), PATH, body, key)
    problem(first, 409, "session-open")
    demo.platform().post(f"{PATH}/{first.json()['session']}/cancel")
    again = post(demo.platform(), PATH, body, key)
    assert (again.status, again.body) == (first.status, first.body)


@pytest.mark.parametrize("change", ["body", "path", "space"])
def test_another_request_under_the_same_key_is_refused(demo, change):
    key, body = str(uuid.uuid4()), opening()
    first = post(demo.platform(), PATH, body, key)
    if change == "body":
        reply = post(demo.platform(), PATH, opening(), key)
    elif change == "path":
        reply = post(demo.platform(), f"{PATH}/{first.json()['id']}/cancel", body, key)
    else:
        reply = demo.platform().request(
            "POST", PATH, raw=json.dumps(body, indent=1).encode(), headers={"Idempotency-Key": key})
    problem(reply, 422, "idempotency-key-reused")
    assert demo.platform().get(f"{PATH}/{first.json()['id']}")["status"] == "opened"


def test_twenty_at_once_are_carried_out_once(demo):
    key, body = str(uuid.uuid4()), opening()
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda _: post(demo.platform(), PATH, body, key), range(20)))
    fresh = [reply for reply in replies if reply.status == 201 and "idempotent-replayed" not in reply.headers]
    assert len(fresh) == 1
    for reply in replies:
        if reply.status == 201:
            assert reply.body == fresh[0].body
        else:
            problem(reply, 409, "idempotency-in-flight")
            assert reply.headers["retry-after"]
    assert post(demo.platform(), PATH, body, key).body == fresh[0].body
    # Reading by reference filters a page, so the session is looked for in the whole list.
    subject, found, cursor = fresh[0].json()["subject"], [], None
    for _ in range(100):
        page = demo.platform().get(PATH, query={"limit": 100, **({"cursor": cursor} if cursor else {})})
        found += [row["id"] for row in page["data"] if row["subject"] == subject]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert found == [fresh[0].json()["id"]]


def test_messages_are_posted_once(demo):
    person, key = Person.opens(demo), str(uuid.uuid4())
    path = f"{person.path}/messages"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: post(person.client, path, {"text": "Only once."}, key), range(8)))
    assert [row["text"] for row in person.client.get(path)["data"]].count("Only once.") == 1


def test_keys_belong_to_whoever_used_them(demo):
    key = str(uuid.uuid4())
    first, second = Person.opens(demo), Person.opens(demo)
    body = {"consent": True}
    mine = post(first.client, f"{first.path}/profile_confirmation", body, key)
    assert mine.status == 200
    theirs = post(second.client, f"{second.path}/profile_confirmation", body, key)
    assert theirs.status == 200 and theirs.json()["id"] == second.session
    stranger = post(second.client, f"{first.path}/profile_confirmation", body, str(uuid.uuid4()))
    problem(stranger, 404, "not-found")


def test_another_platform_cannot_replay(demo):
    key, body = str(uuid.uuid4()), opening()
    first = post(demo.platform(), PATH, body, key)
    other = post(other_platform(demo), PATH, body, key)
    assert other.status == 201 and other.json()["id"] != first.json()["id"]
    assert other.json()["link_token"] != first.json()["link_token"]
    problem(post(demo.anyone(), PATH, body, key), 401, "unauthenticated")


def test_strangers_share_no_key(demo):
    key = str(uuid.uuid4())
    one, two = (demo.platform().post(PATH, opening(), expect=201) for _ in range(2))
    entries = [post(demo.anyone(), "/v1/candidate_sessions", {"link_token": body["link_token"]}, key) for body in (one, two)]
    assert [entry.status for entry in entries] == [201, 201]
    assert entries[0].json()["token"] != entries[1].json()["token"]


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "two words", "caf\u00e9"])
def test_a_key_is_visible_ascii_of_up_to_255(demo, key):
    reply = demo.platform().request(
        "POST", PATH, body=opening(), headers={"Idempotency-Key": key.encode("latin-1")})
    assert reply.status in (400, 422) and "Idempotency-Key" in reply.body.decode(), reply


def test_a_key_is_good_for_a_day(demo):
    key, body = str(uuid.uuid4()), opening()
    post(demo.platform(), PATH, body, key)
    demo.advance(25 * 3600)
    later = post(demo.platform(), PATH, body, key)
    problem(later, 409, "session-open")


def test_secrets_in_kept_replies_lie_sealed(demo):
    key = str(uuid.uuid4())
    opened = post(demo.platform(), PATH, opening(), key).json()
    entry = post(demo.anyone(), "/v1/candidate_sessions", {"link_token": opened["link_token"]}, str(uuid.uuid4())).json()
    secrets = [opened["link_token"], opened["code"], opened["code"].replace("-", ""), entry["token"], demo.platform_key]
    secrets += [member["token"] for member in demo.staff]
    files = [file for file in Path(demo.data_directory).glob("candor.sqlite*")]
    assert any(file.name.endswith("-wal") for file in files)
    stored = b"".join(file.read_bytes() for file in files)
    assert opened["id"].encode() in stored, "the search would find what is there"
    for secret in secrets:
        assert secret.encode() not in stored, "a secret lies open in the database"
        assert secret.split("_")[-1].encode() not in stored
