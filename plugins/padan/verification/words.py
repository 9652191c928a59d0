"""What is told, in both languages: here and not in a template, since a pack must explain itself without Padan."""

from __future__ import annotations

WORDS = {
    "id": {
        "touched": "BERUBAH      {name}: isinya bukan lagi isi aslinya",
        "either": "BERUBAH      {name}: keduanya tidak cocok, salah satunya diubah",
        "missing": "HILANG       {name}: seharusnya ada",
        "extra": "BERLEBIH     {name}: tidak tercantum di mana pun",
        "container": "BERUBAH      {name}: wadah zip-nya diubah",
        "unlinked": "TIDAK COCOK  {name}: tidak sesuai dengan manifest",
        "unprinted": "TIDAK COCOK  {name}: tidak mencetak SHA-256 manifest ini",
        "unsealed": "TIDAK COCOK  {name}: bukan PDF yang disegel bersama manifest ini",
        "unread": "Catatan: teks {name} tidak terbaca di sini (perlu pypdf); hanya byte-nya yang diperiksa.",
        "unlisted": "Catatan: daftar dalam {name} tidak dapat dipercaya; berkas lain tidak diperiksa terhadapnya.",
        "whole": "UTUH: {count} berkas diperiksa; tidak ada yang berubah, hilang, atau berlebih.",
        "broken": "TIDAK UTUH: {faults} temuan pada {count} berkas. Jangan dipakai sebagai bukti.",
        "nothing": "{name} tidak ada, atau bukan paket bukti atau folder laporan Padan.",
    },
    "en": {
        "touched": "TOUCHED      {name}: its content is not the original one",
        "either": "TOUCHED      {name}: they disagree, one of them was changed",
        "missing": "MISSING      {name}: it should be there",
        "extra": "TOO MANY     {name}: it is listed nowhere",
        "container": "TOUCHED      {name}: the zip around it was changed",
        "unlinked": "NO MATCH     {name}: it does not fit the manifest",
        "unprinted": "NO MATCH     {name}: it does not print the SHA-256 of this manifest",
        "unsealed": "NO MATCH     {name}: it is not the PDF that was sealed with this manifest",
        "unread": "Note: the text of {name} cannot be read here (pypdf is needed), so only its bytes were checked.",
        "unlisted": "Note: the list in {name} cannot be trusted; other files were not checked against it.",
        "whole": "WHOLE: {count} files checked; none touched, missing or too many.",
        "broken": "NOT WHOLE: {faults} finding(s) in {count} files. Do not use it as evidence.",
        "nothing": "{name} is not there, or is neither an evidence pack nor a report folder of Padan.",
    },
}
"""Language → kind of finding → sentence."""
