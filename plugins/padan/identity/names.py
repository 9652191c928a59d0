"""Names of people: cleaned for reading, in words for comparing."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from padan.identity.text import is_blank, squeeze, without_accents
from padan.identity.words import words

MUHAMMAD, BARE_M = "MUHAMMAD", "M"
_LONGEST_TITLE = 4
_TOKEN = re.compile(r"([^\s.,;()\[\]]+)(\.?)")
_NOT_LETTERS = re.compile(r"[^A-Z]+")
_APART = re.compile(r"[-/+&]+")
_DOUBLED = re.compile(r"(.)\1+")
_PLAIN = re.compile(r"[A-Z]+(?: [A-Z]+)*")


class Name(NamedTuple):
    """One name as read.

    clean: upper case, single spaces, titles removed, patronym kept; '' where the cell is blank.
    words: words for comparing, in order, spelling unified, without the patronym; a bare M stays 'M'.
    patronym: what follows bin or binti, upper case; else None.
    """

    clean: str
    words: tuple[str, ...]
    patronym: str | None


class _Token(NamedTuple):
    """One word of a name: the word, whether a dot stands right after it, after how many commas it stands."""

    word: str
    dot: bool
    commas: int


_NO_NAME = Name("", (), None)


@lru_cache(maxsize=131072)
def read_name(text: str | None) -> Name:
    """Read one name cell; a blank one, or one of the blank words, is Name('', (), None).

    1. Upper case, single spaces, dots and commas taken as marks, not as letters.
    2. Titles before go if they have a dot or can be no name; titles after, if they have a comma or a dot or
       can be no name. A bare H, M, S or ST may be a name and stays. At least one word stays.
    3. What follows bin or binti is the patronym.
    4. Every word is spelled one way (include/reference/words/names.yaml).
    """
    if text is None:
        return _NO_NAME
    if _PLAIN.fullmatch(text):
        written = text.split(" ")
        if _marking_words().isdisjoint(written) and text.replace(" ", "") not in words().blank:
            return Name(text, tuple(map(spell, written)), None)
    if is_blank(text):
        return _NO_NAME
    tokens = _without_titles(_tokens(squeeze(text).upper()))
    own, patronym = _split_patronym(tokens)
    spelled = (spell(part) for token in own for part in _APART.split(token.word))
    return Name(_written(tokens), tuple(word for word in spelled if word), _written(patronym) or None)


@lru_cache(maxsize=65536)
def spell(word: str) -> str:
    """Return the one spelling that a word's variants share, for comparing; '' for a word without letters."""
    lists = words()
    plain = _NOT_LETTERS.sub("", without_accents(word))
    if plain == BARE_M:
        return plain
    if plain in lists.name_words:
        return lists.name_words[plain]
    for old, new in lists.name_letters:
        plain = plain.replace(old, new)
    plain = _DOUBLED.sub(r"\1", plain)
    return _spelled_alike().get(plain, plain)


def same(a: Name, b: Name) -> bool:
    """Say whether two names may be one person's. The order of `a` and `b` does not matter.

    The rule. Of the words of both (patronyms do not count), read every bare 'M' as 'MUHAMMAD'.
    A name without words is nobody's. The names are the same if one of these holds:

    1. both have the same words, each as often, in any order;
    2. one has every word of the other, each at least as often, and exactly one word more;
    3. the words of each, in the order written and joined without spaces, are the same letters.

    So M stands for MUHAMMAD or is the one word more; it never stands for MULYADI.
    """
    first = tuple(MUHAMMAD if word == BARE_M else word for word in a.words)
    second = tuple(MUHAMMAD if word == BARE_M else word for word in b.words)
    if not first or not second:
        return False
    if first == second or "".join(first) == "".join(second):
        return True
    ours, theirs = Counter(first), Counter(second)
    return (ours - theirs).total() + (theirs - ours).total() <= 1


@lru_cache(maxsize=1)
def _spelled_alike() -> dict[str, str]:
    """Return the whole-word list as the letter rules leave it: MOEHAMAD → MUHAMAD → MUHAMMAD."""
    found: dict[str, str] = {}
    lists = words()
    for variant, word in [*lists.name_words.items(), *((word, word) for word in lists.name_words.values())]:
        plain = variant
        for old, new in lists.name_letters:
            plain = plain.replace(old, new)
        found[_DOUBLED.sub(r"\1", plain)] = word
    return found


@lru_cache(maxsize=1)
def _marking_words() -> frozenset[str]:
    """Return the words that are no part of a name even without a dot or comma: most names have none of
    them.
    """
    lists = words()
    return lists.titles_before | lists.titles_after | lists.patronym


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    commas = 0
    end = 0
    for match in _TOKEN.finditer(text):
        commas += text.count(",", end, match.start())
        end = match.end()
        word = match[1].strip("'-")
        if any(sign.isalnum() for sign in word):
            found.append(_Token(word, bool(match[2]), commas))
    return found


def _without_titles(tokens: list[_Token]) -> list[_Token]:
    lists = words()
    start, end = 0, len(tokens)
    while end - start > 1:
        kept = end - _length_of_title_after(tokens[start:end])
        if kept == end:
            break
        end = max(kept, start + 1)
    while end - start > 1:
        token = tokens[start]
        if token.word not in lists.titles_before and not (
            token.dot and token.word in lists.titles_before_with_dot
        ):
            break
        start += 1
    return tokens[start:end]


def _length_of_title_after(tokens: list[_Token]) -> int:
    """Return how many of the last words are one title (S. PD. I is one of three), 0 if none is."""
    lists = words()
    for length in range(min(_LONGEST_TITLE, len(tokens) - 1), 0, -1):
        tail = tokens[-length:]
        title = "".join(token.word for token in tail)
        after_comma = tail[0].commas > tokens[-length - 1].commas
        marked = after_comma or any(token.dot for token in tail)
        if title in lists.titles_after and (marked or length == 1):
            return length
        if title in lists.titles_after_with_mark and marked:
            return length
        if title in lists.titles_after_with_comma and after_comma:
            return length
    return 0


def _split_patronym(tokens: list[_Token]) -> tuple[list[_Token], list[_Token]]:
    lists = words()
    for place in range(1, len(tokens)):
        token = tokens[place]
        last = place == len(tokens) - 1
        if token.word in lists.patronym:
            return tokens[:place], _without_titles(tokens[place + 1 :])
        if token.dot and not last and token.word in lists.patronym_with_dot:
            return tokens[:place], _without_titles(tokens[place + 1 :])
    return tokens, []


def _written(tokens: list[_Token]) -> str:
    """Return words as a name is written: an abbreviation keeps its dot, the last word only if it is one
    letter.
    """
    last = len(tokens) - 1
    return " ".join(
        token.word + ("." if token.dot and (place < last or len(token.word) == 1) else "")
        for place, token in enumerate(tokens)
    )
