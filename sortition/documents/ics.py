"""The running order as a calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sortition.base.messages import Words
from sortition.documents.document import Document, Schedule, Slot

if TYPE_CHECKING:
    from icalendar import Event

_PRODUCT: Final = "-//sortition//agenda//"
_OWN: Final = uuid.uuid5(uuid.NAMESPACE_DNS, "sortition.agenda")


def render(document: Document, words: Words) -> bytes:
    """The document's schedule. Its bytes depend on nothing but the schedule."""
    from icalendar import Calendar

    schedule = document.schedule
    if schedule is None:
        raise ValueError(f"{document.full_title} has no schedule")
    calendar = Calendar()
    calendar.add("prodid", f"{_PRODUCT}{words.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if schedule.name:
        calendar.add("x-wr-calname", schedule.name)
    calendar.add("x-wr-timezone", schedule.timezone)
    zone = ZoneInfo(schedule.timezone)
    for number, slot in enumerate(schedule.slots):
        calendar.add_component(_event(schedule, slot, number, zone))
    # Calendars that do not know the zone by name find its rules in the file.
    calendar.add_missing_timezones(
        first_date=min(slot.start for slot in schedule.slots).date().replace(month=1, day=1),
        last_date=max(slot.end for slot in schedule.slots).date().replace(month=12, day=31),
    )
    return bytes(calendar.to_ical())


def _event(schedule: Schedule, slot: Slot, number: int, zone: ZoneInfo) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{_uid(schedule, slot, number)}@sortition")
    # When the entry was made: nobody can know it from the schedule, and a clock would change the
    # bytes. The day of the event is later than any revision of it.
    event.add("dtstamp", schedule.slots[0].start.replace(tzinfo=zone).astimezone(UTC))
    event.add("sequence", schedule.revision)
    event.add("dtstart", slot.start.replace(tzinfo=zone))
    event.add("dtend", slot.end.replace(tzinfo=zone))
    event.add("summary", slot.title)
    if slot.place:
        event.add("location", slot.place)
    about = " – ".join(part for part in (schedule.name, slot.description) if part)
    if about:
        event.add("description", about)
    return event


def _uid(schedule: Schedule, slot: Slot, number: int) -> uuid.UUID:
    """The same entry keeps its name when its hour, its words or its place change."""
    day = datetime.isoformat(slot.start)[:10]
    return uuid.uuid5(_OWN, "\n".join((schedule.organiser, schedule.name, day, str(number))))
