"""Which kernel a person has set: in the session and, while it is looked at, in the page's address.

What the fields of numbers send comes from a browser, what the address says from anybody: both are read by
`OwnKernel.parse`. What cannot be read changes nothing; of the fields it is said, an address is passed over.
"""

from __future__ import annotations

from core.errors import ConfigError
from core.inference.by_hand.own_kernel import SIZES, OwnKernel, preset
from core.messages import inference as messages
from pages.state import state, url
from pages.state.inside import inside_slots

_START = preset("vertical", SIZES[0])


def is_in_address() -> bool:
    """Return whether the page's address holds a kernel."""
    return _in_address() is not None


def current() -> OwnKernel:
    """Return the kernel that counts, else one to start from; writes the address.

    The address's counts in a new session and after the browser's Back or Forward. Otherwise it is what was written
    there, or an older one: a quick second click, or one over a slow line, comes with the address before the first.
    """
    kept = _read(state.get(inside_slots.KERNEL))
    kernel = kept if kept and not url.is_step_in_history() else _in_address() or kept or _START
    put(kernel)
    return kernel


def put(kernel: OwnKernel) -> None:
    """Set the kernel."""
    if state.get(inside_slots.KERNEL) != kernel.text or not url.is_exactly(inside_slots.KERNEL, kernel.text):
        url.put(inside_slots.KERNEL, kernel.text)


def leave_address() -> None:
    """Take the kernel out of the address; the session keeps it.

    Not after the browser's Back or Forward: each change of an address is a new one in the browser's history, which a
    person who goes back would never get past.
    """
    if not url.is_step_in_history():
        url.remove(inside_slots.KERNEL)


def revision(kernel: OwnKernel) -> int:
    """Return the number of what the fields are given: another one where they hold something else."""
    number, known = state.get(inside_slots.INSIDE_KERNEL_GIVEN)
    if known != kernel.text:
        number += 1
        state.put(inside_slots.INSIDE_KERNEL_GIVEN, (number, kernel.text))
    return number


def take() -> None:
    """Set what the fields have just sent; what they cannot have sent is refused in words."""
    sent = state.event(inside_slots.INSIDE_KERNEL_GRID, "numbers")
    number, _, text = sent.partition(";") if isinstance(sent, str) else ("", "", "")
    given, _ = state.get(inside_slots.INSIDE_KERNEL_GIVEN)
    try:
        if not text:
            raise ConfigError(messages.kernel_not_numbers(), field="kernel")
        kernel = OwnKernel.parse(text)
    except ConfigError as error:
        state.put(inside_slots.INSIDE_KERNEL_REFUSAL, str(error))
        return
    if number == str(given):  # typed into what was given last
        state.put(inside_slots.INSIDE_KERNEL_GIVEN, (given, kernel.text))
        put(kernel)


def _in_address() -> OwnKernel | None:
    return _read(url.parameter(inside_slots.KERNEL))


def _read(text: str | None) -> OwnKernel | None:
    try:
        return OwnKernel.parse(text) if text else None
    except ConfigError:
        return None
