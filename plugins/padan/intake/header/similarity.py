"""How much a head that no alias names resembles those that are known.

Heads are compared word by word: abbreviations are spelt out, words that only explain (WAJIB DIISI) are left
out, and each remaining word is compared with each of an alias'. A word too many counts as much as a word too
few, so that NAMA IBU KANDUNG is no NAMA; a word that belongs to somebody or something else (the contract's
`head_strangers`) rules an alias out that does not hold it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache

from padan.contracts import Contract
from padan.contracts.headers import key, normalise
from padan.intake.header.model import Guess

_SHORT = 3
_ALIKE = 0.75
_SHORT_ALIKE = 0.8
_WRITTEN_TOGETHER = 10
_LONG_WORD = 6
_NEARLY = 0.85
_LONGEST_HEAD = 80
_NEVER_QUITE = 0.99

Words = tuple[str, ...]


def guesses(text: str, contract: Contract, part: str) -> tuple[Guess, ...]:
    """Fields that a head may mean, the likeliest first, one entry a field.

    Columns that are dropped and the running number are no guesses: nothing is lost where they stay unknown.
    """
    if len(text) > _LONGEST_HEAD or not key(text):
        return ()
    return _guesses(text, _known(_ByName(contract), part))


@lru_cache(maxsize=8192)
def _guesses(text: str, known: _Known) -> tuple[Guess, ...]:
    words = known.words(text)
    best: dict[str, float] = {}
    for field, alias in known.near(words):
        score = known.by_words(words, alias)
        if score > best.get(field, 0):
            best[field] = score
    together = key(text)
    if len(text.split()) == 1 and len(together) >= _WRITTEN_TOGETHER and together not in known.strangers:
        for field, letters in known.letters:
            best[field] = max(best.get(field, 0.0), _ratio(together, letters))
    found = [Guess(field, round(min(score, _NEVER_QUITE), 2)) for field, score in best.items() if score]
    return tuple(sorted(found, key=lambda guess: (-guess.confidence, guess.field)))


class _Known:
    """The contract's heads as words; one instance a contract and part."""

    def __init__(self, contract: Contract, part: str) -> None:
        self._contract = contract
        self.strangers = _single_words(contract, "head_strangers")
        self._fillers = _single_words(contract, "head_fillers")
        named = [
            (column.name, alias)
            for column in contract.columns_of(part)
            if not column.dropped and column.kind != "running_number"
            for alias in (column.name, *column.aliases)
        ]
        self.letters = tuple(sorted({(field, key(alias)) for field, alias in named}))
        self._by_word: dict[str, set[tuple[str, Words]]] = defaultdict(set)
        for field, alias in named:
            words = self.words(alias)
            for word in words:
                self._by_word[word].add((field, words))

    def words(self, text: str) -> Words:
        """The words of a head: abbreviations spelt out, explanations left out unless there is nothing else."""
        spelt = [self._contract.word("head_words", word) or word for word in normalise(text).split()]
        telling = tuple(word for word in spelt if not self._explains(word))
        return telling or tuple(spelt)

    def near(self, head: Words) -> set[tuple[str, Words]]:
        """Fields and aliases that have a word in common with a head, or one that resembles it."""
        return {one for word in head for alike in self._alike(word) for one in self._by_word[alike]}

    def by_words(self, head: Words, alias: Words) -> float:
        """Twice the alike words over all words of both; each word counts once, the most alike pairs first."""
        alike = [
            (self._alike(head[one]).get(alias[two], 0.0), one, two)
            for one in range(len(head))
            for two in range(len(alias))
        ]
        heads_left, alias_left, total = set(range(len(head))), set(range(len(alias))), 0.0
        for share, one, two in sorted(alike, key=lambda pair: (-pair[0], pair[1], pair[2])):
            if share and one in heads_left and two in alias_left:
                heads_left.remove(one)
                alias_left.remove(two)
                total += share
        if any(head[one] in self.strangers for one in heads_left):
            return 0.0
        return 2 * total / (len(head) + len(alias))

    def _explains(self, word: str) -> bool:
        if word in self._fillers or len(word) < _LONG_WORD:
            return word in self._fillers
        return any(len(filler) >= _LONG_WORD and _ratio(word, filler) >= _NEARLY for filler in self._fillers)

    def _alike(self, word: str) -> dict[str, float]:
        """Words of known heads that a word is or resembles; one that is known (PEKERJAAN) is no misspelling."""
        if word in self._by_word:
            return {word: 1.0}
        if word in self.strangers or len(word) < _SHORT:
            return {}
        return _resembling(word, self._lexicon)

    @cached_property
    def _lexicon(self) -> Words:
        return tuple(sorted(word for word in self._by_word if len(word) >= _SHORT))


@lru_cache(maxsize=8192)
def _resembling(word: str, lexicon: Words) -> dict[str, float]:
    found = {}
    for other in lexicon:
        bound = _SHORT_ALIKE if min(len(word), len(other)) == _SHORT else _ALIKE
        if 2 * min(len(word), len(other)) >= bound * (len(word) + len(other)):
            ratio = _ratio(word, other)
            if ratio >= bound:
                found[other] = ratio
    return found


class _ByName:
    """A contract that is the same as another of its name: contracts hold dicts and cannot be hashed."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByName) and other.contract.name == self.contract.name

    def __hash__(self) -> int:
        return hash(self.contract.name)


@lru_cache(maxsize=16)
def _known(contract: _ByName, part: str) -> _Known:
    return _Known(contract.contract, part)


def _single_words(contract: Contract, field: str) -> frozenset[str]:
    lists: Iterable[tuple[str, ...]] = contract.words.get(field, {}).values()
    return frozenset(word for spellings in lists for text in spellings for word in normalise(text).split())


def _ratio(one: str, two: str) -> float:
    """Twice the letters of the longest common subsequence over the letters of both.

    The bits of `left` that were cleared are the letters of `one` in it (Hyyrö 2004).
    """
    places: dict[str, int] = {}
    for place, sign in enumerate(one):
        places[sign] = places.get(sign, 0) | 1 << place
    full = left = (1 << len(one)) - 1
    for sign in two:
        both = left & places.get(sign, 0)
        left = ((left + both) | (left - both)) & full
    return 2 * (len(one) - left.bit_count()) / (len(one) + len(two))
