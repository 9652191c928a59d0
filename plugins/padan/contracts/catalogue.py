"""docs/reference/messages.md, written from the contracts: what Padan says to people, in Indonesian."""

from padan.contracts.documentation import SEVERITY_WORDS
from padan.contracts.load import load_all
from padan.contracts.model import Breaker, Contract, Message, Rule

# Who mends, as a clerk calls them.
OWNER_WORDS = {
    "village": "Desa/kelurahan",
    "disnaker": "Disnaker",
    "branch": "Kantor cabang BPJS Ketenagakerjaan",
    "engineer": "Pengelola data",
}
PLACEHOLDER_WORDS = {
    "file": "nama berkas",
    "sheet": "nama lembar",
    "row": "nomor baris",
    "column": "nama kolom",
    "found": "yang terbaca",
    "expected": "yang seharusnya",
    "candidates": "kemungkinannya",
    "entry": "catatan keputusan",
}
FEED_WORDS = {
    "village_submissions": "Daftar dari desa dan kelurahan",
    "bpjs_branch_export": "Data kantor cabang BPJS Ketenagakerjaan",
    "poverty_registry": "Data kemiskinan (P3KE dan DTSEN)",
    "exclusion_lists": "Daftar pengecualian",
}

_INTRODUCTION = """# Daftar pesan

<!-- Written by `make docs` from include/contracts/*.yaml: change those, not this page. -->

Halaman ini memuat semua pesan Padan: mengapa sebuah berkas ditolak, dan apa yang salah di sebuah baris.
Cari kodenya, misalnya NIK-04, lalu lihat kolom "Siapa memperbaiki".

- Kata di antara ‹ › diganti dengan isi yang sebenarnya, misalnya nama berkas.
- NIK di kolom "Contoh benar" dipisah spasi supaya mudah dibaca. Tulis NIK tanpa spasi.
- Padan tidak pernah mengubah isi berkas. Yang memperbaiki selalu orang.

| tingkat | artinya |
|---|---|
| BLOKIR | Baris ditahan sampai diperbaiki. |
| PERBAIKI | Baris diterima, tetapi mohon diperbaiki. |
| CATATAN | Baris diterima; periksa bila sempat. |
"""


def markdown() -> str:
    """Return the page as text, the same for the same contracts."""
    contracts = list(load_all().values())
    shared = [code for code in contracts[0].refusals if all(code in other.refusals for other in contracts)]
    parts = [_INTRODUCTION, "## Berkas ditolak\n", _refusals(shared)]
    ruled: set[str] = set()
    told = list(shared)
    for contract in contracts:
        own = [message for message in contract.refusals if message not in told]
        told += own
        rules = () if contract.feed in ruled else contract.rules
        breakers = () if contract.feed in ruled else contract.breakers
        if contract.feed not in ruled:
            parts.append(f"## {FEED_WORDS[contract.feed]}\n")
            ruled.add(contract.feed)
        parts += _part(contract, own, rules, breakers)
    return "\n".join(parts)


def _part(
    contract: Contract, refusals: list[Message], rules: tuple[Rule, ...], breakers: tuple[Breaker, ...]
) -> list[str]:
    parts = [f"### Berkas ditolak: {contract.title.id}\n", _refusals(refusals)] if refusals else []
    if rules:
        parts += ["### Baris\n", _rules(rules)]
    if breakers:
        parts += ["### Seluruh daftar\n", _breakers(breakers)]
    return parts


def _refusals(messages: list[Message]) -> str:
    head = "| kode | Apa yang salah | Kenapa | Cara memperbaiki | Contoh benar | Siapa memperbaiki |\n"
    return (
        head
        + "|---|---|---|---|---|---|\n"
        + "".join(
            f"| `{message.code}` | {_said(message.id)} | {_said(message.why_id)} | {_said(message.remedy_id)} "
            f"| {_said(message.example)} | {OWNER_WORDS[message.owner]} |\n"
            for message in messages
        )
    )


def _rules(rules: tuple[Rule, ...]) -> str:
    head = (
        "| kode | tingkat | Apa yang salah | Kenapa | Cara memperbaiki | Contoh benar | Siapa memperbaiki |\n"
    )
    return (
        head
        + "|---|---|---|---|---|---|---|\n"
        + "".join(
            f"| {rule.id} | {SEVERITY_WORDS[rule.severity]} | {_said(rule.message.id)} | {_said(rule.why.id)} "
            f"| {_said(rule.remedy.id)} | {_said(rule.example)} | {OWNER_WORDS[rule.owner]} |\n"
            for rule in rules
        )
    )


def _breakers(breakers: tuple[Breaker, ...]) -> str:
    head = "| kode | tingkat | Apa yang salah | Kenapa | Cara memperbaiki | Siapa memperbaiki |\n"
    return (
        head
        + "|---|---|---|---|---|---|\n"
        + "".join(
            f"| {breaker.id} | {SEVERITY_WORDS[breaker.severity]} | {_said(breaker.message.id)} "
            f"| {_said(breaker.why.id)} | {_said(breaker.remedy.id)} | {OWNER_WORDS[breaker.owner]} |\n"
            for breaker in breakers
        )
    )


def _said(text: str) -> str:
    """Return a text with its placeholders in words, fit for a table."""
    for name, word in PLACEHOLDER_WORDS.items():
        text = text.replace(f"{{{name}}}", f"‹{word}›")
    return text.replace("|", "\\|")
