-- odd_line: rows to look at again: eleven digits (V-16), or a cell that begins like a formula (V-11)
-- grain:   one row per row of the file
-- params:  none
-- columns: row_no, fields
-- filled:  here, by SQL
-- One look at the whole row is much cheaper than one at each of its cells, and one for two rules than two.
CREATE OR REPLACE TABLE odd_line AS
SELECT row_no, fields
FROM text_row
WHERE regexp_matches(
    line,
    '[0-9０-９](?:[ 　\xA0‐‑‒–—－-]?[0-9０-９]){10}|(^|[,;\t|，\x1f"])[\s　]*([=+@]|-[^0-9.])'
)
