"""Opens every page of every demo case as every role: who is let in, and that nobody reads what is not theirs to read."""

from __future__ import annotations

import re
from collections import defaultdict
from urllib.parse import quote

from browser import Visitor, text_faults
from demo_cases import (
    STAFF_ROLES, Case, DemoCases, candidate_pages, field_viewers, page_rows, pages_of_interview, pages_of_review,
    pages_of_role, public_pages)

# What a page may answer to those for whom it is: itself, the page that fits the case's state, or why not.
OWN = {200, 303, 404, 409, 410, 422}


# Secrets: which words stand for whose data, and who may read them


class Secrets:
    """Every word of the demo that is somebody's, and the readers to whom a page may show it.

    Readers are named by the session of a candidate, the address of a member of staff, or `anyone`.
    """

    def __init__(self, shown: DemoCases):
        self.kinds: dict[str, str] = {}
        self.readers: dict[str, set[str]] = defaultdict(set)
        self.patterns: dict[str, re.Pattern] = {}
        self.viewers = field_viewers()
        for case in shown.cases:
            self._add_case(case, shown)
        self._add_staff(shown)

    def found(self, text: str, reader: str) -> list[str]:
        """What stands in the text and is not for this reader."""
        return [
            f"{self.kinds[secret]}: {secret[:70]!r}" for secret, readers in self.readers.items()
            if reader not in readers and secret in text and self._is_whole(secret, text)]

    def _is_whole(self, secret: str, text: str) -> bool:
        # `demo-1` stands in `demo-10` and in `demo-1@…`, which are other secrets.
        pattern = self.patterns.get(secret)
        return pattern is None or pattern.search(text) is not None

    def _add(self, kind: str, secret: str | None, readers: set[str]):
        if secret and len(secret) >= 5:
            self.kinds[secret] = kind
            self.readers[secret] |= readers

    def _add_case(self, case: Case, shown: DemoCases):
        platform, own = case.seen_by_platform, case.seen_by_candidate
        people = {
            "candidate": {case.session}, "reviewer": set(case.reviews.values()),
            "interviewer": {held.holder for held in case.interviews}}

        def by_table(table: str, name: str) -> set[str]:
            return set().union(*(people.get(role, set()) for role in self.viewers[table, name]))

        self._add("e-mail address", platform["email"], by_table("session", "email"))
        self._add("reference", platform["reference"], by_table("session", "reference"))
        if platform["reference"]:
            self.patterns[platform["reference"]] = re.compile(
                rf"(?<![\w-]){re.escape(platform['reference'])}(?![\w@-])")
        # On the interviewer's own pages the name stands once both have joined, as in the API's interview.
        met = {held.holder for held in case.interviews if held.both_joined}
        self._add("name", platform["display_name"], by_table("session", "display_name") | met)
        if platform["trigger"]:
            self._add("why they were asked", platform["trigger"].get("explanation"), by_table("session", "trigger"))
        for proposal in own.get("proposals", []):
            for fact in proposal["facts"]:
                self._add("fact of a proposal", fact["text"], by_table("proposal", "facts"))
            self._add("hearing", (proposal["hearing"] or {}).get("text"), by_table("proposal", "hearing"))
        for statement in own.get("statements", []):
            self._add("statement of reasons", statement["explanation"], by_table("session", "statements"))
        for appeal in own.get("appeals", []):
            self._add("appeal", appeal["statement"], by_table("appeal", "statement"))
            self._add("answer to an appeal", appeal["reasons"], by_table("appeal", "reasons"))
        if own.get("outcome"):
            self._add("signed outcome", own["outcome"]["token"], by_table("session", "outcome"))
        for held in case.interviews:
            for note in held.notes:
                self._add("note of an interviewer", note, {held.holder} | people["reviewer"])
        for message in case.messages:
            self._add("message", message, people["candidate"] | people["reviewer"] | set(shown.members("operator")))

    def _add_staff(self, shown: DemoCases):
        operators = set(shown.members("operator"))
        for email in shown.roles:
            # Whoever reviews a case sees who held its attempts; nobody else learns of a colleague by a page.
            readers = operators | {email}
            for case in shown.cases:
                if email in {held.holder for held in case.interviews}:
                    readers |= set(case.reviews.values())
            self._add("address of staff", email, readers)
            self._add("name of staff", shown.names[email], readers)


class Walk:
    """Opens pages, and gathers everything that is wrong instead of stopping at the first."""

    def __init__(self, shown: DemoCases):
        self.secrets = Secrets(shown)
        self.faults: list[str] = []
        self.opened = 0

    def open(self, visitor: Visitor, reader: str, path: str, expected: set[int], why: str, method: str = "GET"):
        answer = visitor.request(method, path, {} if method == "POST" else None)
        self.opened += 1
        if answer.status not in expected:
            self.faults.append(f"{why} ({reader}): {method} {answer!r}, not {sorted(expected)}")
        if answer.status == 303 and expected == {303}:
            wanted = f"/sign-in?next={quote(path)}"
            if answer.header("location") != wanted:
                self.faults.append(f"{why}: {answer!r} leads elsewhere than {wanted}")
        for secret in self.secrets.found(answer.plain, reader):
            self.faults.append(f"{why} ({reader}) reads at {path} ({answer.status}) a {secret}")
        if answer.is_page:
            self.faults += [f"{why}: {path}: {fault}" for fault in text_faults(answer.text)]

    def assert_clean(self, at_least: int):
        assert self.opened >= at_least, f"only {self.opened} pages were opened"
        assert not self.faults, f"{len(self.faults)} of {self.opened}:\n" + "\n".join(self.faults[:40])


def stranger_to(case: Case, shown: DemoCases) -> tuple[Visitor, str]:
    """The candidate of another case, whose browser sends its cookie where it has no business."""
    other = next(one for one in shown.cases if one.visitor and one.session != case.session)
    cookies = {name: (value, "/") for name, (value, _) in other.visitor.cookies.items()}
    return Visitor(shown.base_url, "another candidate", cookies), other.session


def test_the_table_covers_every_area():
    patterns = {row.pattern for row in page_rows()}
    assert {"/c/{id}", "/interviews/{id}", "/reviews/{id}", "/operator", "/verify", "/sign-in"} <= patterns
    assert len(patterns) > 45


def test_the_walk_would_find_what_it_looks_for(shown):
    """The same words that nobody else may read do stand on the pages of those who may."""
    secrets, kinds = Secrets(shown), set()
    for case in shown.cases:
        for path in candidate_pages(case) if case.visitor else []:
            kinds |= {found.split(":")[0] for found in secrets.found(case.visitor.get(path).plain, "nobody")}
        for review, assignee in case.reviews.items():
            text = shown.staff[assignee].get(f"/reviews/{review}").plain
            kinds |= {found.split(":")[0] for found in secrets.found(text, "nobody")}
    missing = set(secrets.kinds.values()) - kinds - {"address of staff"}
    assert not missing, missing


def test_candidates_read_their_own_case_and_nothing_else(shown):
    walk = Walk(shown)
    for case in shown.cases:
        if case.visitor is None:
            continue
        for path in candidate_pages(case):
            walk.open(case.visitor, case.session, path, OWN, f"the candidate of {case.state}")
    walk.assert_clean(900)


def test_a_candidates_pages_are_nobody_elses(shown):
    walk = Walk(shown)
    for case in shown.cases:
        other, session = stranger_to(case, shown)
        holder = case.interviews[0].holder if case.interviews else shown.members("interviewer")[0]
        reviewer = next(iter(case.reviews.values()), shown.members("reviewer")[0])
        operator = shown.members("operator")[0]
        for path in candidate_pages(case):
            walk.open(shown.anyone, "anyone", path, {401}, "anyone")
            walk.open(other, session, path, {401}, "another candidate")
            for email in {holder, reviewer, operator}:
                walk.open(shown.staff[email], email, path, {403}, f"a member of staff at {case.state}")
    walk.assert_clean(4000)


def test_an_interview_is_its_holders(shown):
    walk = Walk(shown)
    for case in shown.cases:
        for held in case.interviews:
            others = [email for email in shown.members("interviewer") if email != held.holder][:2]
            reviewers = [email for email in shown.members("reviewer") if email != held.holder][:2]
            for path in pages_of_interview(held.id):
                walk.open(shown.staff[held.holder], held.holder, path, {200, 303}, f"the holder in {case.state}")
                for email in others + reviewers:
                    walk.open(shown.staff[email], email, path, {404}, f"a colleague in {case.state}")
                walk.open(shown.anyone, "anyone", path, {303}, "anyone")
                for email in shown.members("operator"):
                    walk.open(shown.staff[email], email, path, {403}, "an operator")
                if case.visitor:
                    walk.open(stranger_to(case, shown)[0], stranger_to(case, shown)[1], path, {303}, "a candidate")
    walk.assert_clean(500)


def test_a_review_is_its_assignees(shown):
    walk = Walk(shown)
    for case in shown.cases:
        for review, assignee in case.reviews.items():
            others = [email for email in shown.members("reviewer") if email != assignee]
            for path in pages_of_review(review):
                walk.open(shown.staff[assignee], assignee, path, {200, 303, 404, 409}, f"the assignee in {case.state}")
                for email in others:
                    # Whoever took part in the case is told that this is why it is not theirs.
                    took_part = email in {*case.reviews.values(), *(held.holder for held in case.interviews)}
                    walk.open(
                        shown.staff[email], email, path, {403, 404} if took_part else {404},
                        f"another reviewer in {case.state}")
                walk.open(shown.anyone, "anyone", path, {303}, "anyone")
                for email in [shown.members("interviewer")[0], *shown.members("operator")]:
                    walk.open(shown.staff[email], email, path, {403}, "the wrong role")
    walk.assert_clean(300)


def test_what_belongs_to_no_case_is_the_roles(shown):
    walk = Walk(shown)
    for role in STAFF_ROLES:
        for path in pages_of_role(role):
            row = next(row for row in page_rows() if row.pattern == path)
            walk.open(shown.anyone, "anyone", path, {303}, "anyone")
            for email, held in shown.roles.items():
                walk.open(shown.staff[email], email, path, {200} if held in row.audience else {403}, f"a {held}")
    walk.assert_clean(200)


def test_operators_see_cases_without_the_person(shown):
    walk = Walk(shown)
    outsiders = [shown.members("interviewer")[0], shown.members("reviewer")[0]]
    paths = [f"/operator/sessions/{case.session}" for case in shown.cases]
    paths += [f"/operator/staff/{member}" for member in shown.staff_pages]
    paths += ["/operator/deliveries?state=failed", "/operator/sessions?status=concluded", "/operator/statistics?range=30"]
    for path in paths:
        for email in shown.members("operator"):
            walk.open(shown.staff[email], email, path, {200, 303, 404, 422}, "an operator")
        for email in outsiders:
            walk.open(shown.staff[email], email, path, {403}, "the wrong role")
        if "?" not in path:
            walk.open(shown.anyone, "anyone", path, {303}, "anyone")
    walk.assert_clean(150)


def test_public_pages_are_everybodys_and_about_nobody(shown):
    walk = Walk(shown)
    case = next(one for one in shown.cases if one.visitor)
    readers = [(shown.anyone, "anyone"), (case.visitor, case.session)]
    readers += [(shown.staff[shown.members(role)[0]], shown.members(role)[0]) for role in STAFF_ROLES]
    for path in public_pages():
        for visitor, reader in readers:
            walk.open(visitor, reader, path, {200, 303}, "anyone")
    walk.assert_clean(60)


def test_forms_admit_as_their_pages_do(shown):
    """Every address that takes forms, sent an empty one by whom it is not for."""
    walk = Walk(shown)
    case = next(one for one in shown.cases if one.state == "proposal_heard")
    reviewer, holder = next(iter(case.reviews.values())), case.interviews[0].holder
    values = {"c": case.session, "interviews": case.interviews[0].id, "reviews": next(iter(case.reviews)),
              "operator": case.session}
    operator = shown.members("operator")[0]
    for row in page_rows("POST"):
        if "anyone" in row.audience:
            continue
        area = row.pattern.split("/")[1]
        path = row.at(**{name: values.get(area, "x") for name in row.parameters})
        walk.open(shown.anyone, "anyone", path, {401}, "anyone", method="POST")
        for email in (holder, reviewer, operator):
            role = shown.roles[email]
            # Whoever may use the form is stopped by its missing secret.
            walk.open(shown.staff[email], email, path, {403}, f"a {role}", method="POST")
        if row.audience == {"candidate"}:
            other, session = stranger_to(case, shown)
            walk.open(other, session, path, {401}, "another candidate", method="POST")
    walk.assert_clean(100)
