"""Model files that want more than to be read: programs, other files, memory, time; or that hold wrong numbers.

`hostile_files` gives each by a name, with what the refusal must say. None is large: what one of them would grow to if
it were read as it asks to be is in its name.
"""

from __future__ import annotations

import base64
import io
import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.hostile_networks import (
    WEIGHTS,
    Case,
    altered,
    damaged_files,
    other_networks,
    with_layer,
    with_settings,
    wrong_numbers,
)
from benchmarks.model_files import (
    DENSE,
    NETWORK,
    document,
    hdf5,
    keras_file,
    new_weights,
    npz_file,
    old_h5,
    some_weights,
)

_KERNEL = "layers/dense/vars/0"


def hostile_files(secret: Path) -> dict[str, Case]:
    """Return each hostile file by its name, with a pattern of its refusal.

    Args:
        secret: an existing file of at least 10 kB that some of them try to read, and beside which some would write.
    """
    return {
        **_programs(secret),
        **_other_files(secret),
        **_archives(),
        **_too_large(),
        **wrong_numbers(),
        **other_networks(),
        **damaged_files(),
    }


def _programs(secret: Path) -> dict[str, Case]:
    writes = f"open({str(secret.with_name('written'))!r}, 'w')"
    code = base64.b64encode(writes.encode()).decode()
    function = {"class_name": "__lambda__", "config": {"code": code, "defaults": None, "closure": None}}
    folder = str(secret.parent)
    return {
        "M1 Lambda": (with_layer(2, "Lambda", {"function": function}), "Layer 2, 'lambda', is a Lambda layer: it hol"),
        "M2 module of others": (with_layer(1, "Dense", {}, module="os"), "Layer 1, .* not Keras's own, 'os'"),
        "M2 class of others": (with_layer(1, "Dense", {}, registered_name="a>B"), "Layer 1, .* not Keras's own, 'a>B"),
        "M3 TFSMLayer": (with_layer(1, "TFSMLayer", {"filepath": folder}), "is a TFSMLayer layer: it holds a program"),
        "M4 lookup with a file": (
            with_layer(1, "StringLookup", {"vocabulary": str(secret)}),
            "is a StringLookup layer: it looks",
        ),
        "M10 NPZ of objects": (
            npz_file(WEIGHTS | {"dense/bias": np.array([print], object)}, spec=NETWORK, pickles=True),
            "'dense/bias' holds Python objects",
        ),
        "model that is a class": (
            altered(lambda whole: whole.update(class_name="Mine")),
            "class 'Mine', which is a pro",
        ),
        "activation of others": (
            with_settings("Dense", activation={"config": "own"}),
            "is 'own', an object",
        ),
    }


def _other_files(secret: Path) -> dict[str, Case]:
    import h5py

    shape = WEIGHTS["dense/kernel"].shape
    size = WEIGHTS["dense/kernel"].nbytes

    def external(file: Any) -> None:
        del file[_KERNEL]
        file.create_dataset(_KERNEL, shape, "f4", external=[(str(secret), 0, size)])

    def link(kind: Any) -> Callable[[Any], None]:
        def change(file: Any) -> None:
            del file[_KERNEL]
            file[_KERNEL] = kind

        return change

    def virtual(file: Any) -> None:
        del file[_KERNEL]
        layout = h5py.VirtualLayout(shape, "f4")
        layout[:] = h5py.VirtualSource(str(secret), "x", shape)
        file.create_virtual_dataset(_KERNEL, layout)

    def cycle(file: Any) -> None:
        del file["layers/dense"]
        file["layers/dense"] = file["layers"]

    return {
        "M5 external storage": (altered(weights=external), "Layer 6, 'dense': its kernel lies in another file"),
        "M6 external link": (
            altered(weights=link(h5py.ExternalLink(str(secret), "x"))),
            "'0' in this file is a link to",
        ),
        "M6 soft link": (altered(weights=link(h5py.SoftLink("/layers/dense_1/vars/0"))), "is a link to somewhere else"),
        "M7 virtual dataset": (altered(weights=virtual), "its kernel lies in another file"),
        "cycle of groups": (altered(weights=cycle), "holds weights of 1 layers of the kind dense"),
    }


def _archives() -> dict[str, Case]:
    good = new_weights(NETWORK, WEIGHTS)

    def holding(name: str, content: bytes = b"x", packing: int = zipfile.ZIP_STORED) -> bytes:
        return keras_file(document(NETWORK), good, members={name: content}, packing=packing)

    whole = altered()
    encrypted = whole.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    zeros = bytes(64 << 20)
    twice = holding("assets/b.json").replace(b"assets/b.json", b"metadata.json")
    return {
        "M8 zip slip": (holding("../../written"), "'../../written', which leads out of the archive"),
        "M9 absolute name": (holding("/tmp/written"), "which leads out of the archive"),
        "M9 name of Windows": (holding("C:\\written"), "which leads out of the archive"),
        "M12 zip bomb of 64 MiB": (
            holding("assets/a", zeros, zipfile.ZIP_DEFLATED),
            "to 67,108,864 bytes as it is un",
        ),
        "M13 assets of 2 MiB": (holding("assets/a", bytes(2 << 20)), "brings 2,097,152 bytes besides its network"),
        "many members": (_zip({f"a{number}": b"" for number in range(700)}), "list of contents is longer|holds 700 fi"),
        "one name twice": (twice, "two files of the same name"),
        "encrypted": (encrypted, "This archive is encrypted"),
        "bzip2": (_zip({"config.json": b"{}"}, zipfile.ZIP_BZIP2), "packed in a way that model files do not use"),
        "SavedModel": (_zip({"digits/saved_model.pb": b"graph"}), "This is a SavedModel"),
        "no model": (_zip({"readme.txt": b"hello"}), "This archive holds no model"),
        "no weights": (_zip({"config.json": json.dumps(document(NETWORK)).encode()}), "holds no model.weights.h5"),
    }


def _zip(members: dict[str, bytes], packing: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _too_large() -> dict[str, Case]:
    def stored(**options: Any) -> Callable[[Any], None]:
        def change(file: Any) -> None:
            shape = options.pop("shape", file[_KERNEL].shape)
            del file[_KERNEL]
            file.create_dataset(_KERNEL, shape, "f4", **options)

        return change

    def nested(file: Any) -> None:
        file.attrs["model_config"] = "[" * 50_000 + "]" * 50_000

    # The first text of the heap becomes free space of no length, from which HDF5 1.14 never comes to the next
    endless = old_h5(NETWORK, WEIGHTS, whole=document(NETWORK))
    heap = endless.index(b"GCOL") + 16
    endless = endless[:heap] + bytes(16) + endless[heap + 16 :]
    wide = {"class_name": "Dense", "config": {"name": "wide", "units": 30_000}}
    names = np.array([b"x" * 20] * 2000)
    many = [{"class_name": "Dense", "config": {"name": f"d{number}", "units": 10}} for number in range(3000)]

    def listing(file: Any) -> None:
        file["model_weights"].attrs["layer_names"] = names

    lists = old_h5(DENSE, some_weights(DENSE), whole=document(DENSE, "2.2"), change=listing)
    return {
        "M11 array of 16 GiB": (
            altered(weights=stored(shape=(65536, 65536), chunks=(64, 64))),
            "must be 72\u00a0×\u00a08 and the f",
        ),
        "M11 array in pieces": (altered(weights=stored(chunks=(1, 1))), "packed or cut into pieces"),
        "M11 packed array": (altered(weights=stored(chunks=(8, 8), compression="gzip")), "packed or cut into pieces"),
        "M11 array without numbers": (altered(weights=stored()), "is not as long as its shape says"),
        "M14 Dense(30000) twice": (
            altered(lambda whole: whole["config"]["layers"].extend([wide, wide])),
            "Units must be a whole number from 1 to 4,096; got 30,000",
        ),
        "M15 3,000 layers": (
            altered(lambda whole: whole["config"].update(layers=many)),
            "has 3,000 layers, and at most",
        ),
        "M16 ZeroPadding2D(100000)": (
            with_layer(1, "ZeroPadding2D", {"padding": 100_000}),
            "of the kind 'ZeroPadding2D",
        ),
        "heap without end": (endless, "takes more time or memory to read than a model's file may"),
        "nested JSON": (hdf5(nested), "model_config is not JSON"),
        "long JSON": (
            keras_file(" " * (2 << 20), b"", packing=zipfile.ZIP_DEFLATED),
            "grows from|holds 2,097,152 bytes",
        ),
        "long number": (keras_file("9" * 100_000, b""), "config.json is not JSON"),
        "list of names": (lists, "layer_names in this file is longer"),
    }


def dearest_refusal(files: dict[str, Case], refuse: Callable[[bytes], None]) -> tuple[float, float]:
    """Return the most seconds that a refusal took by the clock, and the most MiB that any child process has held.

    To be asked in a process that holds little: Linux counts what a parent held when it started a child as the child's.

    Args:
        files: what `hostile_files` gave.
        refuse: reads one file in a process of its own and swallows the refusal.
    """
    import resource  # which Windows does not have

    slowest = 0.0
    for data, _ in files.values():
        began = time.perf_counter()
        refuse(data)
        slowest = max(slowest, time.perf_counter() - began)
    return slowest, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
