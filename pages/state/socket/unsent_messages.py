"""What is not sent yet when a fragment begins to be drawn: kept, all of it (Streamlit 1.67 takes a part away).

Streamlit drops what was drawn of that fragment before and still waits to be sent, since it is drawn again. But it keeps
what was drawn in fragments within it, and what stands behind it on the page: to a browser that then has nothing in the
places before, as on a server that is busy. That ends the whole page ("Bad delta path index 6"). With nothing dropped a
browser gets what a quicker server would have sent. A run of the whole page still takes the place of all before it.
"""

from __future__ import annotations

from streamlit.runtime import app_session
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue


class UnsentMessages(ForwardMsgQueue):
    """A session's messages that wait to be sent."""

    def clear(self, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None) -> None:
        """Drop what a run of the whole page, or having been sent, makes needless; for a fragment's run nothing."""
        if fragment_ids_this_run is None:
            super().clear(retain_lifecycle_msgs)
        else:
            self._delta_index_map = {}  # what comes is put behind what waits, and not in its place


def keep() -> None:
    """Have every session that begins from now on keep its messages so."""
    app_session.ForwardMsgQueue = UnsentMessages  # pyright: ignore[reportPrivateImportUsage]
