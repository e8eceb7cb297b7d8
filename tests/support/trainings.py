"""What tests of the training loop do with its events."""

from __future__ import annotations

from core.training.record.events import RunSteered
from models.layers import Conv2D, Dense, Dropout, Flatten
from models.spec import IMAGE, NetworkSpec

# Soon traced, and its masks tell whether a step was met twice.
DROPOUT = NetworkSpec(
    input_shape=IMAGE,
    layers=(
        Conv2D(filters=2, kernel_size=4, strides=4, activation="relu"),
        Flatten(),
        Dropout(rate=0.5),
        Dense(units=10, activation="softmax"),
    ),
)


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


def steered(events):
    """Return action and step of each command that took effect."""
    return [(event.action, event.step) for event in of_kind(events, RunSteered)]
