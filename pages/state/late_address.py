"""Tells a message that is late from a person who wants what it says: by the parameters of its address.

Every message of a browser brings the address along that its page had when it was sent: what the server has written
there since, the browser did not know yet, or Streamlit's part of it did not (1.67 sends the address that it drew last).
Taken at its word, a quick second click or a fragment's timer undoes what was just chosen. So what a parameter was
before a change counts as what it is since, for a moment, until the browser is known to have what was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Values = tuple[str, ...]  # of a parameter, none for one that is not there
SETTLED_SECONDS = 0.5  # after a change: a browser that has it then sends it, but for a link to what was before


@dataclass(slots=True, kw_only=True)
class WrittenAddress:
    """What was written into the address of one page, as long as a message may come from before."""

    page: str = ""
    since: float = 0.0  # the last change
    written: dict[str, Values] = field(default_factory=dict)
    before: dict[str, set[Values]] = field(default_factory=dict)
    seen: dict[str, Values] = field(default_factory=dict)  # all parameters, when they were last looked at

    def note(self, key: str, before: Values, values: Values, *, now: float) -> None:
        """Note that the server writes a parameter.

        Args:
            key: the parameter's.
            before: what it was.
            values: what it is from now on.
            now: on the monotonic clock.
        """
        if before == values:
            return
        self.before.setdefault(key, set()).add(before)
        self.before[key].discard(values)
        self.written[key], self.since = values, now
        self.seen = {**self.seen, key: values}

    def corrections(
        self,
        asked: Mapping[str, Values],
        browsers: Mapping[str, Values] | None,
        *,
        is_step: bool,
        now: float,
        seconds: float,
    ) -> dict[str, Values]:
        """Return what a message's parameters must be instead, where they are those from before a change.

        Where another parameter is none that was ever there, the address is a link's: a person wants it as it is.

        Args:
            asked: the parameters that the message says, without those that the browser itself changes.
            browsers: those that the browser's own line shows, where that is known.
            is_step: the message is the browser's Back or Forward.
            now: on the monotonic clock.
            seconds: how long after a change a message may be late.
        """
        late = {key for key in self.written if asked.get(key, ()) in self.before[key]}
        others = (asked.keys() | self.seen.keys()) - late
        is_links = any(asked.get(key, ()) != self.seen.get(key, ()) for key in others)
        is_known = browsers is not None and all(browsers.get(key, ()) == to for key, to in self.written.items())
        is_settled = is_known and now - self.since >= SETTLED_SECONDS
        if is_links or is_settled or (is_step and asked != self.seen) or now - self.since >= seconds:
            self.written, self.before, late = {}, {}, set()
        corrected = {key: self.written[key] for key in late}
        self.seen = {**asked, **corrected}
        return corrected
