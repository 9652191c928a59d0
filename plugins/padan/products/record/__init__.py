"""The Berita Acara: its tables, the amendment it states, the signatures under it, typeset as one PDF."""
