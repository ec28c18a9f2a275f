"""`candor doctor` on a sound record, and on records in which one thing was spoiled by hand: each is found, with what to do."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

import pytest

from candor_client import Person
from cases import not_verified, verified
from conftest import ROOT, RunningDemo, binary


def doctor(data: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [binary(), "doctor", "--data-directory", str(data)], capture_output=True, text=True, cwd=ROOT, timeout=120)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """A verified person, one who was not, and one who is booked; no server runs."""
    directory = tmp_path_factory.mktemp("record")
    demo = RunningDemo.start(directory)
    good, _, _ = verified(demo)
    bad, _, _ = not_verified(demo)
    booked = Person.opens(demo)
    booked.confirm()
    booked.book()
    demo.stop()
    return directory / "data", {"good": good.session, "bad": bad.session, "booked": booked.session}


@pytest.fixture
def data(record):
    folder = Path(tempfile.mkdtemp(prefix="candor-doctor-"))
    copy = folder / "data"
    shutil.copytree(record[0], copy)
    yield copy
    shutil.rmtree(folder)


class Hand:
    """Somebody who changes a database past everything that would stop them, and puts the rules back afterwards."""

    def __init__(self, data: Path, sessions: dict[str, str]):
        self.database = sqlite3.connect(data / "candor.sqlite", isolation_level=None)
        self.sessions = sessions
        self.database.execute("PRAGMA foreign_keys = OFF")

    def run(self, statement: str, *values):
        assert self.database.execute(statement, values).rowcount > 0, f"nothing spoiled by {statement}"

    def without_rules(self, *steps):
        triggers = self.database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            self.database.execute(f"DROP TRIGGER {name}")
        for step, *values in steps:
            self.run(step, *values)
        for _, text in triggers:
            self.database.execute(text)

    def everywhere(self, session: str, old: str, new: str, kind: str):
        """In an event and in the projection, so that the two agree."""
        self.without_rules(
            ("UPDATE events SET payload = replace(payload, ?1, ?2) WHERE session = ?3 AND kind = ?4 AND instr(payload, ?1)",
             old, new, session, kind),
            ("UPDATE sessions SET state = replace(state, ?1, ?2) WHERE id = ?3 AND instr(state, ?1)", old, new, session))

    def payload(self, session: str, kind: str) -> dict:
        (text,) = self.database.execute(
            "SELECT payload FROM events WHERE session = ? AND kind = ? ORDER BY version DESC LIMIT 1",
            (session, kind)).fetchone()
        return json.loads(text)

    def done(self):
        self.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.database.close()


def test_a_sound_record(record, data):
    done = doctor(data)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("3 sessions, ") and done.stdout.endswith("all is well.\n")
    assert "examining" in done.stderr


def test_beside_a_running_server(own_demo):
    verified(own_demo)
    done = doctor(Path(own_demo.data_directory))
    assert done.returncode == 0, done.stdout + done.stderr


def gap(hand):
    hand.without_rules(("DELETE FROM events WHERE session = ? AND version = 4", hand.sessions["good"]))


def unknown_event(hand):
    hand.without_rules(
        ("UPDATE events SET kind = 'session.of_tomorrow' WHERE session = ? AND version = 4", hand.sessions["good"]))


def other_event(hand):
    hand.without_rules((
        "UPDATE events SET payload = replace(payload, '\"mode\":\"video\"', '\"mode\":\"audio\"') WHERE session = ?"
        " AND kind = 'session.profile_confirmed'", hand.sessions["good"]))


def decided_alone(hand):
    by = hand.payload(hand.sessions["bad"], "review.decided")["decision"]["by"]
    holder = hand.payload(hand.sessions["bad"], "interview.booked")["interviewer"]
    # The assignee stays as it was, so that the reviewers' queue agrees.
    hand.everywhere(hand.sessions["bad"], f'"by":"{by}"', f'"by":"{holder}"', "review.decided")


def told_too_late(hand):
    sent = hand.payload(hand.sessions["bad"], "statement.sent")["value"]["at"]
    for number, text in hand.database.execute(
        "SELECT version, payload FROM events WHERE session = ? AND kind = 'statement.sent'", (hand.sessions["bad"],)
    ).fetchall():
        body = json.loads(text)
        body["value"]["at"] += 864_000_000
        hand.without_rules((
            "UPDATE events SET payload = ? WHERE session = ? AND version = ?", json.dumps(body), hand.sessions["bad"],
            number))
    (state,) = hand.database.execute("SELECT state FROM sessions WHERE id = ?", (hand.sessions["bad"],)).fetchone()
    state = json.loads(state)
    for statement in state["statements"]:
        assert statement["sent"]["at"] == sent
        statement["sent"]["at"] += 864_000_000
    hand.run("UPDATE sessions SET state = ? WHERE id = ?", json.dumps(state), hand.sessions["bad"])


def below_the_gate(hand):
    verdict = hand.payload(hand.sessions["bad"], "interview.scored")["call"]["verdict"]
    hand.everywhere(
        hand.sessions["bad"], f'"verdict":"{verdict}"', '"verdict":"technical_failure"', "interview.scored")


def nobody_confirmed(hand):
    for number, text in hand.database.execute(
        "SELECT version, payload FROM events WHERE session = ? AND kind = 'proposal.closed'", (hand.sessions["bad"],)
    ).fetchall():
        hand.without_rules((
            "UPDATE events SET payload = replace(payload, 'confirmed', 'rejected') WHERE session = ? AND version = ?",
            hand.sessions["bad"], number))
    (state,) = hand.database.execute("SELECT state FROM sessions WHERE id = ?", (hand.sessions["bad"],)).fetchone()
    state = json.loads(state)
    for proposal in state["proposals"]:
        proposal["state"] = "rejected"
    hand.run("UPDATE sessions SET state = ? WHERE id = ?", json.dumps(state), hand.sessions["bad"])


def twice_at_one_time(hand):
    hand.run(
        "INSERT INTO bookings SELECT 'bk_second', 'iv_second', session, person, interviewer, starts_at, ends_at, state"
        " FROM bookings WHERE session = ?", hand.sessions["booked"])


def other_token(hand):
    hand.without_rules((
        "UPDATE outcomes SET token = substr(token, 1, length(token) - 6) || 'AAAAAA' WHERE session = ?",
        hand.sessions["good"]))


SPOILED = {
    "gap": (gap, "stream", "has gaps"),
    "unknown event": (unknown_event, "stream", "a newer Candor wrote it"),
    "other event": (other_event, "projection", "stored state"),
    "status": (lambda hand: hand.run(
        "UPDATE sessions SET status = 'booked' WHERE id = ?", hand.sessions["good"]), "projection", "status"),
    "deadline": (lambda hand: hand.run(
        "UPDATE sessions SET due_at = NULL WHERE id = ?", hand.sessions["booked"]), "projection", "due_at"),
    "not listed as open": (lambda hand: hand.run(
        "DELETE FROM open_sessions WHERE session = ?", hand.sessions["booked"]), "projection", "not listed"),
    "positions": (lambda hand: hand.run("UPDATE sequencer SET position = 1"), "projection", "position"),
    "review": (lambda hand: hand.run("UPDATE reviews SET is_open = 1"), "projection", "Review rv_"),
    "twice at one time": (twice_at_one_time, "booking", "booked twice at one time"),
    "free cell": (lambda hand: hand.run(
        "DELETE FROM cells WHERE cell = (SELECT starts_at / 300000 FROM bookings WHERE state = 'booked')"),
        "booking", "does not hold all of its time"),
    "cell of nobody": (lambda hand: hand.run("INSERT INTO cells VALUES ('st_x', 1, 'bk_x')"), "booking", "still holds time"),
    "moved booking": (lambda hand: hand.run(
        "UPDATE bookings SET ends_at = ends_at + 1 WHERE state = 'done'"), "booking", "not as its events say"),
    "not in force": (lambda hand: hand.run("DELETE FROM outcomes_in_force"), "outcome", "not the one in force"),
    "status list": (lambda hand: hand.run(
        "UPDATE outcomes SET status_value = 2 WHERE session = ?", hand.sessions["good"]), "outcome", "status list says 2"),
    "token": (other_token, "token", "does not verify"),
    "no session key": (lambda hand: hand.run("DELETE FROM session_keys"), "texts", "no key that opens them"),
    "other session key": (lambda hand: hand.run(
        "UPDATE session_keys SET wrapped = randomblob(60)"), "texts", "does not open"),
    "given up": (lambda hand: hand.run(
        "UPDATE outbox SET state = 'failed', attempts = 9 WHERE number = 1"), "delivery", "given up after 9"),
    "decided alone": (decided_alone, "law", "whoever held the interview confirmed it (law 3)"),
    "nobody confirmed": (nobody_confirmed, "law", "nobody confirmed a proposal for it (law 3)"),
    "told too late": (told_too_late, "law", "before its statement of reasons was sent (law 4)"),
    "below the gate": (below_the_gate, "law", "whose line failed (law 2)"),
    "no index": (lambda hand: hand.database.execute("DROP INDEX bookings_by_interview"), "schema", "is missing"),
    "no trigger": (lambda hand: hand.database.execute("DROP TRIGGER events_are_not_changed"), "schema", "is missing"),
    "own table": (lambda hand: hand.database.execute("CREATE TABLE theirs (a)"), "schema", "not Candor's"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_what_was_spoiled_is_found(record, data, name):
    spoil, kind, says = SPOILED[name]
    hand = Hand(data, record[1])
    spoil(hand)
    hand.done()
    done = doctor(data)
    assert done.returncode == 1, done.stdout + done.stderr
    found = [line for line in done.stdout.splitlines() if line.startswith(f"{kind}: ") and says in line]
    assert found, done.stdout
    assert done.stdout.splitlines()[-1].endswith("findings.")


def lose(name):
    return lambda data: (data / "keys" / name).unlink()


@pytest.mark.parametrize(("spoil", "kind", "says"), [
    (lose("master.key"), "keys", "master.key is missing"),
    (lose("server.secret"), "keys", "server.secret is missing"),
    (lose("keys.json"), "keys", "keys.json is missing"),
    (lambda data: (data / "keys" / "master.key").write_bytes(b"k" * 32), "keys", "not the key that this record"),
    (lambda data: next((data / "keys").glob("outcomes-*.pem")).unlink(), "keys", "is missing, but the manifest names it"),
    (lambda data: (data / "keys" / "server.secret").chmod(0o644), "keys", "chmod go="),
    (lambda data: (data / "candor.sqlite").chmod(0o640), "folder", "chmod go="),
    (lambda data: (data / "candor.sqlite.replaced-x").touch(0o600), "folder", "Remove it"),
], ids=["master key", "secret", "manifest", "other master key", "signing key", "key's mode", "record's mode", "replaced"])
def test_files_that_are_not_as_they_must_be(data, spoil, kind, says):
    before = sorted(path.name for path in (data / "keys").iterdir())
    spoil(data)
    done = doctor(data)
    assert done.returncode == 1, done.stdout + done.stderr
    assert any(line.startswith(f"{kind}: ") and says in line for line in done.stdout.splitlines()), done.stdout
    assert set(path.name for path in (data / "keys").iterdir()) <= set(before), "a look makes nothing"


def test_a_damaged_page_is_found(data):
    path = data / "candor.sqlite"
    with open(path, "r+b") as file:
        for at in range(40 * 4096, path.stat().st_size, 16 * 4096):
            file.seek(at)
            file.write(b"\xa5" * 100)
    done = doctor(data)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "is damaged" in done.stdout and "restore the newest backup" in done.stdout


@pytest.mark.parametrize(("spoil", "says"), [
    (lambda path: path.write_text("Dear diary.\n" * 1000), "not a database of Candor"),
    (lambda path: path.unlink(), "There is no record"),
])
def test_no_record_to_look_at(data, spoil, says):
    spoil(data / "candor.sqlite")
    done = doctor(data)
    assert done.returncode != 0 and says in done.stderr
