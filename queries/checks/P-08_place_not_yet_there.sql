-- rule:     P-08 place did not exist in that year
-- severity: W
-- grain:    one row per change of a region and case
-- params:   none
-- columns:  address (first of them), text, cells, variant, effective, old_name, new_name, period
WITH numbered AS (
    SELECT *, row_number() OVER (ORDER BY effective, to_code, from_code) AS change_no
    FROM region_change
),
near AS (
    SELECT p.position, n.change_no
    FROM (
        SELECT indicator_no, region_no, value, position FROM point
        UNION ALL
        SELECT indicator_no, region_no, value, position FROM attached WHERE measure <> 'break'
    ) AS p
    JOIN (
        SELECT r.region_no, n.change_no
        FROM numbered AS n
        JOIN catalogue_region AS r ON r.region_code IN (n.to_code, n.from_code)
    ) AS n ON n.region_no = p.region_no
),
named AS (
    SELECT
        c.position,
        c.year,
        n.change_no,
        n.effective_year,
        n.from_name <> ''
            AND (c.region_code = n.from_code OR contains(c.place_text, n.from_name)) AS is_old
    FROM near AS x
    JOIN cell AS c ON c.position = x.position
    JOIN numbered AS n ON n.change_no = x.change_no
),
counted AS (
    SELECT
        change_no,
        is_old,
        min(position) AS position,
        count(*) AS cells
    FROM named
    WHERE CASE WHEN is_old THEN year > effective_year ELSE year < effective_year END
    GROUP BY change_no, is_old
)
SELECT
    coalesce(f.place_address, column_letter(coalesce(f.place_column, f.code_column)) || c.row_no)
        AS address,
    coalesce(nullif(c.place_text, ''), c.code_text) AS text,
    k.cells,
    CASE WHEN k.is_old THEN '' WHEN n.from_name = '' THEN 'founded' ELSE 'before' END AS variant,
    n.effective,
    n.from_name AS old_name,
    n.to_name AS new_name,
    c.period
FROM counted AS k
JOIN numbered AS n ON n.change_no = k.change_no
JOIN cell AS c ON c.position = k.position
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
ORDER BY k.position, n.change_no
