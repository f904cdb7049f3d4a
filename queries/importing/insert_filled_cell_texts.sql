-- insert_filled_cell_texts: the texts of a table whose rows are in filled_row, into cell_text
-- grain:   one row per row of the table and column with figures
-- params:  $block, $has_part (boolean: the rows have the quarter or month of a year in the
-- params:  headings), $code_column, $unit_column, $status_column, $note_column, $note_en_column,
-- params:  $sum_column, $kind_column (numbers of columns, or NULL)
INSERT INTO cell_text
SELECT
    t.row_no,
    f.column_no,
    f.block,
    coalesce(nullif(f.place_text, ''), t.place_text) AS place_text,
    coalesce(t.fields[CAST($code_column AS INTEGER)], '') AS code_text,
    coalesce(
        -- A year in the heading and the quarter in a column: the row has only the quarter.
        nullif(f.period_text, '') || CASE WHEN $has_part THEN t.period_text ELSE '' END,
        t.period_text
    ) AS period_text,
    coalesce(nullif(f.indicator_text, ''), t.indicator_text) AS indicator_text,
    coalesce(nullif(f.unit_text, ''), t.fields[CAST($unit_column AS INTEGER)], '') AS unit_text,
    CASE WHEN f.measure = 'break' THEN '' ELSE coalesce(t.fields[f.column_no], '') END AS value_text,
    coalesce(t.fields[CAST($status_column AS INTEGER)], '') AS status_text,
    coalesce(t.fields[CAST($note_column AS INTEGER)], '') AS note_zh,
    coalesce(t.fields[CAST($note_en_column AS INTEGER)], '') AS note_en,
    trim(coalesce(t.fields[CAST($sum_column AS INTEGER)], '')) <> '' AS is_sum,
    f.measure,
    coalesce(t.fields[CAST($kind_column AS INTEGER)], '') AS kind_text
FROM filled_row AS t
JOIN block_column AS f ON f.block = $block
