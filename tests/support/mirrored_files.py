"""What a mirror of a test offers: small digits under the names, sizes and hashes by which a download knows them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from core.data.download.mirrors import Mirror, RemoteFile, Timeouts

QUICK = Timeouts(connect_seconds=0.3, silence_seconds=0.3)


def npz_at(address: str, files: Mapping[str, bytes], *, known: bool = True) -> Mirror:
    """Return a mirror that offers mnist.npz; where its hash is not known, the digits alone are compared."""
    content = files["mnist.npz"]
    sha256 = hashlib.sha256(content).hexdigest() if known else None
    return Mirror(address=address, files=(RemoteFile(name="mnist.npz", size_bytes=len(content), sha256=sha256),))


def idx_at(address: str, files: Mapping[str, bytes]) -> Mirror:
    """Return a mirror that offers the four gzipped IDX files."""
    names = sorted(name for name in files if name.endswith(".gz"))
    return Mirror(
        address=address,
        files=tuple(
            RemoteFile(name=name, size_bytes=len(files[name]), sha256=hashlib.sha256(files[name]).hexdigest())
            for name in names
        ),
    )


def nothing_left(home: Path) -> bool:
    """Return whether a home holds no data, not even in part."""
    return list(home.glob("data/*")) == []
