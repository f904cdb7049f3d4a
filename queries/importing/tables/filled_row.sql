-- filled_row: rows of a table whose blank places or periods are filled down, or joined of several
-- grain:   one row per row of the table
-- params:  $block, $blanks (characters that are trimmed), $joint (between a place and those above
-- params:  it), $part_joint (between a year and its part), $fill_place, $fill_period (boolean)
-- columns: row_no, fields, place_text, period_text, indicator_text, own_text, parent_text,
-- columns: own_period
-- filled:  here, by SQL
CREATE OR REPLACE TABLE filled_row AS
WITH plain AS (
    SELECT
        t.row_no,
        t.fields,
        trim(coalesce(t.fields[b.outer_column], ''), $blanks) AS outer_text,
        trim(coalesce(t.fields[b.parent_column], ''), $blanks) AS parent_text,
        trim(coalesce(nullif(b.place_text, ''), t.fields[b.place_column], ''), $blanks) AS own_text,
        trim(coalesce(t.fields[b.period_column], ''), $blanks) AS period_text,
        trim(coalesce(t.fields[b.part_column], ''), $blanks) AS part_text,
        coalesce(t.fields[b.indicator_column], '') AS indicator_text,
        b.parent_column IS NOT NULL AS has_parents,
        b.part_column IS NOT NULL AS has_parts
    FROM data_row AS t
    JOIN block AS b ON b.block = $block AND t.row_no > b.head_row AND t.row_no <= b.last_row
    WHERE NOT t.is_blank
),
grouped AS (
    SELECT
        *,
        last_value(nullif(outer_text, '') IGNORE NULLS) OVER row_order AS outer_filled,
        count(*) FILTER (WHERE outer_text <> '') OVER row_order AS outer_group
    FROM plain
    WINDOW row_order AS (ORDER BY row_no ROWS UNBOUNDED PRECEDING)
),
filled AS (
    SELECT
        *,
        last_value(nullif(parent_text, '') IGNORE NULLS) OVER (
            PARTITION BY outer_group ORDER BY row_no ROWS UNBOUNDED PRECEDING
        ) AS parent_filled,
        last_value(nullif(own_text, '') IGNORE NULLS) OVER row_order AS own_filled,
        last_value(nullif(period_text, '') IGNORE NULLS) OVER row_order AS period_filled
    FROM grouped
    WINDOW row_order AS (ORDER BY row_no ROWS UNBOUNDED PRECEDING)
)
SELECT
    row_no,
    fields,
    CASE
        WHEN has_parents AND own_text <> '' THEN concat_ws($joint, outer_filled, parent_filled, own_text)
        WHEN has_parents AND parent_text <> '' THEN concat_ws($joint, outer_filled, parent_text)
        WHEN has_parents THEN outer_text
        WHEN $fill_place AND own_text = '' THEN coalesce(own_filled, '')
        ELSE own_text
    END AS place_text,
    CASE WHEN $fill_period AND period_text = '' THEN coalesce(period_filled, '') ELSE period_text END
        || CASE WHEN has_parts AND part_text <> '' THEN $part_joint || part_text ELSE '' END
        AS period_text,
    indicator_text,
    own_text,
    parent_text,
    period_text AS own_period
FROM filled
