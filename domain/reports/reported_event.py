"""What the data checks look at of an event."""

from typing import NamedTuple


class ReportedEvent(NamedTuple):
    """`kind` is a key of KINDS, `number` is within the region, `links` is the number of links to
    publications and videos together."""

    id: int
    region_code: str
    number: int
    kind: str
    name: str
    city: str
    organisation: str
    times_held: int
    participants: int
    links: int
