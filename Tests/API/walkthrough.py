"""Tells the Go developer's case step by step against a running demo server."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from candor_client import Demo, Line, Person, good_interview, instant, own_words, read_until, rfc3339

BAD = Line(loss=0.35, round_trip_ms=900, server_round_trip_ms=900)
BAD_FAR_END = Line(loss=0.35, round_trip_ms=900, server_round_trip_ms=35)


def title(text: str):
    print(f"\n\033[1m{text}\033[0m")


def step(text: str):
    print(f"  · {text}")


def must(condition: bool, sentence: str):
    if not condition:
        sys.exit(f"  ✗ {sentence}")


def fingerprint(outcome: dict) -> str:
    return f"{outcome['determination']} ({outcome['reason_code']}), {outcome['status']}"


def a_bad_line(demo: Demo) -> Person:
    title("a. A Go developer, a PHP question, and an interviewer's line that nobody could understand")
    person = Person.opens(demo)
    step(f"the platform opens {person.session}: go (senior), docker, openapi declared")
    step(f"why: {person.opened['trigger']['explanation']}")
    person.confirm()
    meeting = person.book().begin()
    step(f"booked for {meeting.booking['starts_at']}; both have joined, the interview has started")
    reply = meeting.holder.request("POST", f"{meeting.path}/scorecard/items", {"question": "php-session-propagation"})
    must(reply.status == 422, "a PHP question was accepted")
    step(f"the interviewer tries a PHP question → 422: {reply.json()['title']}")
    questions = []
    for item in meeting.items():
        if item["kind"] == "question":
            questions.append(meeting.record(item, 50, rating=1))
        else:
            meeting.record(item, 50, result="match")
    spoken = instant(questions[0]["asked_at"]) + timedelta(seconds=10)
    objection = person.client.post(
        f"{meeting.path}/scope_objections", {"item": None, "at": rfc3339(spoken)}, expect=201)
    must(objection["voided"] is not None, "the objection voided nothing")
    step("a question asked aloud was not her stack; she says so → its item is void")
    meeting.last_at_least(14 * 60)
    begin = int((instant(questions[0]["asked_at"]) - meeting.started).total_seconds()) - 20
    meeting.post_rows(
        interviewer=lambda second: BAD if second >= begin else Line(),
        candidate=lambda second: BAD_FAR_END if second >= begin else Line())
    step("during the answers 35 % of the packets are lost, and the interviewer's own path to the server takes 900 ms")
    meeting.finish("no")
    attempt = person.read()["attempts"][0]
    must(attempt["result"] == "aborted_technical" and not attempt["counts_toward_limit"], f"{attempt}")
    step(f"the interviewer recommends “no” → {attempt['result']} {attempt['reason_codes'][0]}, "
         f"fault: {attempt['fault_party']}, does not count")
    appeal = person.appeal("attempt", meeting.id, "connection_quality")
    step(f"she appeals all the same → {appeal['status']} by {appeal['decided_by']}")
    good_interview(person)
    outcome = person.read()["outcome"]
    must(outcome["determination"] == "verified", f"{outcome}")
    step(f"another interviewer, a good line → {fingerprint(outcome)}")
    return person


def b_skills_apart(demo: Demo):
    title("b. Every Go answer rated 1: the skill is not demonstrated, the person is verified")
    person = Person.opens(demo)
    person.confirm()
    good_interview(person, lambda item: 1 if item["skill"] == "go" else 4, recommendation="no")
    body = person.read()
    first = body["outcome"]
    step(f"the interviewer recommends “no” → {fingerprint(first)}; go: not assessed so far")
    step(f"proposed: go not demonstrated; the person may answer until {body['proposal']['answer_by']}")
    person.client.post(f"{person.path}/hearing", {"text": "I had a bad day."})
    reviewer, row = person.review("proposal")
    reviewer.post(f"/v1/reviews/{row['id']}/decision", {"decision": "confirm", "reasons": own_words("Three answers stayed at the first anchor.")})
    body = read_until(person.read, lambda body: body["outcome"]["id"] != first["id"])
    skills = {skill["skill"]: skill["result"] for skill in body["outcome"]["skills"]}
    must(skills["go"] == "not_demonstrated" and body["outcome"]["determination"] == "verified", f"{skills}")
    step(f"heard, confirmed by a second person, reasons sent → go: {skills['go']}; still {body['outcome']['determination']}")


def c_contradicted(demo: Demo):
    title("c. The city does not match: corrected, confirmed and reversed, or lapsed")
    person = Person.opens(demo)
    person.confirm()
    good_interview(person, mismatch={"city"}, recommendation="no")
    step(f"proposed, not decided: {person.read()['proposal']['reason_code']}")
    person.client.post(f"{person.path}/hearing", {"corrections": [{"kind": "city", "value": "Mostar"}]})
    step(f"“I moved to Mostar” → {fingerprint(person.read()['outcome'])}")

    person = Person.opens(demo)
    person.confirm()
    meeting = good_interview(person, mismatch={"city"}, recommendation="no")
    reviewer, row = person.review("proposal")
    decision = {"decision": "confirm", "reasons": own_words("The person said that they live elsewhere.")}
    refused = meeting.holder.request("POST", f"/v1/reviews/{row['id']}/decision", decision)
    step(f"the first person tries to sign as the second → {refused.status}")
    early = reviewer.request("POST", f"/v1/reviews/{row['id']}/decision", decision)
    step(f"the second tries before the person was heard → {early.status}: {early.json()['detail']}")
    demo.advance(72 * 3600)
    reviewer.post(f"/v1/reviews/{row['id']}/decision", decision)
    adverse = person.settled("concluded")["outcome"]
    step(f"72 hours later: statement of reasons sent, then {fingerprint(adverse)}")
    person.appeal("outcome", adverse["id"], "factual_error")
    third, row = person.review("appeal")
    third.post(f"/v1/reviews/{row['id']}/decision", {"decision": "grant", "reasons": own_words("The registry shows the city.")})
    outcome = person.settled("concluded")["outcome"]
    must(outcome["determination"] == "verified", f"{outcome}")
    step(f"a third person grants the appeal → {fingerprint(outcome)}, supersedes the old one")

    person = Person.opens(demo)
    person.confirm()
    good_interview(person, mismatch={"city"}, recommendation="no")
    demo.advance(96 * 3600 + 1)
    step(f"nobody second decides in time → {fingerprint(person.read()['outcome'])}")


def d_line_in_force(demo: Demo):
    title("d. An adverse outcome in force, and a quarter of the call was poor")
    for party in ("interviewer", "candidate"):
        own, far = (lambda second: BAD if 630 <= second < 850 else Line()), (
            lambda second: BAD_FAR_END if 630 <= second < 850 else Line())
        other = "candidate" if party == "interviewer" else "interviewer"
        person = Person.opens(demo)
        person.confirm()
        good_interview(person, mismatch={"city"}, recommendation="no", lines={party: own, other: far})
        person.client.post(f"{person.path}/hearing", {"text": "That is not so."})
        reviewer, row = person.review("proposal")
        reviewer.post(f"/v1/reviews/{row['id']}/decision", {"decision": "confirm", "reasons": own_words("Said in this call, minute eight.")})
        adverse = person.settled("concluded")["outcome"]
        appeal = person.appeal("outcome", adverse["id"], "connection_quality")
        status = demo.platform().get(f"/v1/outcomes/{adverse['id']}")["status"]
        step(f"the {party}'s line: {fingerprint(adverse)} → appeal {appeal['status']}, the outcome is {status}")
        if party == "interviewer":
            good_interview(person)
            outcome = person.read()["outcome"]
            must(outcome["supersedes"] == adverse["id"], f"{outcome}")
            step(f"another interviewer, who sees nothing of the first → {fingerprint(outcome)}, supersedes")


def offline(demo: Demo, person: Person, binary: str):
    title("Anybody can check the outcome, offline")
    outcome = person.read()["outcome"]
    with tempfile.TemporaryDirectory() as folder:
        keys, status, token = (Path(folder) / name for name in ("jwks.json", "status.jwt", "outcome.jwt"))
        keys.write_bytes(demo.anyone().request("GET", "/.well-known/jwks.json").body)
        status.write_bytes(demo.anyone().request("GET", "/status/1").body)
        token.write_text(outcome["token"])
        command = [
            binary, "verify", str(token), "--trust", str(keys), "--status", str(status),
            "--subject", person.opened["subject"], "--at", rfc3339(demo.now())]
        answer = subprocess.run(command, capture_output=True, text=True)
        must(answer.returncode == 0, answer.stdout + answer.stderr)
        verdict = json.loads(answer.stdout)
        step(f"candor verify → {verdict['verdict']}: {verdict['outcome']}, subject {verdict['subject']}")


def main():
    ready, binary = sys.argv[1:3]
    demo = Demo.from_ready_line(Path(ready).read_text())
    person = a_bad_line(demo)
    b_skills_apart(demo)
    c_contradicted(demo)
    d_line_in_force(demo)
    offline(demo, person, binary)
    print("\nEvery step did what it had to.")


if __name__ == "__main__":
    main()
