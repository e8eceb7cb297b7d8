"""How Streamlit, as `.streamlit/config.toml` sets it, sends a page to the browser."""

from __future__ import annotations

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_cache import populate_hash_if_needed

pytestmark = pytest.mark.app


def test_large_message_is_sent_whole_and_not_as_a_reference():
    """A reference can outlive the place that it names, and the browser then draws nothing any more."""
    message = ForwardMsg()
    message.delta.new_element.markdown.body = "1" * 5_000_000
    populate_hash_if_needed(message)
    assert not message.metadata.cacheable
