"""rekonsiliasi.xlsx and rekonsiliasi-lengkap.xlsx: what the offices work through and send back."""
