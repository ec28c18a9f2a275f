"""A filled record is a sound one, so that what is measured on it says something."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

import pytest

from candor_client import Person
from conftest import ROOT, RunningDemo, binary

SESSIONS = 250


def run(program: str, *words) -> subprocess.CompletedProcess:
    return subprocess.run([program, *map(str, words)], cwd=ROOT, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def filled():
    directory = Path(tempfile.mkdtemp(prefix="candor-test-"))
    demo = RunningDemo.start(directory, "--demo-cases")
    before = Person.opens(demo).session
    demo.stop()
    done = run(
        str(Path(binary()).with_name("populate")), "--data-directory", directory / "data", "--sessions", SESSIONS,
        "--whole", 40, "--seed", 7)
    assert done.returncode == 0, done.stderr
    assert f"{SESSIONS} sessions added" in done.stdout
    yield directory, before
    shutil.rmtree(directory)


def test_the_record_is_sound(filled):
    data = filled[0] / "data"
    done = run(binary(), "doctor", "--data-directory", data)
    assert done.returncode == 0, done.stdout + done.stderr
    with sqlite3.connect(f"file:{data}/candor.sqlite?mode=ro", uri=True) as database:
        count, people = database.execute("SELECT count(*), count(DISTINCT person) FROM sessions").fetchone()
        assert count > SESSIONS and people >= SESSIONS
        tokens, different = database.execute("SELECT count(token), count(DISTINCT token) FROM outcomes").fetchone()
        assert tokens == different > SESSIONS * 0.2


def test_a_server_works_on_it(filled):
    directory, before = filled
    demo = RunningDemo.start(directory)
    try:
        assert demo.platform().get(f"/v1/verification_sessions/{before}")["id"] == before
        person = Person.opens(demo)
        person.confirm()
        assert person.book().booking["id"]
    finally:
        demo.stop()


def test_what_cannot_be_filled_is_refused(filled, tmp_path):
    program = str(Path(binary()).with_name("populate"))
    done = run(program, "--data-directory", tmp_path, "--sessions", 1)
    assert done.returncode != 0 and "There is no record" in done.stderr
    again = run(program, "--data-directory", filled[0] / "data", "--sessions", 1, "--seed", 7)
    assert again.returncode != 0 and "another --seed" in again.stderr
