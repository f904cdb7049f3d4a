-- part_sum: what quarters and months say of their years, and months of their quarters
-- grain:   one row per key and frequency of the parts
-- params:  none
-- columns: key, frequency_no, expected, parts, total, lowest, highest, last_value, last_no, is_new,
-- columns: position, precision
-- filled:  here, by SQL
CREATE OR REPLACE TABLE part_sum AS
WITH part AS (
    SELECT
        first_key_of(s.key) AS first_key,
        frequency_of(s.key) AS frequency_no,
        ordinal_of(s.key) AS ordinal,
        s.value,
        p.position,
        p.precision
    FROM series AS s
    LEFT JOIN point AS p ON p.key = s.key
    WHERE frequency_of(s.key) > 0 AND s.value IS NOT NULL
),
placed AS (
    SELECT
        *,
        first_key + ordinal // year_step(frequency_no) AS key,
        ordinal % year_step(frequency_no) AS part_no,
        year_step(frequency_no) AS expected
    FROM part
    UNION ALL
    SELECT *, first_key + key_step('frequency') + ordinal // 3, ordinal % 3, 3
    FROM part
    WHERE frequency_no = 2
)
SELECT
    key,
    frequency_no,
    expected,
    count(*) AS parts,
    sum(value) AS total,
    min(value) AS lowest,
    max(value) AS highest,
    arg_max(value, part_no) AS last_value,
    max(part_no) AS last_no,
    bool_or(position IS NOT NULL) AS is_new,
    max(position) AS position,
    sum(precision) AS precision
FROM placed
GROUP BY key, frequency_no, expected
