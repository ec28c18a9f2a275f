"""Times on offer, and many people who want the same one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from candor_client import Person, instant, rfc3339
from cases import problem

ZONE = ZoneInfo("Europe/Sarajevo")


@pytest.fixture
def person(demo) -> Person:
    person = Person.opens(demo)
    person.confirm()
    return person


def free_time(demo, person: Person) -> str:
    """A time at which every interviewer is free: a day on which nobody has booked anything yet."""
    taken = {
        instant(row["starts_at"]).date()
        for member in demo.members("interviewer")
        for row in member.get("/v1/interviews", query={"limit": 100})["data"]
    }
    return next(slot["starts_at"] for slot in person.slots() if instant(slot["starts_at"]).date() not in taken)


class TestOffers:
    def test_offers_are_ascending_future_times_within_working_hours(self, demo, person):
        answer = person.client.get(f"{person.path}/slots")
        slots = answer["data"]
        times = [instant(slot["starts_at"]) for slot in slots]
        assert slots and times == sorted(set(times)) and times[0] > instant(answer["now"])
        assert answer["time_zone"] == "Europe/Sarajevo"
        for slot in slots:
            starts, ends = (instant(slot[edge]).astimezone(ZONE) for edge in ("starts_at", "ends_at"))
            assert starts < ends and starts.weekday() < 5
            assert 9 * 60 <= starts.hour * 60 + starts.minute and ends.hour * 60 + ends.minute <= 17 * 60

    def test_a_window_is_clamped_and_honoured(self, demo, person):
        everything = person.slots()
        wide = person.client.get(
            f"{person.path}/slots", query={"from": "2001-01-01T00:00:00Z", "to": "2100-01-01T00:00:00Z"})["data"]
        assert {slot["starts_at"] for slot in wide} == {slot["starts_at"] for slot in everything}
        first, last = everything[2]["starts_at"], everything[5]["starts_at"]
        some = person.client.get(f"{person.path}/slots", query={"from": first, "to": last})["data"]
        assert some and all(first <= slot["starts_at"] <= last for slot in some)

    def test_nothing_is_offered_before_confirming(self, demo):
        unconfirmed = Person.opens(demo)
        reply = unconfirmed.client.request("POST", f"{unconfirmed.path}/bookings", body={"starts_at": rfc3339(demo.now())})
        problem(reply, 409, "wrong-state")


def test_fifty_want_one_time_and_as_many_get_it_as_there_are_interviewers(demo):
    with ThreadPoolExecutor(10) as pool:
        people = list(pool.map(lambda _: Person.opens(demo), range(50)))
        list(pool.map(lambda person: person.confirm(), people))
    interviewers = demo.members("interviewer")
    time = free_time(demo, people[0])
    with ThreadPoolExecutor(50) as pool:
        replies = list(pool.map(
            lambda person: person.client.request("POST", f"{person.path}/bookings", body={"starts_at": time}), people))

    booked = [reply.json() for reply in replies if reply.status == 201]
    assert len(booked) == len(interviewers) >= 3
    assert all(booking["starts_at"] == time for booking in booked)
    for reply in replies:
        if reply.status != 201:
            alternatives = problem(reply, 409, "slot-taken")["alternatives"]
            assert alternatives and time not in {offer["starts_at"] for offer in alternatives}
    holders = {
        booking["interview"]: [
            index for index, member in enumerate(interviewers)
            if member.request("GET", f"/v1/interviews/{booking['interview']}").status == 200]
        for booking in booked}
    assert all(len(holder) == 1 for holder in holders.values())
    assert len({holder[0] for holder in holders.values()}) == len(booked)
    for person, reply in zip(people, replies):
        assert person.read()["status"] == ("booked" if reply.status == 201 else "ready_to_book")
    assert time not in {slot["starts_at"] for slot in people[-1].slots()}


def test_an_alternative_can_be_booked(demo, person):
    reply = person.client.request("POST", f"{person.path}/bookings", body={"starts_at": rfc3339(demo.now())})
    offer = problem(reply, 409, "slot-taken")["alternatives"][0]
    assert person.book(offer["starts_at"]).booking["starts_at"] == offer["starts_at"]


@pytest.mark.parametrize(
    "which", ["off the grid", "past", "before hours", "at the weekend", "beyond the horizon", "far future", "far past"])
def test_what_nobody_offers_is_taken(demo, person, which):
    first = instant(person.slots()[0]["starts_at"])
    local = first.astimezone(ZONE)
    time = {
        "off the grid": first + timedelta(minutes=7),
        "past": demo.now() - timedelta(days=1),
        "before hours": local.replace(hour=5, minute=0).astimezone(timezone.utc) + timedelta(days=1),
        "at the weekend": first + timedelta(days=(5 - local.weekday()) % 7),
        "beyond the horizon": first + timedelta(days=364),
        "far future": datetime(9999, 12, 31, 12, tzinfo=timezone.utc),
        "far past": datetime(1970, 1, 1, 12, tzinfo=timezone.utc),
    }[which]
    text = time.astimezone(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")
    reply = person.client.request("POST", f"{person.path}/bookings", body={"starts_at": text})
    assert problem(reply, 409, "slot-taken")["alternatives"]
    assert person.read()["status"] == "ready_to_book"


def test_one_person_gets_one_booking_however_often_they_ask(demo, person):
    times = [slot["starts_at"] for slot in person.slots()[:10]]
    with ThreadPoolExecutor(10) as pool:
        replies = list(pool.map(
            lambda time: person.client.request("POST", f"{person.path}/bookings", body={"starts_at": time}), times))
    assert sorted(reply.status for reply in replies) == [201] + [409] * 9
    for reply in replies:
        if reply.status == 409:
            assert reply.json()["type"].split("/")[-1] in ("wrong-state", "slot-taken")
    assert len(person.read()["attempts"]) == 1


def test_rescheduling_cancelling_and_booking_again(demo, person):
    booking = person.book().booking
    later = next(slot["starts_at"] for slot in person.slots() if slot["starts_at"] > booking["starts_at"])
    moved = person.client.post(f"/v1/bookings/{booking['id']}/reschedule", {"starts_at": later})
    assert moved["starts_at"] == later
    body = person.read()
    assert (body["status"], body["booking"]["starts_at"]) == ("booked", later)
    freed = {slot["starts_at"] for slot in person.slots()}
    assert booking["starts_at"] in freed
    body = person.client.post(f"/v1/bookings/{moved['id']}/cancel", {})
    assert body["status"] == "ready_to_book" and body["booking"] is None
    assert all(not attempt["counts_toward_limit"] for attempt in body["attempts"])
    again = person.book(later)
    assert again.booking["starts_at"] == later and person.read()["status"] == "booked"
    assert again.id not in (booking["interview"], moved["interview"])


def test_rescheduling_to_what_nobody_offers_keeps_the_booking(demo, person):
    booking = person.book().booking
    reply = person.client.request(
        "POST", f"/v1/bookings/{booking['id']}/reschedule", body={"starts_at": rfc3339(demo.now() - timedelta(days=3))})
    assert problem(reply, 409, "slot-taken")["alternatives"]
    assert person.read()["booking"]["id"] == booking["id"]


def test_a_second_open_session_names_the_first(demo):
    first = Person.opens(demo, reference="demo-one-session-only")
    body = {
        "profile": {
            "reference": "demo-one-session-only", "display_name": "Another Name", "email": "other@example.test",
            "time_zone": "UTC", "languages": ["en"], "declared_stack": [{"skill": "python"}], "facts": [],
        },
        "trigger": {"kind": "platform_policy", "policy": "check", "explanation": "Asked again."},
    }
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: demo.platform().request("POST", "/v1/verification_sessions", body=body), range(8)))
    assert {problem(reply, 409, "session-open")["session"] for reply in replies} == {first.session}


def test_many_open_one_session_for_one_person(demo):
    body = {
        "profile": {
            "reference": "demo-opened-at-once", "display_name": "Emina H.", "email": "emina@example.test",
            "time_zone": "UTC", "languages": ["en"], "declared_stack": [{"skill": "go"}], "facts": [],
        },
        "trigger": {"kind": "platform_policy", "policy": "check", "explanation": "Asked once."},
    }
    with ThreadPoolExecutor(12) as pool:
        replies = list(pool.map(lambda _: demo.platform().request("POST", "/v1/verification_sessions", body=body), range(12)))
    assert sorted(reply.status for reply in replies) == [201] + [409] * 11
    (opened,) = [reply.json()["id"] for reply in replies if reply.status == 201]
    assert {reply.json()["session"] for reply in replies if reply.status == 409} == {opened}


def test_a_calendar_entry_names_the_time_and_nobody(demo, person):
    booking = person.book().booking
    assert booking["calendar_url"].startswith(demo.base_url)
    reply = person.client.request("GET", booking["calendar_url"].removeprefix(demo.base_url))
    text = reply.body.decode()
    assert reply.headers["content-type"].startswith("text/calendar") and text.startswith("BEGIN:VCALENDAR\r\n")
    compact = booking["starts_at"].replace("-", "").replace(":", "")
    assert f"DTSTART:{compact}\r\n" in text
    assert "Emina" not in text and "@example" not in text and "demo.invalid" not in text


def test_times_that_were_cancelled_and_booked_again_are_all_listed_page_by_page(demo, person):
    time = person.slots()[0]["starts_at"]
    # One more than there are interviewers, so that somebody holds the same time twice.
    for _ in range(len(demo.members("interviewer")) + 1):
        person.client.post(f"/v1/bookings/{person.book(time).booking['id']}/cancel", {})
    for member in demo.members("interviewer"):
        everything = [row["id"] for row in member.get("/v1/interviews", query={"limit": 100})["data"]]
        paged, cursor = [], None
        for _ in range(len(everything) + 1):
            page = member.get("/v1/interviews", query={"limit": 1, **({"cursor": cursor} if cursor else {})})
            paged += [row["id"] for row in page["data"]]
            cursor = page["next_cursor"]
            if not cursor:
                break
        assert paged == everything
