"""What an operator does at a terminal about staff: each command says what happened, or what to do."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import time

import pytest

from candor_client import Client
from conftest import ROOT, binary

PASSWORD = "correct horse battery staple"
INTERVIEWER = ["--role", "interviewer", "--time-zone", "Europe/Sarajevo", "--language", "en", "--skill", "go=senior"]


class Terminal:
    """`candor staff` on the record of one server."""

    def __init__(self, demo):
        self.directory = demo.data_directory

    def run(self, *words: str, given: str = "") -> subprocess.CompletedProcess:
        return subprocess.run(
            [binary(), "staff", *words, "--data-directory", self.directory], input=given, capture_output=True,
            text=True, cwd=ROOT, timeout=60)

    def works(self, *words: str, given: str = "") -> str:
        done = self.run(*words, given=given)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refuses(self, *words: str, given: str = "") -> str:
        done = self.run(*words, given=given)
        assert done.returncode != 0, done.stdout
        assert "Error:" in done.stderr and "Fatal" not in done.stderr, done.stderr
        return done.stderr

    def listed(self, email: str) -> dict | None:
        people = [json.loads(line) for line in self.works("list", "--json").splitlines()]
        return next((person for person in people if person["email"] == email), None)


@pytest.fixture
def terminal(demo):
    return Terminal(demo)


def test_somebody_is_added_works_and_is_suspended(terminal, demo):
    email = "added@staff.example"
    added = json.loads(terminal.works("add", "--email", email, "--name", "Somebody", "--role", "reviewer"))
    assert added["staff"].startswith("st_") and added["token"].startswith("cs_")
    person = terminal.listed(email)
    assert person["roles"] == ["reviewer"] and not person["has_password"] and "suspended_at" not in person
    assert Client(demo.base_url, added["token"]).request("GET", "/v1/reviews").status == 200
    new = terminal.works("token", email).strip()
    assert new.startswith("cs_") and new != added["token"]
    assert Client(demo.base_url, added["token"]).request("GET", "/v1/reviews").status == 401
    assert Client(demo.base_url, new).request("GET", "/v1/reviews").status == 200
    terminal.works("password", email, "--password-stdin", given=PASSWORD + "\n")
    assert terminal.listed(email)["has_password"]
    assert "Suspended" in terminal.works("suspend", email)
    assert terminal.listed(email)["suspended_at"]
    assert "candor staff list" in terminal.refuses("token", email)
    assert Client(demo.base_url, new).request("GET", "/v1/reviews").status == 401


def test_the_address_may_stand_alone_as_before(terminal):
    terminal.works("add", "alone@staff.example", "--name", "Somebody", "--role", "operator", "--role", "reviewer")
    assert terminal.listed("alone@staff.example")["roles"] == ["operator", "reviewer"]
    assert "already" in terminal.refuses("add", "ALONE@staff.example", "--name", "Twin", "--role", "reviewer")


def test_an_interviewer_is_added_with_options_alone(terminal):
    email = "options@staff.example"
    terminal.works(
        "add", "--email", email, "--name", "Somebody", *INTERVIEWER, "--hours", "mon-thu,08:00-16:30",
        "--hours", "sat,10:00-12:00", "--maximum-per-day", "3")
    assert terminal.listed(email)["roles"] == ["interviewer"]


@pytest.mark.parametrize(("words", "says"), [
    (["--role", "reviewer"], "Name the mail address"),
    (["--email", "a@b.example", "c@d.example", "--role", "reviewer"], "Name the mail address once"),
    (["--email", "somebody", "--role", "reviewer"], "no mail address"),
    (["--email", "some body@b.example", "--role", "reviewer"], "no mail address"),
    (["--email", "a@b.example", "--role", "judge"], "interviewer, reviewer, operator"),
    (["--email", "a@b.example", "--role", "interviewer"], "--time-zone is missing"),
    (["--email", "a@b.example", "--role", "interviewer", "--profile", "/nowhere.json"], "/nowhere.json"),
    (["--email", "a@b.example", "--role", "reviewer", "--skill", "go"], "add --role interviewer"),
    (["--email", "a@b.example", *INTERVIEWER, "--profile", "p.json"], "not both"),
    (["--email", "a@b.example", *INTERVIEWER, "--hours", "monday"], "mon-fri,09:00-17:00"),
    (["--email", "a@b.example", *INTERVIEWER, "--hours", "fri-mon,09:00-17:00"], "mon-fri,09:00-17:00"),
    (["--email", "a@b.example", *INTERVIEWER, "--hours", "mon,09:00-25:00"], "mon-fri,09:00-17:00"),
    (["--email", "a@b.example", *INTERVIEWER, "--hours", "mon,17:00-09:00"], "ends before it begins"),
    (["--email", "a@b.example", *INTERVIEWER, "--skill", "underwater-basketry"], "not in the taxonomy"),
    (["--email", "a@b.example", *INTERVIEWER, "--skill", "go=wizard"], "basic, intermediate, senior"),
    (["--email", "a@b.example", *INTERVIEWER, "--language", "English!"], "no language tag"),
    (["--email", "a@b.example", *INTERVIEWER, "--maximum-per-day", "0"], "1 to 24"),
])
def test_what_cannot_be_is_refused_with_the_mend(terminal, words, says):
    assert says in terminal.refuses("add", "--name", "Somebody", *words)
    assert terminal.listed("a@b.example") is None


@pytest.mark.parametrize(("given", "says"), [
    ("", "Standard input is empty"), ("\n", "at least 12"), ("elevenchars\n", "at least 12"),
    ("x" * 201, "at most 200"), ("aaaaaaaaaaaaaaaa", "different"), ("tabs\tinside it", "control"),
])
def test_a_password_that_cannot_be_is_refused(terminal, given, says):
    assert says in terminal.refuses("password", "reviewer-4@demo.invalid", "--password-stdin", given=given)


def test_without_a_terminal_it_says_how_to_pipe(terminal):
    assert "--password-stdin" in terminal.refuses("password", "reviewer-4@demo.invalid", given=PASSWORD)
    for command in (["password", "nobody@staff.example", "--password-stdin"], ["suspend", "nobody@staff.example"]):
        assert "candor staff list" in terminal.refuses(*command, given=PASSWORD)


@pytest.mark.parametrize(("second", "code", "says"), [
    (PASSWORD, 0, "The password is set"), (PASSWORD + "!", 1, "The two differ"),
])
def test_a_terminal_is_asked_twice_and_shows_nothing(terminal, second, code, says):
    # Somebody of this test's own: a new password ends the tokens that other tests work with.
    email = f"asked-{code}@staff.example"
    terminal.works("add", "--email", email, "--name", "Somebody", "--role", "reviewer")
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [binary(), "staff", "password", email, "--data-directory", terminal.directory],
        stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, start_new_session=True)
    os.close(slave)
    seen = b""

    def wait_for(text: bytes):
        nonlocal seen
        deadline = time.monotonic() + 30
        while text not in seen:
            assert time.monotonic() < deadline, seen
            if not select.select([master], [], [], 0.2)[0]:
                continue
            try:
                piece = os.read(master, 4096)
            except OSError:
                break
            if not piece:
                break
            seen += piece

    try:
        wait_for(b"New password for")
        os.write(master, PASSWORD.encode() + b"\n")
        wait_for(b"Once more")
        os.write(master, second.encode() + b"\n")
        wait_for(says.encode())
        assert process.wait(timeout=30) == code
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(master)
    assert PASSWORD.encode() not in seen


def test_an_absent_record_is_named(tmp_path):
    done = subprocess.run(
        [binary(), "staff", "list", "--data-directory", str(tmp_path)], capture_output=True, text=True, cwd=ROOT,
        timeout=60)
    assert done.returncode == 1 and "There is no record at" in done.stderr
