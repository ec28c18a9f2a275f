"""Signed outcomes before verifiers that nobody here wrote, and the commands that work on tokens, keys, rows and the record."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

import jwt
import pytest
from joserfc import jwt as joserfc_jwt
from joserfc.errors import ExpiredTokenError
from joserfc.jwk import KeySet
from jwcrypto import jwk as jwcrypto_jwk
from jwcrypto import jws as jwcrypto_jws

from candor_client import Line, Person, good_interview, own_words, rfc3339
from cases import ROOT, candor, claims_of, header_of, not_verified, saved, status_at, verified

NODE_VERIFIES = """
const crypto = require('node:crypto');
const { token, jwks } = JSON.parse(require('node:fs').readFileSync(0));
const [header, payload, signature] = token.split('.');
const { alg, kid } = JSON.parse(Buffer.from(header, 'base64url'));
if (alg !== 'ES256') throw new Error('alg');
const key = crypto.createPublicKey({ key: jwks.keys.find(k => k.kid === kid), format: 'jwk' });
const good = crypto.verify('sha256', Buffer.from(header + '.' + payload), { key, dsaEncoding: 'ieee-p1363' },
  Buffer.from(signature, 'base64url'));
process.stdout.write(good ? payload : 'refused');
"""


@pytest.fixture(scope="module")
def accepted(demo):
    person, meeting, body = verified(
        demo, display_name="Plainly Personal", email="plainly.personal@example.test",
        facts=[{"kind": "country", "value": "BA"}, {"kind": "city", "value": "Bihacopolis"}])
    return person, meeting, body["outcome"]


@pytest.fixture(scope="module")
def adverse(demo):
    person, meeting, body = not_verified(
        demo, display_name="Plainly Personal", email="plainly.personal@example.test",
        facts=[{"kind": "country", "value": "BA"}, {"kind": "city", "value": "Bihacopolis"}])
    return person, meeting, body["outcome"]


@pytest.fixture(params=["verified", "not_verified"])
def outcome(request):
    return request.getfixturevalue("accepted" if request.param == "verified" else "adverse")[2]


def key_set(demo) -> dict:
    metadata = demo.anyone().get("/.well-known/jwt-vc-issuer")
    assert metadata["issuer"] == demo.base_url
    uri = metadata["jwks_uri"]
    assert uri.startswith(demo.base_url)
    reply = demo.anyone().request("GET", uri.removeprefix(demo.base_url))
    assert reply.status == 200 and "jwk" in reply.headers["content-type"]
    return json.loads(reply.body)


def key_for(demo, token: str) -> dict:
    (key,) = [key for key in key_set(demo)["keys"] if key["kid"] == header_of(token)["kid"]]
    return key


def demo_time(demo) -> int:
    return int(demo.now().timestamp())


def wrongly_signed(token: str) -> str:
    """The same token with one bit of its signature changed, in canonical base64url all the same."""
    head, _, signature = token.rpartition(".")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return f"{head}.{alphabet[alphabet.index(signature[0]) ^ 1]}{signature[1:]}"


class TestLibraries:
    """Each finds the key through the issuer's metadata, as a relying party would."""

    # The demo's clock runs ahead of the system's, so times are compared with the demo's.

    def test_pyjwt(self, demo, outcome):
        token, key = outcome["token"], jwt.PyJWK(key_for(demo, outcome["token"]))
        options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "require": ["exp", "nbf", "iat", "sub"]}
        audience = claims_of(token).get("aud")
        claims = jwt.decode(
            token, key, algorithms=["ES256"], audience=audience, issuer=demo.base_url, options=options)
        assert claims["outcome"] == outcome["determination"] and claims["sub"] == outcome["subject"]
        assert claims["nbf"] <= demo_time(demo) < claims["exp"]
        with pytest.raises(jwt.InvalidSignatureError):
            jwt.decode(wrongly_signed(token), key, algorithms=["ES256"], audience=audience, options=options)

    def test_joserfc(self, demo, outcome):
        token = outcome["token"]
        decoded = joserfc_jwt.decode(token, KeySet.import_key_set(key_set(demo)), algorithms=["ES256"])
        now = demo_time(demo)

        def rules(time):
            return joserfc_jwt.JWTClaimsRegistry(
                now=time, iss={"essential": True, "value": demo.base_url}, exp={"essential": True},
                sub={"essential": True, "value": outcome["subject"]})

        rules(now).validate(decoded.claims)
        with pytest.raises(ExpiredTokenError):
            rules(decoded.claims["exp"] + 1).validate(decoded.claims)
        with pytest.raises(Exception):
            joserfc_jwt.decode(wrongly_signed(token), KeySet.import_key_set(key_set(demo)), algorithms=["ES256"])

    def test_jwcrypto(self, demo, outcome):
        keys = jwcrypto_jwk.JWKSet.from_json(json.dumps(key_set(demo)))
        signed = jwcrypto_jws.JWS()
        signed.allowed_algs = ["ES256"]
        signed.deserialize(outcome["token"])
        signed.verify(keys.get_key(header_of(outcome["token"])["kid"]))
        assert json.loads(signed.payload)["outcome"] == outcome["determination"]
        tampered = jwcrypto_jws.JWS()
        tampered.deserialize(wrongly_signed(outcome["token"]))
        with pytest.raises(jwcrypto_jws.InvalidJWSSignature):
            tampered.verify(keys.get_key(header_of(outcome["token"])["kid"]))

    def test_node(self, demo, outcome):
        node = shutil.which("node")
        assert node, "Node is needed: apt-get install nodejs"

        def says(token: str) -> str:
            given = json.dumps({"token": token, "jwks": key_set(demo)})
            return subprocess.run(
                [node, "-e", NODE_VERIFIES], input=given, capture_output=True, text=True, check=True, timeout=30).stdout

        assert says(outcome["token"]) == outcome["token"].split(".")[1]
        assert says(wrongly_signed(outcome["token"])) == "refused"


class TestWhatATokenSays:
    def test_the_header_is_exactly_three_members(self, outcome):
        header = header_of(outcome["token"])
        assert set(header) == {"alg", "kid", "typ"}
        assert (header["alg"], header["typ"]) == ("ES256", "verification-outcome+jwt")

    def test_keys_are_public_and_named_by_their_thumbprints(self, demo):
        for key in key_set(demo)["keys"]:
            assert "d" not in key and (key["kty"], key["crv"]) == ("EC", "P-256")
            assert key["kid"] == jwcrypto_jwk.JWK.from_json(json.dumps(key)).thumbprint()

    def test_nothing_personal_and_no_reason_of_the_negative_group(self, outcome):
        text = json.dumps([header_of(outcome["token"]), claims_of(outcome["token"])])
        for personal in ("Plainly", "plainly.personal", "Bihacopolis", "demo-", "as seen in the call", "example.test"):
            assert personal not in text
        assert not re.search(r'"N\d{3}"', text)

    def test_claims_agree_with_the_session(self, demo, outcome):
        claims = claims_of(outcome["token"])
        assert claims["iss"] == demo.base_url and claims["sub"] == outcome["subject"]
        assert claims["outcome"] == outcome["determination"]
        shown = {skill["skill"]: skill["result"] for skill in outcome["skills"]}
        assert {skill["skill"]: skill["result"] for skill in claims["skills"]} == shown
        assert all(isinstance(claims[name], int) for name in ("iat", "nbf", "exp"))
        if claims["outcome"] == "not_verified":
            assert claims["aud"]

    def test_the_same_bytes_are_served_everywhere(self, demo, accepted):
        person, _, outcome = accepted
        assert demo.platform().get(f"/v1/outcomes/{outcome['id']}")["token"] == outcome["token"]
        assert demo.platform().get(person.path)["outcome"]["token"] == outcome["token"]
        standing = demo.platform().get(f"/v1/subjects/{outcome['subject']}/standing")
        assert standing["outcome"]["token"] == outcome["token"]


class TestStatus:
    def list_claims(self, demo) -> dict:
        reply = demo.anyone().request("GET", "/status/1")
        assert reply.headers["content-type"] == "application/statuslist+jwt"
        token = reply.body.decode()
        assert header_of(token)["typ"] == "statuslist+jwt"
        claims = jwt.decode(
            token, jwt.PyJWK(key_for(demo, token)), algorithms=["ES256"],
            options={"verify_exp": False, "verify_iat": False, "verify_nbf": False})
        assert claims["sub"] == f"{demo.base_url}/status/1"
        assert claims["iat"] <= demo_time(demo) < claims["exp"] and claims["ttl"]
        assert claims["status_list"]["bits"] == 2
        return claims

    def status(self, demo, outcome) -> int:
        place = claims_of(outcome["token"])["status"]["status_list"]
        assert place["uri"] == f"{demo.base_url}/status/1"
        return status_at(self.list_claims(demo), place["idx"])

    def test_valid_ones_read_zero(self, demo, outcome):
        assert self.status(demo, outcome) == 0

    def test_an_unchanged_list_costs_no_second_transfer(self, demo):
        first = demo.anyone().request("GET", "/status/1")
        again = demo.anyone().request("GET", "/status/1", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status, again.body) == (304, b"")

    def test_a_granted_line_appeal_suspends_and_the_new_outcome_supersedes(self, demo, tmp_path):
        far = Line(loss=0.35, round_trip_ms=900, server_round_trip_ms=35)
        bad = Line(loss=0.35, round_trip_ms=900, server_round_trip_ms=900)
        person = Person.opens(demo)
        person.confirm()
        good_interview(
            person, mismatch={"city"}, recommendation="no",
            lines={
                "interviewer": lambda second: bad if 630 <= second < 850 else Line(),
                "candidate": lambda second: far if 630 <= second < 850 else Line(),
            })
        person.client.post(f"{person.path}/hearing", {"text": "That is not so."})
        reviewer, row = person.review("proposal")
        reviewer.post(f"/v1/reviews/{row['id']}/decision", {"decision": "confirm", "reasons": own_words("As the notes say.")})
        old = person.settled("concluded")["outcome"]
        assert self.status(demo, old) == 0
        assert person.appeal("outcome", old["id"], "connection_quality")["status"] == "granted"
        assert self.status(demo, old) == 2
        keys, status = saved(demo, tmp_path)
        done = candor(demo, "verify", old["token"], "--trust", str(keys), "--status", str(status), *as_of(demo))
        assert (done.returncode, json.loads(done.stdout)["reason"]) == (1, "suspended")
        good_interview(person)
        new = person.settled("concluded")["outcome"]
        assert new["supersedes"] == old["id"]
        assert (self.status(demo, old), self.status(demo, new)) == (3, 0)
        assert claims_of(new["token"])["supersedes"] == claims_of(old["token"])["jti"]
        keys, status = saved(demo, tmp_path)
        for token, code in ((old["token"], 1), (new["token"], 0)):
            done = candor(demo, "verify", token, "--trust", str(keys), "--status", str(status), *as_of(demo))
            assert done.returncode == code, (done.stdout, done.stderr)


def as_of(demo, later: timedelta = timedelta()) -> tuple[str, str]:
    """Decides as of the demo's time, which runs ahead of the system's."""
    return "--at", rfc3339(demo.now() + later)


class TestVerifyCommand:
    @pytest.fixture
    def files(self, demo, tmp_path):
        return saved(demo, tmp_path)

    def exit_code(self, demo, token, *arguments, keys) -> tuple[int, str | None]:
        done = candor(demo, "verify", token, "--trust", str(keys), *arguments)
        return done.returncode, json.loads(done.stdout).get("reason")

    def test_accepted_with_everything_compared(self, demo, outcome, files):
        keys, status = files
        code, _ = self.exit_code(
            demo, outcome["token"], "--status", str(status), "--subject", outcome["subject"], "--audience",
            claims_of(outcome["token"])["aud"], "--issuer", demo.base_url, *as_of(demo), keys=keys)
        assert code == 0

    @pytest.mark.parametrize("how", ["file", "standard input"])
    def test_a_token_comes_as_a_file_or_on_standard_input(self, demo, accepted, files, tmp_path, how):
        keys, status = files
        token = accepted[2]["token"]
        file = tmp_path / "token.jwt"
        file.write_text(token + "\n")
        done = candor(
            demo, "verify", str(file) if how == "file" else "-", "--trust", str(keys), "--status", str(status),
            *as_of(demo), given=token + "\n")
        assert done.returncode == 0, done

    def test_a_subject_may_begin_with_a_dash(self, demo, outcome, files):
        keys, status = files
        code, why = self.exit_code(
            demo, outcome["token"], "--status", str(status), "--subject", "-somebody-else", *as_of(demo), keys=keys)
        assert (code, why) == (1, "wrong_subject")

    @pytest.mark.parametrize("option", ["subject", "audience", "issuer"])
    def test_for_somebody_else_it_is_rejected(self, demo, outcome, files, option):
        keys, status = files
        code, why = self.exit_code(
            demo, outcome["token"], "--status", str(status), f"--{option}", "somebody-else", *as_of(demo), keys=keys)
        assert (code, why) == (1, f"wrong_{option}")

    def test_an_expired_one_is_rejected(self, demo, outcome, files):
        keys, status = files
        after = datetime.fromtimestamp(claims_of(outcome["token"])["exp"] + 120, timezone.utc)
        code, why = self.exit_code(demo, outcome["token"], "--status", str(status), "--at", rfc3339(after), keys=keys)
        assert (code, why) == (1, "expired")

    def test_one_from_the_future_is_rejected(self, demo, outcome, files):
        keys, status = files
        before = datetime.fromtimestamp(claims_of(outcome["token"])["iat"] - 7200, timezone.utc)
        code, why = self.exit_code(demo, outcome["token"], "--status", str(status), "--at", rfc3339(before), keys=keys)
        assert code == 1 and why in ("not_yet_valid", "issued_in_future")

    @pytest.mark.parametrize("part", [0, 1, 2])
    def test_a_tampered_one_is_rejected(self, demo, outcome, files, part):
        keys, status = files
        parts = outcome["token"].split(".")
        middle = len(parts[part]) // 2
        parts[part] = parts[part][:middle] + ("A" if parts[part][middle] != "A" else "B") + parts[part][middle + 1 :]
        code, why = self.exit_code(demo, ".".join(parts), "--status", str(status), *as_of(demo), keys=keys)
        # A changed kid names a key that nobody knows, about which there is nothing to say.
        assert code == 1 or (part == 0 and (code, why) == (2, "unknown_key")), why

    def test_without_a_status_list_it_stays_open(self, demo, outcome, files):
        code, why = self.exit_code(demo, outcome["token"], *as_of(demo), keys=files[0])
        assert (code, why) == (2, "status_missing")

    def test_a_stale_status_list_leaves_it_open(self, demo, outcome, files):
        keys, status = files
        code, why = self.exit_code(
            demo, outcome["token"], "--status", str(status), *as_of(demo, timedelta(days=3)), keys=keys)
        assert (code, why) == (2, "status_stale")

    def test_a_key_set_of_somebody_else_leaves_it_open(self, demo, outcome, files, tmp_path):
        strange = tmp_path / "strange.json"
        key = json.loads(jwcrypto_jwk.JWK.generate(kty="EC", crv="P-256").export_public())
        own = dict(key_set(demo)["keys"][0], x=key["x"], y=key["y"])
        own["kid"] = jwcrypto_jwk.JWK.from_json(json.dumps(key)).thumbprint()
        strange.write_text(json.dumps({"keys": [own]}))
        code, why = self.exit_code(demo, outcome["token"], "--status", str(files[1]), *as_of(demo), keys=strange)
        assert (code, why) == (2, "unknown_key")

    @pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "x" * 200_000, "\u2603.\u2603.\u2603"], ids=range(6))
    def test_nonsense_is_rejected_in_a_sentence(self, demo, files, token):
        # Long arguments do not fit on a command line, so all of them come on standard input.
        done = candor(demo, "verify", "-", "--trust", str(files[0]), given=token)
        assert done.returncode == 1 and done.stdout.strip(), done


class TestOtherCommands:
    def test_replay_equals_what_was_signed(self, demo, accepted, adverse):
        for person, _, _ in (accepted, adverse):
            done = candor(demo, "replay", person.session, "--data-directory", demo.data_directory)
            assert done.returncode == 0 and "equal" in done.stdout, (done.stdout, done.stderr)

    @pytest.mark.parametrize("session", ["vs_00000000000000000000000000", "nonsense", ""])
    def test_replay_of_what_does_not_exist_says_so(self, demo, session):
        done = candor(demo, "replay", session, "--data-directory", demo.data_directory)
        assert done.returncode not in (0, -4, -6, -11, 132, 134) and done.stderr.strip()

    def test_keys_are_listed_by_purpose(self, demo):
        done = candor(demo, "keys", "list", "--data-directory", demo.data_directory)
        lines = done.stdout.splitlines()
        assert done.returncode == 0, done.stderr
        assert {line.split()[1] for line in lines} >= {"outcomes", "status"}
        assert {line.split()[0] for line in lines} >= {key["kid"] for key in key_set(demo)["keys"]}
        assert "PRIVATE" not in done.stdout

    def test_private_files_belong_to_their_owner_alone(self, demo):
        directory = Path(demo.data_directory) / "keys"
        files = [file for file in directory.iterdir() if file.is_file()]
        assert files
        for file in files:
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
        assert stat.S_IMODE(directory.stat().st_mode) & 0o077 == 0

    @pytest.mark.parametrize(
        "delay, loss, ie, bpl, r, mos",
        [
            (0, 0, 0, 10, 93.2, 4.41), (100, 0, 0, 10, 93.2, 4.41), (150, 0, 0, 10, 93.0, 4.40),
            (200, 0, 0, 10, 90.2, 4.34), (300, 0, 0, 10, 78.4, 3.96), (400, 0, 0, 10, 69.1, 3.56),
            (150, 2, 0, 25.1, 86.03, 4.22), (0, 2, 0, 2, 45.7, 2.35), (0, 100, 95, 10, -1.8, 1),
        ])
    def test_the_e_model(self, demo, delay, loss, ie, bpl, r, mos):
        done = candor(
            demo, "quality", "emodel", "--delay-ms", str(delay), "--loss-percent", str(loss), "--ie", str(ie), "--bpl",
            str(bpl))
        assert done.returncode == 0, done.stderr
        got = json.loads(done.stdout)
        assert got["r"] == pytest.approx(r, abs=0.06) and got["mos"] == pytest.approx(mos, abs=0.011)

    @pytest.mark.parametrize(
        "arguments",
        [("--delay-ms", "nan", "--loss-percent", "2"), ("--delay-ms", "-1", "--loss-percent", "2"),
         ("--delay-ms", "1", "--loss-percent", "101"), ("--delay-ms", "x", "--loss-percent", "2"),
         ("--delay-ms", "1", "--loss-percent", "2", "--bpl", "0"), ("--delay-ms", "1e400", "--loss-percent", "2")])
    def test_the_e_model_refuses_absurd_figures(self, demo, arguments):
        done = candor(demo, "quality", "emodel", *arguments)
        assert 0 < done.returncode < 128 and done.stderr.strip()


def rows_of(seconds: int, near, far, step=5) -> list[dict]:
    """One side's rows: `near` and `far` are each side's own inbound line as functions of the second."""
    start = datetime(2027, 3, 1, 10, tzinfo=timezone.utc)
    totals = dict(received=0, lost=0, sent=0, far_lost=0, frames=0)
    rows = []
    for second in range(0, seconds + 1, step):
        line, other = near(second), far(second)
        if second:
            lost, far_lost = round(50 * step * line.loss), round(50 * step * other.loss)
            totals["received"] += 50 * step - lost
            totals["lost"] += lost
            totals["sent"] += 50 * step
            totals["far_lost"] += far_lost
            totals["frames"] += 20 * step
        rows.append({
            "seq": second // step, "at": rfc3339(start + timedelta(seconds=second)), "monotonic_ms": 1000 * second,
            "round_trip_ms": line.round_trip_ms, "muted": False, "ice_state": "connected",
            "server_round_trip_ms": line.server_round_trip_ms, "server_failed_posts": 0,
            "audio": {
                "packets_received": totals["received"], "packets_lost": totals["lost"], "packets_sent": totals["sent"],
                "remote_packets_lost": totals["far_lost"], "jitter_ms": 3, "fec": True,
            },
            "video": {"frames_decoded": totals["frames"], "frame_width": 640, "frame_height": 480, "freeze_ms": 0},
        })
    return rows


class TestScoringFiles:
    def score(self, demo, tmp_path, interviewer, candidate, seconds=600) -> dict:
        file = tmp_path / "rows.json"
        file.write_text(json.dumps({
            "fec": True,
            "interviewer": [{"connection": "c1", "samples": rows_of(seconds, interviewer, candidate)}],
            "candidate": [{"connection": "c1", "samples": rows_of(seconds, candidate, interviewer)}],
        }))
        done = candor(demo, "quality", "score", str(file))
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def test_a_good_line(self, demo, tmp_path):
        report = self.score(demo, tmp_path, lambda _: Line(), lambda _: Line())
        assert report["verdict"] == "good" and report["windows"]

    @pytest.mark.parametrize("side", ["interviewer", "candidate"])
    def test_a_poor_line_is_of_the_side_whose_own_path_was_poor(self, demo, tmp_path, side):
        own = Line(loss=0.35, round_trip_ms=900, server_round_trip_ms=900)
        far = Line(loss=0.35, round_trip_ms=900, server_round_trip_ms=35)

        def line(of):
            return lambda second: (own if of == side else far) if 200 <= second < 500 else Line()

        report = self.score(demo, tmp_path, line("interviewer"), line("candidate"))
        assert (report["verdict"], report["fault_party"]) == ("poor", side)

    @pytest.mark.parametrize(
        "content",
        [
            b"", b"{", b"[]", b"null", b"\xff\xfe", b"\x00" * 1000, b'{"fec":true}', b"[" * 100_000, b'{"a":' * 50_000,
            b'{"fec":true,"interviewer":[{"connection":"c","samples":[{"seq":1e999}]}],"candidate":[]}',
            b'{"fec":true,"interviewer":[{"connection":"c","samples":[{}]}],"candidate":[]}',
            b'{"fec":"yes","interviewer":7,"candidate":[]}',
        ], ids=range(12))
    def test_garbage_is_refused_in_one_sentence(self, demo, tmp_path, content):
        file = tmp_path / "rows.json"
        file.write_bytes(content)
        done = candor(demo, "quality", "score", str(file))
        assert 0 < done.returncode < 128, done
        assert len(done.stderr.strip().splitlines()) == 1 and len(done.stderr) < 1000, done.stderr[:2000]
        assert done.stdout == ""

    def test_a_file_that_is_not_there(self, demo, tmp_path):
        done = candor(demo, "quality", "score", str(tmp_path / "none.json"))
        assert 0 < done.returncode < 128 and "cannot be read" in done.stderr


class TestConfigurationCheck:
    def test_the_shipped_one_is_in_order(self, demo):
        done = candor(demo, "config", "check")
        assert done.returncode == 0 and "in order" in done.stdout, done

    @pytest.mark.parametrize(
        "file, before, after",
        [
            ("policies/1.yaml", None, "\nunheard_of: 7\n"),
            ("kits/go.yaml", r"(?m)^(\s*)(-?\s*)level: \w+", r"\1\2level: wizardly"),
            ("taxonomy.yaml", None, "\n  - [unbalanced\n"),
        ])
    def test_a_defect_is_named_with_file_and_line(self, demo, tmp_path, file, before, after):
        copy = tmp_path / "Config"
        shutil.copytree(ROOT / "Config", copy)
        text = (copy / file).read_text()
        changed = text + after if before is None else re.sub(before, after, text, count=1)
        assert changed != text
        (copy / file).write_text(changed)
        done = candor(demo, "config", "check", "--directory", str(copy))
        assert 0 < done.returncode < 128
        assert re.search(rf"{re.escape(os.path.basename(file))}:\d+", done.stdout + done.stderr), done
