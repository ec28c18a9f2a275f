"""The server of this version is started on a record that the first release left, and goes on with it."""

from __future__ import annotations

import base64
import json
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

import pytest

from candor_client import Person
from cases import verified
from conftest import ROOT, RunningDemo, binary

KEPT = ROOT / "Tests/FirstRelease"
KNOWN = json.loads((KEPT / "keys.json").read_text())


@pytest.fixture
def directory():
    directory = Path(tempfile.mkdtemp(prefix="candor-test-"))
    data = directory / "data"
    (data / "keys").mkdir(parents=True)
    for folder in (data, data / "keys"):
        folder.chmod(0o700)
    for name, text in KNOWN["files"].items():
        (data / "keys" / name).write_bytes(base64.b64decode(text))
        (data / "keys" / name).chmod(0o600)
    database = sqlite3.connect(data / "candor.sqlite")
    database.executescript((KEPT / "record.sql").read_text())
    database.close()
    (data / "candor.sqlite").chmod(0o600)
    yield directory
    shutil.rmtree(directory)


def candor(*words) -> subprocess.CompletedProcess:
    return subprocess.run([binary(), *map(str, words)], cwd=ROOT, capture_output=True, text=True, timeout=120)


def doctor(data: Path) -> subprocess.CompletedProcess:
    return candor("doctor", "--data-directory", data)


def test_it_goes_on_where_the_first_release_ended(directory):
    data = directory / "data"
    before = doctor(data)
    assert before.returncode == 1 and "which brings it up to date" in before.stdout, before.stdout + before.stderr
    demo = RunningDemo.start(directory)
    try:
        platform = demo.platform()
        for name, session in KNOWN["sessions"].items():
            body = platform.get(f"/v1/verification_sessions/{session}")
            assert body["id"] == session
            if name != "booked":
                assert body["outcome"]["determination"] == name
                assert candor("replay", session, "--data-directory", data).returncode == 0
        body = platform.get(f"/v1/verification_sessions/{KNOWN['sessions']['verified']}")
        assert body["display_name"] and "@" in body["email"], "texts open"
        assert body["outcome"]["token"] == KNOWN["outcome_token"]
        # And new cases beside the old ones.
        verified(demo)
        assert Person.opens(demo).read()["status"] == "opened"
        after = doctor(data)
        assert after.returncode == 0, after.stdout + after.stderr
    finally:
        demo.stop()
    # The upgrade was made once; the next start finds nothing to do.
    again = RunningDemo.start(directory)
    again.stop()
    assert doctor(data).returncode == 0
    with sqlite3.connect(data / "candor.sqlite") as database:
        assert database.execute("SELECT count(*) FROM schema_version").fetchone() == (3,)


def test_it_can_be_backed_up_before_and_brought_back(directory):
    """The way back from an upgrade: the backup that this version makes of the older record."""
    data, copy = directory / "data", directory / "copy"
    assert candor("backup", "--data-directory", data, "--to", copy).returncode == 0
    assert json.loads((copy / "manifest.json").read_text())["schema"] == 1
    RunningDemo.start(directory).stop()
    done = candor("restore", "--from", copy, "--replace", "--data-directory", data)
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(f"file:{data}/candor.sqlite?mode=ro", uri=True) as database:
        assert database.execute("SELECT max(version) FROM schema_version").fetchone() == (1,)
    RunningDemo.start(directory).stop()
