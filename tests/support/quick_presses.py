"""Presses of a button in a browser, each as soon as the one before was sent: before there is an answer to any."""

from __future__ import annotations

from playwright.sync_api import Locator

# Pressed in one moment, the browser would send one press for all.
_PRESS = """(button, [key, times]) => {
    const send = WebSocket.prototype.send, text = new TextDecoder("latin1")
    const press = () => { times -= 1; button.click() }
    WebSocket.prototype.send = function (message) {
        send.call(this, message)
        if (!text.decode(message).includes(key)) return // a component's
        if (times) setTimeout(press)
        else WebSocket.prototype.send = send
    }
    press()
}"""


def press_quickly(button: Locator, key: str, times: int) -> None:
    """Press a button several times.

    Args:
        button: on the page, enabled.
        key: its own, by which the message that it was pressed is told from others.
        times: how often.
    """
    button.evaluate(_PRESS, [key, times])
