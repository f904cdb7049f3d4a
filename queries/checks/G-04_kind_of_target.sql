-- rule:     G-04 kind of a target blank, not known, or another than the column says
-- severity: E
-- grain:    one row per text and case
-- params:   none
-- columns:  address (first of them), heading, text, cells, variant
SELECT
    arg_min(
        CASE
            WHEN b.kind_column IS NULL THEN c.address
            ELSE column_letter(b.kind_column) || c.row_no
        END,
        c.position
    ) AS address,
    arg_min(c.heading, c.position) AS heading,
    arg_min(
        CASE WHEN b.kind_column IS NULL THEN c.indicator_text ELSE c.kind_text END, c.position
    ) AS text,
    count(*) AS cells,
    CASE
        WHEN c.measure_problem = 'G-04 contrary' THEN 'contrary'
        WHEN trim(c.kind_text, ' 　') = '' THEN 'blank'
        ELSE ''
    END AS variant
FROM cell AS c
JOIN block AS b ON b.block = c.block
WHERE NOT c.is_total AND starts_with(c.measure_problem, 'G-04')
GROUP BY c.kind_text, c.measure_problem
ORDER BY min(c.position), variant
