"""Backup and restore at a terminal, and what happens with files that are not what they should be: one sentence that says what to do,
an exit code that is not zero, nothing changed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
from pathlib import Path

import pytest

from candor_client import Person, read_until
from cases import verified
from conftest import ROOT, RunningDemo, binary

NOBODY = 65534


@pytest.fixture
def folder():
    path = Path(tempfile.mkdtemp(prefix="candor-care-"))
    yield path
    shutil.rmtree(path)


def candor(*words, as_nobody: bool = False, **more) -> subprocess.CompletedProcess:
    """Runs a command to its end; a server among them is expected to refuse to start."""

    def become_nobody():
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)

    return subprocess.run(
        [binary(), *map(str, words)], capture_output=True, text=True, cwd=ROOT, timeout=120,
        preexec_fn=become_nobody if as_nobody and os.getuid() == 0 else None, **more)


def works(*words, **more) -> str:
    done = candor(*words, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def refuses(*words, **more) -> str:
    """What a refusal says: one sentence or two, no type names, no Swift."""
    done = candor(*words, **more)
    assert done.returncode not in (0, -signal.SIGTRAP, -signal.SIGILL), done.stdout + done.stderr
    said = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert len(said) == 1, done.stderr
    assert not re.search(r"\w+\(|Fatal|StorageFailure", said[0]), said[0]
    return said[0].removeprefix("Error: ")


def listing(directory: Path) -> dict[str, tuple[int, str]]:
    """Every file with its mode and digest; SQLite's index of a log and the server's lock file say nothing of the record."""
    return {
        str(path.relative_to(directory)): (path.stat().st_mode, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(directory.rglob("*"))
        if path.is_file() and not path.name.endswith("-shm") and path.name != "server.lock"
        and not (path.name.endswith("-wal") and path.stat().st_size == 0)}


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """A data directory with a record in it that no server uses, and what its one case looks like."""
    directory = tmp_path_factory.mktemp("record")
    demo = RunningDemo.start(directory)
    person, _, body = verified(demo)
    demo.stop()
    # Asked to end, it leaves the record in one file.
    assert not list((directory / "data").glob("candor.sqlite-*"))
    return directory / "data", person.session, body["outcome"]["token"]


@pytest.fixture
def data(record, folder):
    """A copy of that directory that a test may spoil."""
    copy = folder / "data"
    shutil.copytree(record[0], copy)
    return copy


def rows(database: Path, statement: str) -> list[tuple]:
    connection = sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def back_up(data: Path, folder: Path) -> tuple[Path, Path]:
    copy, keys = folder / "backup", folder / "keys"
    works("backup", "--data-directory", data, "--to", copy, "--keys-to", keys)
    return copy, keys


# What a backup is.


def test_a_backup_of_a_running_server_is_whole_and_restores(folder):
    demo = RunningDemo.start(folder / "first")
    try:
        person, _, body = verified(demo)
        busy, stop = [], threading.Event()

        def load():
            while not stop.is_set():
                busy.append(Person.opens(demo).session)

        threads = [threading.Thread(target=load) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            for number in range(3):
                done = works(
                    "backup", "--data-directory", demo.data_directory, "--to", folder / f"backup-{number}",
                    "--keys-to", folder / f"keys-{number}")
                assert "sha256" in done
        finally:
            read_until(lambda: busy, bool)
            stop.set()
            for thread in threads:
                thread.join()
        assert busy and demo.process.poll() is None
    finally:
        demo.stop()
    backup = folder / "backup-2"
    assert sorted(path.name for path in backup.iterdir()) == ["candor.sqlite", "manifest.json"]
    assert backup.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in backup.iterdir())
    manifest = json.loads((backup / "manifest.json").read_text())
    (entry,) = manifest["files"]
    assert entry["sha256"] == hashlib.sha256((backup / "candor.sqlite").read_bytes()).hexdigest()
    assert rows(backup / "candor.sqlite", "PRAGMA integrity_check") == [("ok",)]
    assert rows(backup / "candor.sqlite", "PRAGMA foreign_key_check") == []
    # Of one moment: every stream is as long as its projection says.
    assert rows(
        backup / "candor.sqlite",
        "SELECT id FROM sessions WHERE version <> (SELECT count(*) FROM events WHERE session = sessions.id)") == []

    (folder / "second").mkdir()
    said = works(
        "restore", "--from", backup, "--keys-from", folder / "keys-2", "--data-directory", folder / "second" / "data")
    assert "Restored the record of" in said and "candor doctor" in said
    before = rows(backup / "candor.sqlite", "SELECT position FROM sequencer")[0][0]
    second = RunningDemo.start(folder / "second", port=int(demo.base_url.rsplit(":", 1)[1]))
    try:
        person.demo = second
        assert person.read()["outcome"]["token"] == body["outcome"]["token"]
        assert candor("replay", person.session, "--data-directory", second.data_directory).returncode == 0
        assert works("doctor", "--data-directory", second.data_directory).endswith("all is well.\n")
        # What platforms have read past already is never given out a second time.
        later = Person.opens(second)
        feed = second.platform().get(
            "/v1/events", query={"after": str(before), "limit": 100})["data"]
        assert [row["position"] for row in feed if row["session"] == later.session][0] > before + 1_000_000
    finally:
        second.stop()


def test_a_record_is_only_replaced_on_request_and_kept_beside(data, folder, record):
    copy, _ = back_up(data, folder)
    before = listing(data)
    assert "--replace" in refuses("restore", "--from", copy, "--data-directory", data)
    assert listing(data) == before
    said = works("restore", "--from", copy, "--replace", "--data-directory", data)
    (kept,) = data.glob("candor.sqlite.replaced-*")
    assert str(kept) in said and "remove it" in said
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == before["candor.sqlite"][1]
    assert rows(data / "candor.sqlite", "SELECT id FROM sessions WHERE id = '%s'" % record[1])
    assert not list(data.glob("*.restoring*"))
    assert "Remove it when you need it no longer" in candor("doctor", "--data-directory", data).stdout
    assert works("replay", record[1], "--data-directory", data)


def test_a_damaged_record_gives_way_to_its_backup(data, folder, record):
    copy, _ = back_up(data, folder)
    (data / "candor.sqlite").write_bytes(b"\0" * 5000)
    works("restore", "--from", copy, "--replace", "--data-directory", data)
    assert (next(data.glob("candor.sqlite.replaced-*"))).read_bytes() == b"\0" * 5000
    assert works("replay", record[1], "--data-directory", data)


def test_without_keys_it_says_so(data, folder):
    copy, keys = back_up(data, folder)
    said = works("restore", "--from", copy, "--data-directory", folder / "other")
    assert "put them back" in said
    assert "master.key" in refuses("keys", "list", "--data-directory", folder / "other")
    shutil.rmtree(folder / "other")
    works("restore", "--from", copy, "--keys-from", keys, "--data-directory", folder / "other")
    assert listing(folder / "other" / "keys") == listing(data / "keys")
    assert (folder / "other" / "keys").stat().st_mode & 0o777 == 0o700


# What is refused. Each case spoils something and names the words that must be said.


def spoil_bytes(path: Path, at: int, length: int = 64):
    with open(path, "r+b") as file:
        file.seek(at)
        file.write(b"\xa5" * length)


def make_newer(path: Path):
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO schema_version (version, name) VALUES (999, 'of tomorrow')")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def make_foreign(path: Path):
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (a)")
    connection.execute("PRAGMA application_id = 252006674")
    connection.commit()
    connection.close()


def damage_pages(path: Path):
    """Every page but the first, so that whatever is read is found damaged."""
    for at in range(4096, path.stat().st_size, 4096):
        spoil_bytes(path, at, 200)


SPOILED = {
    "text": (lambda path: path.write_text("Dear diary, this is not a database.\n" * 200), "not a database of Candor"),
    "short": (lambda path: path.write_bytes(b"SQLite format 3\0"), "not a database of Candor"),
    "another program's": (make_foreign, "not a database of Candor"),
    "damaged": (damage_pages, "damaged"),
    "newer": (make_newer, "a newer Candor wrote it"),
}


@pytest.mark.parametrize(("command", "name"), [
    (command, name) for command in ["serve", "backup", "keys list", "doctor"] for name in SPOILED])
def test_a_record_that_is_none(data, folder, command, name):
    spoil, says = SPOILED[name]
    spoil(data / "candor.sqlite")
    before = listing(data)
    more = {"serve": ["--demo", "--port", "0"], "backup": ["--to", folder / "backup"]}.get(command, [])
    assert says in refuses(*command.split(), "--data-directory", data, *more)
    assert listing(data) == before
    assert not list(folder.glob("backup*"))


@pytest.mark.parametrize("name", ["text", "another program's", "damaged", "newer"])
def test_a_backup_whose_file_is_none(data, folder, name):
    """Its manifest fits, so that only looking into the file can tell."""
    spoil, says = SPOILED[name]
    copy, _ = back_up(data, folder)
    spoil(copy / "candor.sqlite")
    manifest = json.loads((copy / "manifest.json").read_text())
    held = (copy / "candor.sqlite").read_bytes()
    manifest["files"] = [
        {"name": "candor.sqlite", "bytes": len(held), "sha256": hashlib.sha256(held).hexdigest()}]
    (copy / "manifest.json").write_text(json.dumps(manifest))
    before = listing(data)
    assert says in refuses("restore", "--from", copy, "--replace", "--data-directory", data)
    assert listing(data) == before
    assert says in refuses("restore", "--from", copy, "--data-directory", folder / "new")
    assert not (folder / "new").exists()


def without_manifest(copy: Path, keys: Path):
    (copy / "manifest.json").unlink()


def with_flipped_bit(copy: Path, keys: Path):
    file = copy / "candor.sqlite"
    held = bytearray(file.read_bytes())
    held[len(held) // 2] ^= 1
    file.write_bytes(held)


def of_another_server(copy: Path, keys: Path):
    file = keys / "master.key"
    file.write_bytes(b"k" * 32)
    manifest = json.loads((keys / "manifest.json").read_text())
    for entry in manifest["files"]:
        if entry["name"] == "master.key":
            entry["sha256"] = hashlib.sha256(b"k" * 32).hexdigest()
    (keys / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(("spoil", "says"), [
    (without_manifest, "no manifest.json"),
    (lambda copy, keys: (copy / "manifest.json").write_text("{}"), "not the manifest"),
    (lambda copy, keys: (copy / "manifest.json").write_text('{"candor_backup": 2}'), "a newer Candor"),
    (lambda copy, keys: (copy / "candor.sqlite").unlink(), "lacks its file"),
    (with_flipped_bit, "SHA-256 differs"),
    (lambda copy, keys: (keys / "server.secret").write_bytes(b"x" * 32), "SHA-256 differs"),
    (lambda copy, keys: shutil.copy(keys / "manifest.json", copy / "manifest.json"), "backup of the keys"),
    (of_another_server, "not the one that this record was sealed with"),
], ids=["no manifest", "empty manifest", "newer manifest", "no file", "a bit", "a key's bytes", "exchanged", "other keys"])
def test_a_backup_that_is_none(data, folder, spoil, says):
    copy, keys = back_up(data, folder)
    spoil(copy, keys)
    assert says in refuses("restore", "--from", copy, "--keys-from", keys, "--data-directory", folder / "new")
    assert not (folder / "new").exists()


def test_places_that_are_taken(data, folder, record):
    copy, keys = back_up(data, folder)
    held = listing(copy)
    assert "never written over" in refuses("backup", "--data-directory", data, "--to", copy)
    assert "make it first" in refuses("backup", "--data-directory", data, "--to", folder / "none" / "backup")
    assert "There is no record" in refuses("backup", "--data-directory", folder / "none", "--to", folder / "b")
    assert "--keys-to" in candor(
        "backup", "--data-directory", data, "--to", folder / "b", "--keys-to", folder / "b" / "keys").stderr
    assert listing(copy) == held and not (folder / "b").exists()
    before = listing(data)
    assert "holds keys already" in refuses(
        "restore", "--from", copy, "--keys-from", keys, "--replace", "--data-directory", data)
    assert "There is no folder" in refuses("restore", "--from", folder / "none", "--replace", "--data-directory", data)
    assert listing(data) == before
    (folder / "home").mkdir()
    (folder / "home" / "letters.txt").write_text("Theirs.")
    assert "letters.txt" in refuses("restore", "--from", copy, "--data-directory", folder / "home")
    assert listing(folder / "home").keys() == {"letters.txt"}


def test_a_directory_in_use_is_not_restored_into(own_demo, folder):
    Person.opens(own_demo)
    copy, _ = back_up(Path(own_demo.data_directory), folder)
    said = refuses("restore", "--from", copy, "--replace", "--data-directory", own_demo.data_directory)
    assert f"(process {own_demo.pid})" in said and "stop that one first" in said
    assert not list(Path(own_demo.data_directory).glob("*.replaced-*"))
    assert Person.opens(own_demo).read()["status"] == "opened"


def test_without_rights(data, folder):
    """Root may do everything, so that the commands run as somebody else."""
    copy, _ = back_up(data, folder)
    os.chmod(folder, 0o755)
    for path in [copy, *copy.iterdir()]:
        os.chown(path, NOBODY, NOBODY) if os.getuid() == 0 else None
    os.chmod(data, 0o700)
    if os.getuid() != 0:
        os.chmod(data, 0o000)
    before = listing(data) if os.getuid() == 0 else None
    try:
        for words in (
            ["serve", "--demo", "--port", "0"], ["backup", "--to", folder / "backup-2"], ["keys", "list"],
            ["restore", "--from", copy, "--replace"],
        ):
            said = refuses(*words, "--data-directory", data, as_nobody=True)
            assert "Permission denied" in said or "the user that runs Candor" in said or "may" in said, said
    finally:
        os.chmod(data, 0o700)
    assert before is None or listing(data) == before
    assert not (folder / "backup-2").exists()


@pytest.fixture
def small_disk(folder):
    """A file system of two megabytes, where this process may mount one."""
    place = folder / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("this user may not mount a file system")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_on_a_full_disk(data, folder, small_disk):
    (small_disk / "filler").write_bytes(b"\0" * (2 << 20))
    copy, _ = back_up(data, folder)
    before = listing(data)
    said = refuses("backup", "--data-directory", data, "--to", small_disk / "backup")
    assert "free space" in said or "No space left" in said
    assert [path.name for path in small_disk.iterdir()] == ["filler"]
    said = refuses("restore", "--from", copy, "--data-directory", small_disk / "data")
    assert "free space" in said or "No space left" in said
    assert [path.name for path in small_disk.iterdir()] == ["filler"]
    said = refuses("serve", "--demo", "--port", "0", "--data-directory", small_disk / "data")
    assert "free space" in said or "No space left" in said or "cannot be made" in said
    assert listing(data) == before


def test_a_killed_backup_leaves_only_its_draft(data, folder):
    """Whatever moment it is killed at, a folder of the backup's name is complete."""
    for delay in (0.0, 0.02, 0.05, 0.1):
        place = folder / f"backup-{delay}"
        process = subprocess.Popen(
            [binary(), "backup", "--data-directory", str(data), "--to", str(place)], cwd=ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=delay)
        except subprocess.TimeoutExpired:
            process.kill()
        process.wait()
        if place.exists():
            works("restore", "--from", place, "--data-directory", folder / f"restored-{delay}")
        assert all(name.name.endswith(".partial") for name in folder.glob(f"backup-{delay}.*"))
    works("backup", "--data-directory", data, "--to", folder / "backup")
