"""Python's side of the interop tests: answers one JSON line for each line.

    {"id": 1, "peer": "jwcrypto", "call": "thumbprint", "with": {"jwk": "…"}}
    {"id": 1, "result": "…"}   or   {"id": 1, "error": "ValueError: …"}
"""

import base64
import csv
import io
import json
import sys

import latchset
import pyca
from dotenv import dotenv_values
import trees
from icalendar import Calendar


def events(text):
    """The events of a calendar, each with the days before it that its alarms ring."""
    calendar = Calendar.from_ical(text)
    return [
        {
            "uid": str(event["UID"]),
            "day": event.decoded("DTSTART").isoformat(),
            "title": str(event["SUMMARY"]),
            "about": str(event["DESCRIPTION"]),
            "alarms": [alarm.decoded("TRIGGER").days for alarm in event.walk("VALARM")],
            "errors": event.errors,
        }
        for event in calendar.walk("VEVENT")
    ]


PEERS = {
    "cryptography": pyca.CALLS,
    "jwcrypto": latchset.CALLS,
    "tree-sitter": trees.CALLS,
    "icalendar": {"events": events},
    "csv": {"rows": lambda text: list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))},
    "dotenv": {"values": lambda text: dict(dotenv_values(stream=io.StringIO(text), interpolate=True))},
    "base64": {"decode": lambda text: base64.b64decode(text, validate=True).decode()},
}


def main():
    for line in sys.stdin:
        asked = json.loads(line)
        answer = {"id": asked["id"]}
        try:
            answer["result"] = PEERS[asked["peer"]][asked["call"]](**asked["with"])
        except Exception as error:  # a refusal is an answer
            answer["error"] = f"{type(error).__name__}: {error}"
        print(json.dumps(answer), flush=True)


main()
