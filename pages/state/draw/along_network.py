"""A network for the visitor's browser: what a page tells its component, and the address that sends the weights.

The address has the weights' digest in it, so a browser may keep what it got for good: another epoch is another address.
Whoever has the address of a network may look at it, as with the pages' own addresses.
"""

from __future__ import annotations

import json
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from core import lab
from core.data.input_scaling import Pixels, shuffled_order
from core.errors import CheckpointError, LabError
from core.inference.loaded_networks import StoredNetwork
from core.messages import inference as messages
from core.messages.message import Message
from core.runs.log.models import Model, ModelName
from core.serving.browser_weights import browser_weights, can_run_in_browser

PATH = "along/weights"  # relative to where the app is
_DIGEST_SHOWN = 16  # of its characters: enough to tell weights apart
_FOR_GOOD = "private, max-age=31536000, immutable"  # seconds: a year


def browser_network(model: Model) -> dict[str, str] | None:
    """Return what `loadNetwork` of pages/ui/along/network.js needs, as texts; None where the network is too large.

    Args:
        model: as `lab.current().models` gives it, its moment spelled out.

    Returns:
        "spec" and "inputs", JSON, and "url", relative to the app: of the weights, as `browser_weights` gives them.
    """
    network = model.network
    if not can_run_in_browser(network.spec):
        return None
    query = urlencode({"model": str(model.name), "digest": network.digest[:_DIGEST_SHOWN]})
    return {
        "spec": json.dumps(network.spec.to_json()),
        "url": f"{PATH}?{query}",
        "inputs": json.dumps(_inputs(network, network.pixels)),
    }


def weights_routes() -> list[Route]:
    """Return the routes of `browser_network`'s address, wherever the app is mounted.

    Starlette calls a function that is not async in a thread, so reading holds nobody up.
    """
    return [Route(f"/{PATH}", _send_weights), Route(f"/{{base:path}}/{PATH}", _send_weights)]


def _send_weights(request: Request) -> Response:
    name = ModelName.parse(request.query_params.get("model", ""))
    if name is None:
        return _refused(messages.no_such_network())
    try:
        registry = lab.current().models
    except LabError:
        return _refused(messages.server_not_ready(), status=503)
    try:
        network = registry.find(name).network
    except LabError:
        return _refused(messages.no_such_network())
    if request.query_params.get("digest") != network.digest[:_DIGEST_SHOWN]:
        return _refused(messages.no_such_network())
    try:
        weights = browser_weights(network)
    except CheckpointError as error:
        is_too_large = not can_run_in_browser(network.spec)
        return _refused(error.message if is_too_large else messages.weights_unreadable())
    # already named so that Streamlit does not compress it: weights hardly become smaller
    headers = {"Cache-Control": _FOR_GOOD, "Content-Encoding": "identity"}
    return Response(weights, media_type="application/octet-stream", headers=headers)


def _refused(sentence: Message, *, status: int = 404) -> Response:
    return PlainTextResponse(str(sentence), status_code=status, headers={"Cache-Control": "no-store"})


def _inputs(network: StoredNetwork, pixels: Pixels) -> dict[str, object]:
    """Return how bytes become inputs and logits become probabilities."""
    return {
        "offset": pixels.offset,
        "divisor": pixels.divisor,
        "order": shuffled_order().tolist() if pixels.shuffled else None,
        "outputFunction": network.output_function,
    }
