"""The demo's cases as data: who may open which of their pages, and what nobody else may read there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from browser import Visitor
from candor_client import Client, Demo

ACCESS = Path(__file__).resolve().parents[2] / "Docs/access.md"
STAFF_ROLES = ("interviewer", "reviewer", "operator")


# The tables of Docs/access.md, which a Swift test holds to be the program's own


def _between(mark: str) -> str:
    return ACCESS.read_text().split(f"<!-- {mark} -->\n")[1].split("<!-- end -->")[0]


def _rows(table: str) -> tuple[list[str], list[list[str]]]:
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("|")]
    return lines[0], [line for line in lines[1:] if not line[0].startswith("---")]


@dataclass(frozen=True)
class Row:
    """One page of the table: its address with parameters in braces, and for whom it is."""

    pattern: str
    audience: frozenset[str]

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"\{(\w+)\}", self.pattern)

    def at(self, **values: str) -> str:
        return self.pattern.format(**values)


@cache
def page_rows(wanted: str = "GET") -> tuple[Row, ...]:
    """Every page that can be opened, from the table of pages and from those that stand in the table of calls; with `POST`
    every form that can be sent."""
    found = []
    for mark in ("pages", "routes"):
        header, rows = _rows(_between(mark))
        for cells in rows:
            method, pattern = cells[0].strip("`").split(" ")
            if method != wanted or mark == "routes" and not pattern.startswith(("/policy", "/reasons", "/problems")):
                continue
            found.append(Row(pattern, frozenset(name for name, cell in zip(header[1:], cells[1:]) if cell)))
    return tuple(found)


def field_viewers() -> dict[tuple[str, str], frozenset[str]]:
    """Who sees a field of an object: `("session", "email")` → platform, candidate."""
    viewers = {}
    for part in re.split(r"^### ", _between("fields"), flags=re.M)[1:]:
        name = part.splitlines()[0].strip()
        header, rows = _rows(part)
        for cells in rows:
            viewers[name, cells[0].strip("`")] = frozenset(
                column for column, cell in zip(header[1:], cells[1:]) if cell)
    return viewers


# One case


@dataclass
class Held:
    """An interview of a case, and who holds it."""

    id: str
    holder: str
    """Notes and summaries of its scorecard."""
    notes: set[str]
    both_joined: bool


@dataclass
class Case:
    state: str
    session: str
    seen_by_platform: dict
    """`None` where the person's data is gone, and with it every way in."""
    visitor: Visitor | None
    seen_by_candidate: dict
    messages: set[str]
    interviews: list[Held] = field(default_factory=list)
    """The id of each review and the address of whom it was assigned to."""
    reviews: dict[str, str] = field(default_factory=dict)

    @property
    def appeals(self) -> list[str]:
        return [appeal["id"] for appeal in self.seen_by_platform["appeals"]]

    @property
    def outcomes(self) -> list[str]:
        outcome = self.seen_by_platform["outcome"]
        return [outcome["id"]] if outcome else []


class DemoCases:
    """A demo server with cases, its people signed in."""

    def __init__(self, demo: Demo):
        self.demo = demo
        self.base_url = demo.base_url

    def client(self, email: str) -> Client:
        return Client(self.base_url, next(member["token"] for member in self.demo.staff if member["email"] == email))

    @cached_property
    def anyone(self) -> Visitor:
        return Visitor(self.base_url)

    @cached_property
    def staff(self) -> dict[str, Visitor]:
        return {member["email"]: Visitor(self.base_url).sign_in(member) for member in self.demo.staff}

    @cached_property
    def roles(self) -> dict[str, str]:
        return {member["email"]: member["role"] for member in self.demo.staff}

    def members(self, role: str) -> list[str]:
        return [email for email, one in self.roles.items() if one == role]

    @cached_property
    def staff_pages(self) -> list[str]:
        """Ids of members of staff, as the operator's list links them."""
        listed = self.staff[self.members("operator")[0]].get("/operator/staff").text
        return sorted(set(re.findall(r"/operator/staff/(st_\w+)", listed)))

    @cached_property
    def names(self) -> dict[str, str]:
        """What members of staff are called, as their own pages greet them."""
        found = {}
        for email, visitor in self.staff.items():
            greeting = re.search(r'href="/account"><span[^>]*>[^<]*</span>([^<]+)</a>', visitor.get("/account").text)
            found[email] = greeting[1].strip()
        return found

    @cached_property
    def cases(self) -> list[Case]:
        cases = [self._case(listed) for listed in self.demo.cases]
        by_session = {case.session: case for case in cases}
        for email in self.members("reviewer"):
            for row in self.client(email).get("/v1/reviews", query={"scope": "mine", "limit": 100})["data"]:
                if row["session"] in by_session:
                    by_session[row["session"]].reviews[row["id"]] = email
        holders = {}
        for email in self.members("interviewer") + self.members("reviewer"):
            for row in self.client(email).get("/v1/interviews", query={"scope": "mine", "limit": 100})["data"]:
                holders[row["id"]] = email
        for case in cases:
            for attempt in case.seen_by_candidate.get("attempts", case.seen_by_platform["attempts"]):
                self._add_interview(case, attempt["interview"], holders)
        for listed, case in zip(self.demo.cases, cases):
            # A second look is no attempt, and is held by a reviewer.
            if self.roles.get(listed.get("interviewer")) == "reviewer":
                self._add_interview(case, listed["interview"], holders)
        return cases

    def _add_interview(self, case: Case, interview: str, holders: dict[str, str]):
        holder = holders.get(interview)
        if not holder:
            return
        scorecard = self.client(holder).get(f"/v1/interviews/{interview}/scorecard")
        joined = self.client(holder).get(f"/v1/interviews/{interview}")["joined"]
        notes = {item["note"] for item in scorecard["items"] if item["note"]}
        case.interviews.append(Held(interview, holder, notes, all(joined.values())))

    def _case(self, listed: dict) -> Case:
        session = listed["session"]
        path = f"/v1/verification_sessions/{session}"
        seen = self.demo.platform().get(path)
        visitor, own, messages = None, {}, set()
        if listed["link"]:
            secret = listed["link"].split("#")[1]
            entry = self.demo.anyone().post("/v1/candidate_sessions", {"link_token": secret}, expect=201)
            client = Client(self.base_url, entry["token"])
            own = client.get(path)
            messages = {message["text"] for message in client.get(f"{path}/messages", query={"limit": 100})["data"]}
            visitor = Visitor(self.base_url).come_in(secret, session)
        return Case(listed["state"], session, seen, visitor, own, messages)


# Which addresses a case has


STEPS = ("skills", "facts", "mode", "consent", "check")


def candidate_pages(case: Case) -> list[str]:
    """Every address of the candidate's own case, made from the table's rows."""
    found = []
    attempts = [attempt["interview"] for attempt in case.seen_by_platform["attempts"]]
    for row in page_rows():
        if row.audience != {"candidate"}:
            continue
        choices = [{}]
        for name in row.parameters[1:]:
            values = {
                "step": STEPS, "interview": attempts, "appeal": case.appeals, "outcome": case.outcomes}[name]
            choices = [{**one, name: value} for one in choices for value in values]
        found += [row.at(id=case.session, **one) for one in choices]
    return found


def pages_of_interview(interview: str) -> list[str]:
    return [row.at(id=interview) for row in page_rows() if row.pattern.startswith("/interviews/{id}")]


def pages_of_review(review: str) -> list[str]:
    return [row.at(id=review) for row in page_rows() if row.pattern.startswith("/reviews/{id}")]


def pages_of_role(role: str) -> list[str]:
    """A role's pages that belong to no case."""
    return [row.pattern for row in page_rows() if role in row.audience and not row.parameters]


def public_pages() -> list[str]:
    values = {
        "name": "candor.css", "tag": "en", "room": "none", "version": "1", "code": "N504",
    }
    found = []
    for row in page_rows():
        if row.audience != {"anyone"}:
            continue
        name = "not-found" if row.pattern == "/problems/{name}" else values["name"]
        found.append(row.at(**{**values, "name": name}))
    return found
