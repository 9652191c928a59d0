"""RT and RW as lists write them, in one cell or two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padan.identity.rt_rw import read_rt_rw


@pytest.mark.parametrize(
    ("cell", "rt", "rw"),
    [
        ("001/002", "001", "002"),
        ("01-02", "01", "02"),
        ("1/2", "1", "2"),
        ("01 / 02", "01", "02"),
        ("'01/02", "01", "02"),
        ("1,2", "1", "2"),
        ("1.2", "1", "2"),
        ("01 02", "01", "02"),
        ("RT 01 RW 02", "01", "02"),
        ("RT.01/RW.02", "01", "02"),
        ("rt:001 rw:002", "001", "002"),
        ("R.T. 1 / R.W. 2", "1", "2"),
        ("RT01RW02", "01", "02"),
        ("RW 02 RT 01", "01", "02"),
        ("RT 01/02", "01", "02"),
        ("RT/RW : 01/02", "01", "02"),
        ("001002", "001", "002"),
        ("0102", "01", "02"),
        ("1", "1", None),
        ("1.0", "1", None),
        ("RT 01", "01", None),
        ("RW 02", None, "02"),
        ("-", None, None),
        ("BELUM ADA", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_one_cell_for_both(cell: str | None, rt: str | None, rw: str | None) -> None:
    assert read_rt_rw(None, None, cell) == (rt, rw)


@pytest.mark.parametrize(
    "cell",
    ["2026-02-01 00:00:00", "2026-02-01", "46054", "01/02/03", "KP. X RT 01/02", "RT 1 RT 2", "satu"],
)
def test_what_is_no_rt_stays_as_it_was_written(cell: str) -> None:
    """Excel's 1 February was 01/02 or 02/01, depending on its language: nobody guesses."""
    assert read_rt_rw(None, None, cell) == (cell, None)


@pytest.mark.parametrize(
    ("rt", "rw", "read"),
    [
        ("01", "02", ("01", "02")),
        ("RT 01", "RW. 2", ("01", "2")),
        ("01/02", None, ("01", "02")),
        ("01", None, ("01", None)),
        (None, "02", (None, "02")),
        ("-", "-", (None, None)),
        ("2026-02-01 00:00:00", None, ("2026-02-01 00:00:00", None)),
        ("01", "dua", ("01", "dua")),
    ],
)
def test_two_cells(rt: str | None, rw: str | None, read: tuple[str | None, str | None]) -> None:
    assert read_rt_rw(rt, rw, None) == read


@given(
    st.integers(1, 199),
    st.integers(1, 99),
    st.sampled_from(["{:03}/{:03}", "RT {} RW {}", "{}-{}", "RT.{}/RW.{}"]),
)
def test_what_is_written_is_read(rt: int, rw: int, shape: str) -> None:
    read = read_rt_rw(None, None, shape.format(rt, rw))
    assert (int(read.rt or 0), int(read.rw or 0)) == (rt, rw)


@given(st.text() | st.text(alphabet="RTW0123456789/-. ", max_size=20))
def test_any_text_is_read(text: str) -> None:
    read_rt_rw(None, None, text)
    read_rt_rw(text, None, None)
    read_rt_rw(text, text, None)
