"""A whole case at the most talkative level that is meant for use, and then a search of every line that was logged."""

from __future__ import annotations

import re
import shutil
import tempfile
import uuid
from pathlib import Path

import pytest

from candor_client import Client, Person, good_interview, own_words
from cases import claims_of
from conftest import RunningDemo

NOTE = "distinctive-note-quokka"
HEARD = "distinctive-hearing-axolotl"
MESSAGE = "distinctive-message-narwhal"
STATEMENT = "distinctive-statement-pangolin"
REASONS = "distinctive-reasons-okapi"
EMAIL = "distinctive.person@example.test"
NAME = "Distinctive Nameberg"
CITY = "Distinctivograd"
REFERENCE = f"demo-distinctive-{uuid.uuid4()}"
EXPLANATION = "distinctive-explanation-numbat"


@pytest.fixture(scope="module")
def run():
    """Everything of one run: what must not be in the log, and the log."""
    directory = Path(tempfile.mkdtemp(prefix="candor-test-"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANDOR_LOG_LEVEL", "debug")
        demo = RunningDemo.start(directory)
    try:
        secrets = whole_case(demo)
    finally:
        demo.stop()
    yield demo.log_file.read_text(errors="replace"), secrets
    shutil.rmtree(directory)


def whole_case(demo) -> dict[str, str]:
    platform = demo.platform()
    opened = platform.post(
        "/v1/verification_sessions",
        {
            "profile": {
                "reference": REFERENCE, "display_name": NAME, "email": EMAIL, "time_zone": "Europe/Sarajevo",
                "languages": ["en"], "declared_stack": [{"skill": "go", "primary": True}],
                "facts": [{"kind": "country", "value": "BA"}, {"kind": "city", "value": CITY}],
            },
            "trigger": {"kind": "platform_policy", "policy": "check", "explanation": EXPLANATION},
        }, expect=201, headers={"Idempotency-Key": "distinctive-idempotency-key"})
    entry = demo.anyone().post("/v1/candidate_sessions", {"link_token": opened["link_token"]}, expect=201)
    by_code = demo.anyone().post("/v1/candidate_sessions", {"code": opened["code"]}, expect=201)
    person = Person(demo, opened["id"], Client(demo.base_url, entry["token"]), opened)
    person.confirm()
    person.client.post(f"{person.path}/messages", {"text": MESSAGE}, expect=201)
    meeting = good_interview(person, mismatch={"city"}, recommendation="no")
    person.client.post(f"{person.path}/hearing", {"text": HEARD})
    reviewer, row = person.review("proposal")
    reviewer.get(f"/v1/reviews/{row['id']}")
    reviewer.post(f"/v1/reviews/{row['id']}/decision", {"decision": "confirm", "reasons": own_words(REASONS)})
    outcome = person.settled("concluded")["outcome"]
    person.appeal("outcome", outcome["id"], "factual_error", STATEMENT)
    third, appeal = person.review("appeal")
    third.post(f"/v1/reviews/{appeal['id']}/decision", {"decision": "refuse", "reasons": own_words(REASONS)})
    platform.post(
        f"/v1/outcomes/{outcome['id']}/acknowledgements", {"state": "not_applied", "reason": STATEMENT}, expect=201)
    link = platform.post(f"{person.path}/link", {})

    # What goes wrong is logged as well: every kind of refusal, with something personal in each.
    anyone = demo.anyone()
    for client in (platform, person.client, meeting.holder, reviewer, anyone, Client(demo.base_url, "ct_distinctivewrongtoken")):
        client.request("GET", f"/v1/verification_sessions?reference={REFERENCE}&email={EMAIL}")
        client.request("GET", f"/v1/nowhere/{EMAIL}/{entry['token']}?token={entry['token']}")
        client.request("POST", f"{person.path}/messages", raw=f'{{"text":"{MESSAGE}'.encode())
        client.request("POST", f"{person.path}/messages", body={"text": MESSAGE, EMAIL: NAME})
        client.request("POST", f"{person.path}/messages", body={"text": MESSAGE}, headers={"Cookie": f"a={entry['token']}"})
        client.request("BREW", f"/{EMAIL}")
        client.request("PUT", f"{meeting.path}/scorecard/items/{EMAIL}", body={"rating": 9, "note": NOTE})
        client.request("POST", "/v1/candidate_sessions", body={"link_token": opened["link_token"][:-1] + "0"})
    platform.post(f"{person.path}/redact")
    password = {f"password of {member['email']}": member["password"] for member in demo.staff}
    tokens = {f"token of {member['email']}": member["token"] for member in demo.staff}
    return {
        "platform key": demo.platform_key, "link token": opened["link_token"], "code": opened["code"],
        "code without dashes": opened["code"].replace("-", ""), "second link token": link["link_token"],
        "candidate token": entry["token"], "candidate token by code": by_code["token"], "signed outcome": outcome["token"],
        "its signature": outcome["token"].split(".")[2], "its identity": claims_of(outcome["token"])["jti"],
        "a wrong token": "distinctivewrongtoken", "e-mail": EMAIL, "encoded e-mail": EMAIL.replace("@", "%40"), "name": NAME,
        "reference": REFERENCE, "fact": CITY, "explanation": EXPLANATION, "note": NOTE, "the helper's note": "as seen in the call",
        "hearing": HEARD, "message": MESSAGE, "statement": STATEMENT, "reasons": REASONS,
        "idempotency key": "distinctive-idempotency-key", "session": person.session, "interview": meeting.id,
        "review": row["id"], "outcome": outcome["id"], **password, **tokens,
        **{f"mail address of {member['email']}": member["email"] for member in demo.staff},
    }


def test_the_log_tells_what_happened(run):
    log, _ = run
    assert "debug" in log or len(log.splitlines()) > 100
    for told in ("POST", "/v1/verification_sessions", "{id}", "status", "duration_ms", "candidate", "platform"):
        assert told in log, told


def test_no_line_holds_a_secret_or_a_person(run):
    log, secrets = run
    found = {
        name: next(line for line in log.splitlines() if secret in line)
        for name, secret in secrets.items() if secret in log}
    assert not found


def test_no_line_holds_what_looks_like_a_token_or_an_address_with_a_query(run):
    log, _ = run
    for sign in (r"\b(ck|ct|cs|lt|vs|iv|bk|rv|ap|oc)_[0-9a-z]{6}", "Bearer", r"\?reference", "token=", "(?i)distinctive", "eyJ"):
        assert not re.search(sign, log), [line for line in log.splitlines() if re.search(sign, line)][:3]


def test_no_line_spells_out_the_servers_insides(run):
    log, _ = run
    for line in log.splitlines():
        assert len(line) < 2000 and "Workbench(" not in line and "Key(" not in line, line[:500]
