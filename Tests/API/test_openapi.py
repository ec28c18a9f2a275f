"""The contract: valid by itself, and true of what the server does, whoever asks and however badly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from candor_client import Client, Person
from cases import ROOT, not_verified

# The same cases in every run, so that a red run says something about the change; TEST_SEED tries others.
SEED = int(os.environ.get("TEST_SEED") or 4711)
# For each of the eight runs.
SECONDS = int(os.environ.get("TEST_CONTRACT_SECONDS") or 7)
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "unsupported_method", "use_after_free",
]


@pytest.fixture(scope="module")
def contract(demo) -> dict:
    reply = demo.anyone().request("GET", "/openapi.yaml")
    assert reply.status == 200 and "yaml" in reply.headers["content-type"]
    return yaml.safe_load(reply.body)


def test_the_served_contract_is_the_one_in_the_documents(demo):
    assert demo.anyone().request("GET", "/openapi.yaml").body == (ROOT / "Docs/openapi.yaml").read_bytes()


def test_the_contract_is_valid(contract):
    assert contract["openapi"].startswith("3.1")
    validate(contract, cls=OpenAPIV31SpecValidator)


def test_every_operation_says_what_it_answers(contract):
    for path, item in contract["paths"].items():
        for method, operation in item.items():
            if method in ("get", "post", "put", "patch", "delete"):
                assert operation["operationId"] and operation["summary"], (method, path)
                assert any(status.startswith("2") for status in operation["responses"]), (method, path)


@pytest.fixture(scope="module")
def situation(demo) -> dict:
    """A decided case, a running interview and everybody's tokens: real ids for the addresses."""
    decided, _, body = not_verified(demo)
    appeal = decided.appeal("outcome", body["outcome"]["id"], "factual_error")
    reviewer, review = decided.review("appeal")
    running = Person.opens(demo)
    running.confirm()
    meeting = running.book().begin()
    return {
        "clients": {
            "platform": demo.platform(), "candidate": running.client, "interviewer": meeting.holder, "reviewer": reviewer,
        },
        "ids": {
            "/v1/verification_sessions/": running.session, "/v1/bookings/": meeting.booking["id"],
            "/v1/interviews/": meeting.id, "/v1/appeals/": appeal["id"], "/v1/reviews/": review["id"],
            "/v1/outcomes/": body["outcome"]["id"],
        },
        "item": meeting.items()[0]["id"], "subject": body["subject"],
    }


def configuration(contract: dict, situation: dict) -> str:
    """Schemathesis' settings: half of what it makes up should find something."""
    lines = []
    for path in contract["paths"]:
        known = {prefix: found for prefix, found in situation["ids"].items() if path.startswith(prefix)}
        parameters = {"path.id": found for found in known.values() if "{id}" in path}
        if "{item}" in path:
            parameters["path.item"] = situation["item"]
        if "{subject}" in path:
            parameters["path.subject"] = situation["subject"]
        if parameters:
            inner = ", ".join(f'"{name}" = "{value}"' for name, value in parameters.items())
            lines += ["[[operations]]", f'include-path = "{path}"', f"parameters = {{ {inner} }}", ""]
    return "\n".join(lines)


@pytest.mark.parametrize("ids", ["real", "invented"])
@pytest.mark.parametrize("role", ["platform", "candidate", "interviewer", "reviewer"])
def test_the_server_keeps_to_the_contract(demo, contract, situation, tmp_path, role, ids):
    print(f"seed {SEED}: repeat with TEST_SEED={SEED}")
    client: Client = situation["clients"][role]
    settings = tmp_path / "schemathesis.toml"
    settings.write_text(configuration(contract, situation) if ids == "real" else "")
    phases = "examples,coverage,fuzzing" if ids == "real" else "fuzzing,stateful"
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(settings), "run",
            f"{demo.base_url}/openapi.yaml", "--header", f"Authorization: Bearer {client.token}", "--phases", phases,
            "--mode", "all", "--checks", ",".join(CHECKS), "--seed", str(SEED), "--max-examples", "10",
            "--max-time", str(SECONDS), "--max-failures", "10", "--no-shrink", "--workers", "1", "--no-color",
            "--request-timeout", "30", "--warnings", "off", "--generation-database", "none",
            # These would end the situation for the rest of the run; other tests call them.
            "--exclude-operation-id", "advanceClock", "--exclude-operation-id", "redactSession",
            "--exclude-operation-id", "cancelSession",
        ], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"seed {SEED}\n{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
    assert demo.anyone().get("/healthz")["status"] == "alive"
