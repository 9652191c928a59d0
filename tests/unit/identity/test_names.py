import pytest
from hypothesis import given
from hypothesis import strategies as st

from padan.identity.names import Name, read_name, same


@pytest.mark.parametrize(
    ("cell", "clean", "why"),
    [
        ("  ade   mulyadi ", "ADE MULYADI", "upper case, single spaces"),
        ("ADE\u00a0MULYADI,", "ADE MULYADI", "non-breaking space, trailing comma"),
        ("ADE MULYADI.", "ADE MULYADI", "trailing dot"),
        ("H. Ahmad", "AHMAD", "title with a dot"),
        ("Hj.SITI", "SITI", "title stuck to the name"),
        ("HJ SITI", "SITI", "HJ can be no name"),
        ("Drs. H. AHMAD SULAEMAN, S.Pd.I., M.Si", "AHMAD SULAEMAN", "titles before and after"),
        ("Drs. AHMAD", "AHMAD", ""),
        ("Ir. AHMAD", "AHMAD", ""),
        ("KH. AHMAD", "AHMAD", ""),
        ("KH AHMAD", "AHMAD", ""),
        ("Ust. AHMAD", "AHMAD", ""),
        ("USTADZ AHMAD", "AHMAD", ""),
        ("AHMAD, S.Pd.", "AHMAD", ""),
        ("AHMAD S.Pd.I", "AHMAD", "dots, no comma"),
        ("AHMAD S. PD", "AHMAD", "a title in two words"),
        ("AHMAD, SH", "AHMAD", "comma, no dots"),
        ("AHMAD S.H.", "AHMAD", ""),
        ("AHMAD, S.Ag., M.Si.", "AHMAD", ""),
        ("AHMAD SPD", "AHMAD", "SPD can be no name"),
        ("SANTOSO, H.", "SANTOSO", "a title put after"),
        ("ASEP (ALM)", "ASEP", ""),
        ("(Alm) ASEP", "ASEP", ""),
        ("H.M. ALI", "M. ALI", "M. stays: it may be Muhammad"),
        ("KH. Moch. Ali", "MOCH. ALI", ""),
        ("Ustzh. SITI", "SITI", ""),
        ("Ibu SITI", "SITI", ""),
        ("ASEP, A.Md.Kom", "ASEP", "a degree in three words"),
        ("SITI NURHALIZA.,", "SITI NURHALIZA", "dot and comma at the end"),
        ("Dr. H. ASEP, S.Pd.I., M.Pd", "ASEP", ""),
        ("H AHMAD", "H AHMAD", "a bare H may be a name"),
        ("M AHMAD", "M AHMAD", "a bare M may be a name"),
        ("AHMAD S", "AHMAD S", "a bare S may be a name"),
        ("AHMAD S.", "AHMAD S.", "S. alone is no degree"),
        ("ADE ST", "ADE ST", "a bare ST may be a name"),
        ("ST AISYAH", "ST AISYAH", "and before it, too"),
        ("IR", "IR", "one word always stays"),
        ("H.", "H.", "one word always stays"),
        ("M.RIZKY", "M. RIZKY", ""),
        ("MA\u2019MUN", "MA'MUN", ""),
        ("SANTOSO, BUDI", "SANTOSO BUDI", "what is no title stays"),
        ("SITI BINTI H. AHMAD", "SITI BINTI H. AHMAD", "the patronym stays in the name"),
        ("SITI", "SITI", "one word"),
        ("-", "", ""),
        ("BELUM ADA", "", ""),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_clean(cell: str | None, clean: str, why: str) -> None:
    assert read_name(cell).clean == clean, why


@pytest.mark.parametrize(
    ("cell", "own", "patronym"),
    [
        ("ADE BIN UJANG", "ADE", "UJANG"),
        ("SITI BINTI H. AHMAD", "SITI", "AHMAD"),
        ("SITI BT AHMAD", "SITI", "AHMAD"),
        ("SITI BT. AHMAD", "SITI", "AHMAD"),
        ("ADE B. UJANG", "ADE", "UJANG"),
        ("ADE B UJANG", "ADE B UJANG", None),
        ("BINTI UJANG", "BINTI UJANG", None),
        ("ADE BIN", "ADE", None),
        ("M. ADE BIN UJANG SUPRIATNA", "M ADE", "UJANG SUPRIATNA"),
    ],
)
def test_patronym_is_its_own_feature(cell: str, own: str, patronym: str | None) -> None:
    read = read_name(cell)
    assert (" ".join(read.words), read.patronym) == (own, patronym)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("ADE MULYADI", "MULYADI ADE", "word order"),
        ("M. ALI", "MUHAMMAD ALI", "M. is Muhammad"),
        ("M ALI", "MUHAMMAD ALI", "a bare M may be Muhammad"),
        ("M ALI", "ALI", "or it is the extra word"),
        ("MOH. ALI", "MOCHAMAD ALI", ""),
        ("MUHAMAD ALI", "MOHAMMAD ALI", ""),
        ("MUH ALI", "MHD. ALI", ""),
        ("MOEHAMMAD ALI", "MUHAMMAD ALI", "old spelling of it"),
        ("ADE MULYADI", "ADE MULYADI PUTRA", "an extra word"),
        ("BUDI", "BUDI SANTOSO", "one word and an extra one"),
        ("SOEKARNO", "SUKARNO", "oe"),
        ("DJOKO", "JOKO", "dj"),
        ("TJAHYA", "CAHYA", "tj"),
        ("NJOMAN", "NYOMAN", "nj"),
        ("SJARIF", "SYARIF", "sj"),
        ("ACHMAD", "AHMAD", "ch"),
        ("SULAEMAN", "SULAIMAN", "ae"),
        ("YUSUF", "YUSUP", "f"),
        ("RIZKI", "RIZKY", "y"),
        ("NOVI", "NOPI", "v"),
        ("ABDUL ROHIM", "ABDULROHIM", "written together"),
        ("NUR-AINI", "NURAINI", ""),
        ("MA'MUN", "MAMUN", ""),
        ("H. ADE MULYADI, S.Pd", "Ade Mulyadi", "titles"),
        ("ADE BIN UJANG", "ADE", "the patronym does not count"),
        ("ADE BIN UJANG", "ADE UJANG", ""),
    ],
)
def test_same(one: str, other: str, why: str) -> None:
    assert same(read_name(one), read_name(other)), why
    assert same(read_name(other), read_name(one)), why


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("BUDI SANTOSO", "BUDI SETIAWAN", "another second name"),
        ("ADE MAMAN", "ADE MULYADI", "another second name"),
        ("M", "BUDI", "nothing in common"),
        ("M ALI", "MULYADI ALI", "M is Muhammad, not any word with M"),
        ("M ADE MULYADI", "ADE MULYADI PUTRA", "one word more on each side"),
        ("ADE", "ADE MULYADI PUTRA", "two words more"),
        ("ADE ADE", "ADE MAMAN", "each word as often"),
        ("SITI", "AISYAH", ""),
        ("", "ADE", "no name is nobody's"),
        ("", "", "no name is nobody's"),
        ("-", "BELUM ADA", "no name is nobody's"),
    ],
)
def test_different(one: str, other: str, why: str) -> None:
    assert not same(read_name(one), read_name(other)), why
    assert not same(read_name(other), read_name(one)), why


def test_a_bare_m_stays_m_for_comparing() -> None:
    assert read_name("M. ALI").words == ("M", "ALI")
    assert read_name("MOH ALI").words == ("MUHAMMAD", "ALI")


@given(st.text() | st.text(alphabet="HMSTPDI.,abin' -()", max_size=30))
def test_any_text_is_read(text: str) -> None:
    name = read_name(text)
    assert isinstance(name, Name)
    assert name.clean == " ".join(name.clean.split())
    assert all(name.words)


@given(st.lists(st.text(alphabet="ABCDEFGHIJKLMNOPRSTUWYZ", min_size=3, max_size=8), min_size=1, max_size=4))
def test_a_name_is_the_same_as_itself_in_any_order(parts: list[str]) -> None:
    name = read_name(" ".join(parts))
    # A word that stands for nothing, such as NULL, is nobody's name.
    assert same(name, name) == bool(name.words)
    assert bool(name.words) == same(name, Name(name.clean, tuple(reversed(name.words)), None))
