"""Situations that several tests begin from, and looks at tokens that need no library."""

from __future__ import annotations

import base64
import json
import subprocess
import zlib
from pathlib import Path

from candor_client import Client, Demo, Meeting, Person, good_interview, own_words

ROOT = Path(__file__).resolve().parents[2]


def verified(demo: Demo, **more) -> tuple[Person, Meeting, dict]:
    """A person with a verified outcome in force, the interview, and the session as the candidate sees it."""
    person = Person.opens(demo, **more)
    person.confirm()
    meeting = good_interview(person)
    body = person.settled("concluded")
    assert body["outcome"]["determination"] == "verified", body["outcome"]
    return person, meeting, person.read()


def not_verified(demo: Demo, **more) -> tuple[Person, Meeting, dict]:
    """A person whose city was contradicted on a good line, who was heard, and whom a second person decided about."""
    person = Person.opens(demo, **more)
    person.confirm()
    meeting = good_interview(person, mismatch={"city"}, recommendation="no")
    person.client.post(f"{person.path}/hearing", {"text": "That is not so."})
    reviewer, row = person.review("proposal")
    reviewer.post(
        f"/v1/reviews/{row['id']}/decision",
        {"decision": "confirm", "reasons": own_words("The person said that they live elsewhere and gave no correction.")})
    body = person.settled("concluded")
    assert body["outcome"]["determination"] == "not_verified", body["outcome"]
    return person, meeting, person.read()


def problem(reply, status: int, name: str) -> dict:
    """The problem document of a refusal, checked against what every one of them promises."""
    assert reply.status == status, reply
    assert reply.headers["content-type"].startswith("application/problem+json"), reply.headers
    body = reply.json()
    assert body["type"].endswith(f"/problems/{name}"), body
    assert body["status"] == status and body["title"] and body["detail"], body
    return body


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def header_of(token: str) -> dict:
    return json.loads(decoded(token.split(".")[0]))


def claims_of(token: str) -> dict:
    return json.loads(decoded(token.split(".")[1]))


def status_at(list_claims: dict, index: int) -> int:
    """The status at an index of a decoded status list: `bits` bits each, least significant first."""
    status_list = list_claims["status_list"]
    bits = status_list["bits"]
    octets = zlib.decompress(decoded(status_list["lst"]))
    per_octet = 8 // bits
    return octets[index // per_octet] >> (index % per_octet * bits) & ((1 << bits) - 1)


def candor(demo: Demo, *arguments: str, given: str | None = None) -> subprocess.CompletedProcess:
    """Runs the command beside the server."""
    return subprocess.run(
        [demo.binary, *arguments], cwd=ROOT, input=given, capture_output=True, text=True, timeout=60)


def saved(demo: Demo, directory: Path) -> tuple[Path, Path]:
    """The key set and the status list as files, for deciding offline."""
    keys, status = directory / "jwks.json", directory / "status.jwt"
    keys.write_bytes(demo.anyone().request("GET", "/.well-known/jwks.json").body)
    status.write_bytes(demo.anyone().request("GET", "/status/1").body)
    return keys, status


def other_platform(demo: Demo, name="Another marketplace") -> Client:
    """A second platform, added beside the running server."""
    done = candor(demo, "platform", "add", name, "--data-directory", demo.data_directory)
    assert done.returncode == 0, done.stderr
    return Client(demo.base_url, json.loads(done.stdout)["key"])
