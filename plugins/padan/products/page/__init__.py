"""rekonsiliasi.html: the public page, its figures and the drawings on it."""
