"""Values and calls as lines of Python: what is written reads back, and long lines are broken."""

import pytest

from core.export.code_format import format_call, format_literal


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.001, "0.001"),
        (1e-6, "1e-06"),
        (1 / 6, "1 / 6"),
        (0.1 + 0.2, "0.30000000000000004"),
        (12, "12"),
        ('a"', '"a\\""'),
    ],
)
def test_value_is_written_as_what_reads_back(value, written):
    assert format_literal(value) == written
    assert eval(written) == value


def test_call_that_is_too_long_is_broken():
    short, long = ["1"] * 3, ["argument=1000"] * 6
    assert format_call("f", short, after=",", depth=1) == ["    f(1, 1, 1),"]
    assert format_call("f" * 30, long) == ["f" * 30 + "(", "    " + ", ".join(long), ")"]
    assert format_call("f", long * 2) == ["f(", *(f"    {one}," for one in long * 2), ")"]
