-- How two rows are compared: what the conditions of the model's levels ask (plugins/padan/linkage/comparisons.py).
-- DuckDB's SQL, run once a connection before Splink. A change here needs a new model: `make train-model`.

-- How well the words of the shorter name are found in the longer one: mean of the best Jaro-Winkler of each, 0 to 1.
CREATE OR REPLACE MACRO best_words(shorter, longer) AS
    list_avg(list_transform(shorter, lambda word: list_max(list_transform(longer, lambda other: jaro_winkler_similarity(word, other)))));

CREATE OR REPLACE MACRO similar_words(one, other) AS
    abs(len(one) - len(other)) <= 1
    AND CASE WHEN len(one) <= len(other) THEN best_words(one, other) ELSE best_words(other, one) END >= 0.9;

-- Whether one name has all words of the other and exactly one more.
CREATE OR REPLACE MACRO one_word_apart(one, other) AS
    abs(len(one) - len(other)) = 1 AND len(one) + len(other) - 2 * len(list_intersect(one, other)) = 1;

-- Whether one letter was typed wrong, left out, added, or changed places with its neighbour.
CREATE OR REPLACE MACRO one_letter_apart(joined_l, joined_r, sorted_l, sorted_r) AS
    least(length(joined_l), length(joined_r)) >= 5
    AND abs(length(joined_l) - length(joined_r)) <= 1
    AND least(damerau_levenshtein(joined_l, joined_r), damerau_levenshtein(sorted_l, sorted_r)) <= 1;

-- Birth dates as 'YYYYMMDD'.
CREATE OR REPLACE MACRO day_month_swapped(one, other) AS
    left(one, 4) = left(other, 4) AND substr(one, 5, 2) = right(other, 2) AND right(one, 2) = substr(other, 5, 2);

-- What is left of a damaged NIK beside a whole one: kind and digits of the damaged, or whole, one; the whole one.

-- Excel's fifteen digits agree. Low serials (000x) tell little, because everybody of a place and day has them.
CREATE OR REPLACE MACRO cut_agrees(kind, digits, whole) AS kind = 'cut' AND left(whole, 15) = digits;
CREATE OR REPLACE MACRO few_agree(kind, digits, whole) AS kind = 'few' AND starts_with(whole, digits);
-- Sixteen digits of one place and day, one digit of the serial another: a slip of the pen, or twins.
CREATE OR REPLACE MACRO serial_slip(digits, whole) AS
    length(digits) = 16 AND left(digits, 12) = left(whole, 12) AND damerau_levenshtein(digits, whole) = 1;
-- One edit leaves the first or the last half alone, two leave a third alone: asked first, because the distance is dear.
CREATE OR REPLACE MACRO slip(kind, digits, whole) AS
    (kind = 'slip' AND digits = whole)
    OR (
        kind IN ('slip', 'whole') AND (length(digits) <> 16 OR left(digits, 12) <> left(whole, 12))
        AND (left(digits, 7) = left(whole, 7) OR right(digits, 7) = right(whole, 7))
        AND damerau_levenshtein(digits, whole) = 1
    );
CREATE OR REPLACE MACRO two_slips(kind, digits, whole) AS
    kind IN ('slip', 'whole') AND left(digits, 12) <> left(whole, 12)
    AND (left(digits, 5) = left(whole, 5) OR right(digits, 5) = right(whole, 5) OR substr(digits, 6, 6) = substr(whole, 6, 6))
    AND damerau_levenshtein(digits, whole) = 2;
