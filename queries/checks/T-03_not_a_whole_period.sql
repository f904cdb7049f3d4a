-- rule:     T-03 cumulative or half-year period, span of two years; years beside quarters or months
-- severity: E
-- grain:    one row per text, and one per indicator with mixed periods
-- params:   none
-- columns:  address (first of them), text, cells, variant, name_zh, name_en
WITH mixture AS (
    SELECT indicator
    FROM cell
    WHERE NOT is_total AND indicator <> '' AND frequency <> '' AND measure = ''
    GROUP BY indicator
    HAVING min(frequency) <> max(frequency)
),
placed AS (
    SELECT
        c.indicator,
        c.period_text,
        c.period_problem,
        c.frequency,
        c.position,
        coalesce(f.period_address, column_letter(f.period_column) || c.row_no) AS period_address
    FROM cell AS c
    JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
    -- Few tables have either: only their cells are looked at again.
    WHERE NOT c.is_total
        AND (starts_with(c.period_problem, 'T-03') OR (
            c.measure = '' AND c.indicator IN (SELECT indicator FROM mixture)
        ))
),
cumulative AS (
    SELECT
        arg_min(period_address, position) AS address,
        period_text AS text,
        count(*) AS cells,
        -- T-03 span, T-03 either, T-03 note, T-03 tenth
        trim(replace(any_value(period_problem), 'T-03', '')) AS variant,
        '' AS name_zh,
        '' AS name_en,
        min(position) AS position
    FROM placed
    WHERE starts_with(period_problem, 'T-03')
    GROUP BY period_text
),
mixed AS (
    SELECT
        arg_min(p.period_address, p.position) FILTER (WHERE p.frequency <> 'A') AS address,
        arg_min(p.period_text, p.position) FILTER (WHERE p.frequency <> 'A') AS text,
        count(*) FILTER (WHERE p.frequency <> 'A') AS cells,
        'mixed' AS variant,
        any_value(i.name_zh) AS name_zh,
        any_value(i.name_en) AS name_en,
        min(p.position) AS position
    FROM placed AS p
    JOIN (SELECT DISTINCT indicator, name_zh, name_en FROM indicator_text) AS i
        ON i.indicator = p.indicator
    WHERE p.indicator IN (SELECT indicator FROM mixture) AND p.frequency <> ''
    GROUP BY p.indicator
)
SELECT address, text, cells, variant, name_zh, name_en
FROM (SELECT * FROM cumulative UNION ALL SELECT * FROM mixed)
ORDER BY position, variant
