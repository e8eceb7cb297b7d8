"""What a pickle may ask for: nothing but the rebuilding of arrays, however it is written, packed or damaged."""

import gzip
import pickle
import pickletools
import time

import numpy as np
import pytest

from core.data.formats.pickle_mnist import read_pickle
from core.data.formats.pickle_program import MAX_PICKLE_BYTES
from core.errors import DataError
from tests.support import python2_pickle as python2
from tests.support.python2_pickle import (
    DTYPE,
    F4,
    IMAGES,
    array,
    integer,
    pickled,
    short,
    string,
    tuple_of,
    with_images,
)


def nested(*end: bytes) -> bytes:
    """Return the opcodes of a tuple that is in itself 2^40 times over, and of what is done with it."""
    return b"K\x01q\x00" + b"h\x00h\x00\x86q\x00" * 40 + b"".join(end)


@pytest.mark.parametrize("protocol", range(6))
def test_payload_of_any_protocol_is_refused_and_does_not_run(packed, refused, tmp_path, protocol):
    class Payload:
        def __reduce__(self):
            return (open, (str(tmp_path / "ran"), "w"))

    message = refused(packed(pickle.dumps((Payload(),) * 3, protocol)))
    assert "mnist.pkl.gz" in message
    assert not (tmp_path / "ran").exists()


def test_payload_inside_an_array_is_refused_and_named(packed, refused, tmp_path):
    call = b"cposix\nsystem\n" + short(f"touch {tmp_path}/ran".encode()) + b"\x85R"
    message = refused(packed(with_images(array(tuple_of(integer(1)), F4, call))))
    assert "asks for posix.system. Nothing in it was run." in message
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "asked",
    [
        b"c__builtin__\neval\n",
        b"cnumpy.core.multiarray\nscalar\n",
        b"cnumpy\nload\n",
        b"cnumpy\nndarray.tofile\n",
        b"cos\n/etc/passwd\n",
        b"cos\n\x1b[31mred\n",
    ],
)
def test_every_other_name_is_refused(packed, refused, asked):
    assert "may only rebuild NumPy arrays" in refused(packed(with_images(asked)))


@pytest.mark.parametrize(
    ("program", "words"),
    [
        pytest.param(b"(ios\nsystem\n", "as Python 2 writes it", id="instance"),
        pytest.param(b"\x82\x01", "as Python 2 writes it", id="extension"),
        pytest.param(b"K\x01Q", "as Python 2 writes it", id="persistent"),
        pytest.param(b"}(K\x01K\x02u", "as Python 2 writes it", id="dictionary"),
        pytest.param(b"S'abc'\n", "as Python 2 writes it", id="protocol-0-string"),
        pytest.param(b"((((", "not a whole pickle", id="only-marks"),
        pytest.param(b"t", "not a whole pickle", id="no-mark"),
        pytest.param(b"h\x07", "not a whole pickle", id="empty-memo"),
        pytest.param(b"K\x01K\x02R", "not a whole pickle", id="number-called"),
        pytest.param(b"K\x01K\x02b", "not a whole pickle", id="number-built"),
        pytest.param(b"K\x01K\x02a", "not a whole pickle", id="appended-to-a-number"),
        pytest.param(b"I1e9\n", "not a whole pickle", id="no-integer"),
        pytest.param(b"I" + b"1" * 5000 + b"\n", "too long a program", id="long-line"),
        pytest.param(b"\x95" + b"\xff" * 7 + b"\x7f" + b"N" * 3000, "too long a program", id="frame-2^63"),
        pytest.param(b"\x96" + b"\xff" * 7 + b"\x3f", "at most 268,435,456 bytes", id="bytearray-2^62"),
        pytest.param(b"\x96" + b"\xff" * 8, "not a whole pickle", id="bytearray-2^64"),
        pytest.param(DTYPE + b"}K\x01K\x02sb", "as Python 2 writes it", id="state-of-a-function"),
        pytest.param(DTYPE + b")\x81", "as Python 2 writes it", id="instance-of-a-function"),
        pytest.param(DTYPE + string(b"f4") + b"R", "not a whole pickle", id="called-with-letters"),
        pytest.param(b"\x8b" + (200 << 20).to_bytes(4, "little"), "as Python 2 writes it", id="integer-of-200-MiB"),
        pytest.param(python2.NDARRAY + b"(b", "not a whole pickle", id="state-is-a-mark"),
        pytest.param(b"N" * 3000, "too long a program", id="many-steps"),
        pytest.param(b"K\x01" + b"2\x86" * 1500, "as Python 2 writes it", id="copies"),
        pytest.param(nested(b"q\x00", b"}", b"h\x00Ns"), "as Python 2 writes it", id="nested-key"),
        pytest.param(nested(b"q\x00", b"\x8f", b"(h\x00\x90"), "as Python 2 writes it", id="nested-in-a-set"),
        pytest.param(nested(b"(h\x00\x91"), "as Python 2 writes it", id="nested-in-a-frozen-set"),
        pytest.param(nested(b"c_codecs\nencode\nh\x00R"), "three pairs", id="nested-arguments"),
        pytest.param(nested(b"cnumpy\nndarray\nh\x00b"), "three pairs", id="nested-state"),
        pytest.param(b"(K\x01t" + b"q\x00h\x00h\x00\x86" * 600, "too long a program", id="memo-bomb"),
        pytest.param(b"K\x01r\xff\xff\xff\xff" + b"N" * 3000, "too long a program", id="memo-index"),
        pytest.param(string(b"", 2**31 - 1), "at most 268,435,456 bytes", id="string-2^31"),
        pytest.param(string(b"", 2**32 - 1), "not a whole pickle", id="string-negative"),
        pytest.param(string(b"", 200 << 20), "ends too early", id="string-shorter"),
    ],
)
def test_refuses_programs(packed, refused, program, words):
    message = refused(packed(python2.START + program + python2.END))
    assert words in message


def seconds_to_unpack(path):
    """Return what it costs the processor to unpack a file and look at nothing."""
    started = time.process_time()
    with gzip.open(path) as file:
        while file.read(1 << 20):
            pass
    return time.process_time() - started


def test_gzip_bomb_costs_little_more_than_to_unpack_it_to_the_cap(packed, refused):
    room = MAX_PICKLE_BYTES - 1000
    bombs = [
        python2.START + string(bytes(room), room) + python2.END,
        python2.START + string(bytes(room), room + 2000) + python2.END,
        with_images(IMAGES) + bytes(room),
    ]
    for number, bomb in enumerate(bombs):
        path = packed(bomb, f"{number}.pkl.gz")
        started = time.process_time()
        refused(path)
        assert time.process_time() - started < 6 * seconds_to_unpack(path)


def test_mutated_pickles_raise_only_our_error(packed, splits):
    content = pickled(*splits)
    path = packed(content).with_name("mnist.pkl")
    starts = [start for _, _, start in pickletools.genops(content)]
    spots = [start + offset for start in starts for offset in range(6) if start + offset < len(content)]
    generator = np.random.default_rng(7)
    refusals = 0
    for _ in range(600):
        mutated = bytearray(content)
        for spot in generator.choice(spots, size=2):
            mutated[spot] = generator.integers(256)
        path.write_bytes(mutated)
        try:
            read_pickle(path)
        except DataError:
            refusals += 1
    assert refusals > 400
