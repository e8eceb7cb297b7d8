"""Presses of a button in a browser, each as soon as the one before was sent: before there is an answer to any."""

from __future__ import annotations

from playwright.sync_api import Locator

# Pressed in one moment, the browser would send one press for all.
_PRESS = """(button, times) => {
    const send = WebSocket.prototype.send
    const press = () => { times -= 1; button.click() }
    WebSocket.prototype.send = function (...message) {
        send.apply(this, message)
        if (times) setTimeout(press)
        else WebSocket.prototype.send = send
    }
    press()
}"""


def press_quickly(button: Locator, times: int) -> None:
    """Press a button several times."""
    button.evaluate(_PRESS, times)
