from io import BytesIO

import pytest

from padan.intake.containers.delimited import decoded, find_delimiter, records, text_sheets
from padan.intake.limits import load_limits


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
    ("content", "text"),
    [
        ("SITI É".encode(), "SITI É"),
        ("SITI É".encode("utf-8-sig"), "SITI É"),
        ("SITI É".encode("cp1252"), "SITI É"),
        ("SITI É".encode("utf-16"), "SITI É"),
        (b"\xfe\xff" + "SITI É".encode("utf-16-be"), "SITI É"),
        ("SITI AMINAH".encode("utf-16-le"), "SITI AMINAH"),
        ("SITI AMINAH".encode("utf-16-be"), "SITI AMINAH"),
        ("É".encode() + b"\xc9" + "É".encode(), "ÉÉÉ"),
        (b"x" * ((1 << 20) - 1) + "é".encode(), "x" * ((1 << 20) - 1) + "é"),
        (b"cut in a sign \xc3", "cut in a sign Ã"),
        (b"no sign of Windows \x81", "no sign of Windows \ufffd"),
        (b"a\r\nb\rc\nd", "a\nb\nc\nd"),
    ],
)
def test_any_bytes_are_text(content: bytes, text: str) -> None:
    """One bad byte costs one sign; the rest of the file stays what it is."""
    with decoded(BytesIO(content)) as stream:
        assert stream.read() == text


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"sep=;\nNIK;NAMA\n1;SITI, S.PD\n", [["NIK", "NAMA"], ["1", "SITI, S.PD"]]),
        (b'"sep=|"\nNIK|NAMA\n1|A;B;C\n', [["NIK", "NAMA"], ["1", "A;B;C"]]),
        (b"sep=\t\nNIK\tNAMA\n", [["NIK", "NAMA"]]),
        (b"sep=no\nNIK,NAMA\n", [["sep=no"], ["NIK", "NAMA"]]),
        (b'NIK,NAMA\n1,"' + b"x" * 300_000 + b',y"\n', [["NIK", "NAMA"], ["1", "x" * 300_000 + ",y"]]),
    ],
)
def test_rows_are_those_that_excel_shows(content: bytes, rows: list[list[str]]) -> None:
    with text_sheets(BytesIO(content), load_limits()) as sheets:
        assert [list(sheet.rows) for sheet in sheets] == [rows]
