"""What tests of the training loop do with its events."""

from __future__ import annotations


def heard(generator):
    """Return the events of a generator without the Nones."""
    return [event for event in generator if event is not None]


def of_kind(events, kind):
    """Return the events of exactly one kind."""
    return [event for event in events if type(event) is kind]


def until_kind(training, kind):
    """Run a training up to its next event of one kind; return what it said on the way, that event last."""
    events = []
    while not events or type(events[-1]) is not kind:
        event = next(training)
        if event is not None:
            events.append(event)
    return events


def told(training, command):
    """Send a command and return the first event after it."""
    event = training.send(command)
    while event is None:
        event = next(training)
    return event
