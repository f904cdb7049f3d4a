-- cell: every figure of the table: its texts, what they mean, and the rules that say why not
-- grain:   one row per figure
-- params:  $limit (no figure is as large)
-- columns: row_no, column_no, block, position, address, heading, place_text, code_text,
-- columns: period_text, indicator_text, unit_text, value_text, status_text, kind_text, note_zh, note_en,
-- columns: region_code, place_problem, is_total, total_region_code, is_part, period, year,
-- columns: frequency, period_problem, indicator, indicator_problem, measure, measure_problem, kind,
-- columns: unit_problem,
-- columns: unit_factor, number, value, status, state, value_problem, has_unit_word, has_note,
-- columns: scale, is_percent, is_full_width, is_grouped, is_accounting, is_usable, cumulative (what
-- columns: the file says where value is what a part of the year adds; see settle_discrete)
-- filled:  here, by SQL
CREATE OR REPLACE TABLE cell AS
WITH joined AS (
    SELECT
        c.* EXCLUDE (unit_text, measure, is_sum),
        CASE
            WHEN c.measure = 'break' THEN 'break'
            WHEN k.measure IN ('annual', 'plan') THEN k.measure
            WHEN k.measure = 'actual' OR c.measure = 'actual' THEN ''
            WHEN i.measure = 'plan' OR c.measure IN ('annual', 'plan')
                THEN CASE WHEN i.measure = 'plan' THEN 'plan' ELSE c.measure END
            ELSE coalesce(i.measure, '')
        END AS measure,
        CASE
            -- What nothing says clearly is asked for the table (G-01).
            WHEN c.measure = 'unsure' THEN 'G-01'
            WHEN trim(c.kind_text, ' 　') <> '' AND k.measure = '' THEN 'G-04'
            WHEN c.measure = 'row' AND k.measure = '' AND coalesce(i.measure, '') = '' THEN 'G-04'
            WHEN c.measure IN ('annual', 'plan') AND k.measure = 'actual' THEN 'G-04 contrary'
            WHEN 'actual' IN (c.measure, k.measure)
                AND (k.measure IN ('annual', 'plan') OR i.measure <> '') THEN 'G-04 contrary'
            ELSE ''
        END AS measure_problem,
        coalesce(nullif(c.unit_text, ''), i.unit_in_name, '') AS unit_text,
        f.heading,
        CASE WHEN c.measure = 'break' AND everywhere_of(c.place_text, c.code_text) THEN ''
            ELSE coalesce(p.region_code, '') END AS region_code,
        CASE
            WHEN c.measure = 'break' AND everywhere_of(c.place_text, c.code_text) THEN ''
            WHEN c.measure = 'break' AND p.is_total THEN 'G-10'
            ELSE coalesce(p.problem, 'P-02')
        END AS place_problem,
        c.measure <> 'break' AND (c.is_sum OR coalesce(p.is_total, FALSE)) AS is_total,
        CASE WHEN c.is_sum THEN p.region_code ELSE coalesce(p.total_code, '') END AS total_region_code,
        coalesce(p.is_part, FALSE) AS is_part,
        coalesce(t.period, '') AS period,
        t.year,
        coalesce(t.frequency, '') AS frequency,
        coalesce(t.problem, 'T-01') AS period_problem,
        coalesce(i.indicator, '') AS indicator,
        coalesce(i.problem, 'I-01') AS indicator_problem,
        coalesce(i.kind, '') AS kind,
        coalesce(u.problem, '') AS unit_problem,
        coalesce(u.factor, 1) AS unit_factor,
        coalesce(s.status, '') AS status_word,
        CASE WHEN c.measure = 'break' THEN '' ELSE coalesce(o.state, '') END AS state,
        coalesce(o.number, TRY_CAST(c.value_text AS DOUBLE)) AS number,
        coalesce(o.has_unit_word, FALSE) AS has_unit_word,
        coalesce(o.multiple, 1) AS multiple,
        coalesce(o.is_percent, FALSE) AS is_percent,
        coalesce(o.status, '') AS doubt,
        coalesce(o.is_full_width, FALSE) AS is_full_width,
        coalesce(o.is_grouped, FALSE) AS is_grouped,
        coalesce(o.is_accounting, FALSE) AS is_accounting,
        coalesce(o.has_note, FALSE) AS has_note,
        d.scale,
        CASE
            WHEN c.measure = 'break' THEN ''
            WHEN j.row_no IS NOT NULL THEN 'V-21'
            WHEN coalesce(o.problem, '') <> '' THEN o.problem
            WHEN o.is_percent AND i.kind <> 'rate' THEN 'V-01'
            WHEN o.unit_word <> '' AND o.unit_word <> i.unit_zh THEN 'V-01 unit'
            WHEN o.is_money AND i.kind <> 'money' THEN 'V-01 unit'
            WHEN s.status = '' THEN 'V-01 status'
            -- What is shown divided fits the unit of its heading, or there is none; or nobody knows.
            WHEN d.scale IS NOT NULL AND u.factor NOT IN (1, d.scale) THEN 'V-20'
            ELSE ''
        END AS value_problem
    FROM cell_text AS c
    JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
    LEFT JOIN place_text AS p ON p.place_text = c.place_text AND p.code_text = c.code_text
    LEFT JOIN period_text AS t ON t.period_text = c.period_text
    LEFT JOIN indicator_text AS i ON i.indicator_text = c.indicator_text
    LEFT JOIN unit_text AS u
        ON u.indicator = i.indicator
        AND u.unit_text = coalesce(nullif(c.unit_text, ''), i.unit_in_name)
    LEFT JOIN kind_text AS k ON k.kind_text = c.kind_text
    LEFT JOIN status_text AS s ON s.status_text = c.status_text
    LEFT JOIN odd_value AS o ON o.value_text = c.value_text
    LEFT JOIN scaled_cell AS d ON d.row_no = c.row_no AND d.column_no = c.column_no
    LEFT JOIN joint_cell AS j ON j.row_no = c.row_no AND j.column_no = c.column_no
),
multiplied AS (
    SELECT
        *,
        CASE
            WHEN value_problem <> '' OR state <> '' OR unit_problem <> '' THEN NULL
            WHEN has_unit_word THEN drop_noise(number * multiple)
            -- The number that is held is in the base unit already.
            WHEN scale IS NOT NULL THEN number
            ELSE drop_noise(number * unit_factor)
        END AS any_value
    FROM joined
),
valued AS (
    SELECT
        * REPLACE (
            CASE WHEN abs(any_value) < $limit OR any_value IS NULL THEN value_problem ELSE 'V-18' END
                AS value_problem,
            CASE WHEN isfinite(number) THEN number END AS number
        ),
        CASE WHEN abs(any_value) < $limit THEN any_value END AS value
    FROM multiplied
)
SELECT
    row_no,
    column_no,
    block,
    cell_position(row_no, column_no) AS position,
    column_letter(column_no) || row_no AS address,
    heading,
    place_text,
    code_text,
    period_text,
    indicator_text,
    unit_text,
    value_text,
    status_text,
    kind_text,
    note_zh,
    note_en,
    region_code,
    place_problem,
    is_total,
    total_region_code,
    is_part,
    period,
    year,
    frequency,
    period_problem,
    indicator,
    indicator_problem,
    measure,
    measure_problem,
    kind,
    unit_problem,
    unit_factor,
    number,
    value,
    CASE
        WHEN state <> '' THEN CASE
            WHEN status_word IN ('not_reported', 'not_applicable', 'below_unit', 'confidential')
                THEN status_word
            ELSE state
        END
        WHEN status_word IN ('', 'final') THEN coalesce(nullif(doubt, ''), 'final')
        ELSE status_word
    END AS status,
    state,
    value_problem,
    has_unit_word,
    has_note,
    scale,
    is_percent,
    is_full_width,
    is_grouped,
    is_accounting,
    NOT is_total
        AND place_problem = '' AND period_problem = '' AND indicator_problem = ''
        AND unit_problem = '' AND value_problem = '' AND measure_problem = ''
        AND CASE measure
            WHEN '' THEN value IS NOT NULL OR state <> ''
            WHEN 'break' THEN frequency = 'A' AND trim(note_zh || note_en, ' 　') <> ''
            ELSE frequency = 'A' AND value IS NOT NULL
        END AS is_usable,
    CAST(NULL AS DOUBLE) AS cumulative
FROM valued
