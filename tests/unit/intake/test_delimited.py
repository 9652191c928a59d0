from pathlib import Path

import pytest

from padan.intake.containers.delimited import find_delimiter, find_encoding, records


@pytest.mark.parametrize(
    ("lines", "delimiter", "width"),
    [
        (["NIK,NAMA", "1,SITI"], ",", 2),
        (["DAFTAR PESERTA, DESA X", "", "NO;NIK;NAMA", "1;2;SITI, S.PD", "2;3;UDIN"], ";", 3),
        (["NIK\tNAMA\tALAMAT", "1\tSITI\tKP. A, RT 1"], "\t", 3),
        (["a|b|c", '1|"x|y"|2'], "|", 3),
        (["NIK", "3201151205800001"], ",", 1),
        ([], ",", 1),
    ],
)
def test_delimiter(lines: list[str], delimiter: str, width: int) -> None:
    assert find_delimiter(lines) == (delimiter, width)


@pytest.mark.parametrize(
    ("what", "lines", "rows"),
    [
        ("plain", ["a,b,c"], [["a", "b", "c"]]),
        ("blank line", ["a,b,c", "", "d,e,f"], [["a", "b", "c"], [], ["d", "e", "f"]]),
        ("quoted delimiter", ['a,"b,c",d'], [["a", "b,c", "d"]]),
        ("doubled quote", ['a,"b ""c""",d'], [["a", 'b "c"', "d"]]),
        ("quoted line break", ['a,"b', 'c",d', "e,f,g"], [["a", "b\nc", "d"], ["e", "f", "g"]]),
        ("two quoted line breaks", ['a,"b', "", 'c",d', "e,f,g"], [["a", "b\n\nc", "d"], ["e", "f", "g"]]),
        ("inch sign in a cell", ['a,b 2" c,d', "e,f,g"], [["a", 'b 2" c', "d"], ["e", "f", "g"]]),
        ("quote never closed", ['a,"b,c', "d,e,f"], [["a", '"b', "c"], ["d", "e", "f"]]),
        ("quote never closed at the end", ["d,e,f", 'a,"b,c'], [["d", "e", "f"], ["a", '"b', "c"]]),
        (
            "two strays, far apart",
            ['a,"b,c', "d,e,f", 'g,"h,i'],
            [["a", '"b', "c"], ["d", "e", "f"], ["g", '"h', "i"]],
        ),
        ("two strays, one below the other", ['a,"b,c', 'g,"h,i'], [["a", '"b', "c"], ["g", '"h', "i"]]),
        ("stray beside a quoted cell", ['a,"b,"c"', "d,e,f"], [["a", '"b', "c"], ["d", "e", "f"]]),
    ],
)
def test_records(what: str, lines: list[str], rows: list[list[str]]) -> None:
    assert list(records(lines, ",", 3, joined_lines=50)) == rows, what


def test_a_quoted_cell_may_not_run_on_for_ever() -> None:
    lines = ['a,"b', *["x"] * 10, 'c",d']

    assert len(list(records(lines, ",", 3, joined_lines=5))) == 12


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("é".encode(), "utf-8-sig"),
        ("é".encode("utf-8-sig"), "utf-8-sig"),
        ("é".encode("cp1252"), "cp1252"),
        (b"plain", "utf-8-sig"),
        (b"x" * ((1 << 20) - 1) + "é".encode(), "utf-8-sig"),
        (b"cut in a sign \xc3", "cp1252"),
    ],
)
def test_encoding(content: bytes, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)

    assert find_encoding(path) == encoding
