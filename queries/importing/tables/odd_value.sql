-- odd_value: every text of a value that is not a plain number, taken apart
-- grain:   one row per text
-- params:  $full_width, $half_width (characters), $pattern (of a number with all around it), $power
-- columns: value_text, state, problem, number, multiple, unit_word, is_money, has_unit_word,
-- columns: is_percent, status, is_full_width, is_grouped, is_accounting, has_note
-- filled:  here, by SQL
CREATE OR REPLACE TABLE odd_value AS
WITH odd AS (
    SELECT DISTINCT value_text
    FROM cell_text
    WHERE NOT regexp_full_match(value_text, '-?[0-9]{1,14}(\.[0-9]+)?')
),
narrow AS (
    SELECT
        value_text,
        lower(trim(
            -- translate is slow, and most odd texts are plain ASCII.
            CASE
                WHEN regexp_full_match(value_text, '[ -~]*') THEN value_text
                ELSE translate(value_text, $full_width, $half_width)
            END
        )) AS text
    FROM odd
),
plain AS (
    SELECT
        value_text,
        -- 1 234 567: spaces between groups of three are thousands separators as well.
        CASE
            WHEN contains(text, ' ')
                AND regexp_full_match(text, '-?[0-9]{1,3}( [0-9]{3})+(\.[0-9]+)?')
                THEN replace(text, ' ', '')
            ELSE text
        END AS text
    FROM narrow
),
parts AS (
    SELECT
        value_text,
        text,
        -- Most odd texts are odd in one way only; taking all of them apart is slow.
        CASE
            WHEN regexp_full_match(text, '-?[0-9][0-9,]*(\.[0-9]+)?') THEN struct_pack(
                note_before := '', before := '', currency := '', number := text, multiple := '', more := '',
                multiple_after := '', unit_word := '', after := '', sign := '', mark := '',
                note := ''
            )
            ELSE regexp_extract(
                text,
                $pattern,
                ['note_before', 'before', 'currency', 'number', 'multiple', 'more',
                 'multiple_after', 'unit_word', 'after', 'sign', 'mark', 'note']
            )
        END AS part
    FROM plain
),
numbers AS (
    SELECT
        *,
        regexp_replace(part.number, '[-()]', '', 'g') AS digits,
        regexp_full_match(part.number, '.*[-)]') AS is_accounting
    FROM parts
)
SELECT
    n.value_text,
    coalesce(m.state, '') AS state,
    CASE
        WHEN m.state IS NOT NULL THEN ''
        WHEN regexp_full_match(n.text, '#+|-?[0-9.]+e[-+]?[0-9]+|[0-9]{12,}000') THEN 'V-09'
        WHEN regexp_full_match(n.text, '#[a-z0-9/]+[!?]?') THEN 'V-10'
        WHEN n.part.number = '' OR regexp_full_match(n.text, $power) THEN 'V-01'
        WHEN contains(n.digits, ',')
            AND NOT regexp_full_match(n.digits, '[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?') THEN 'V-03'
        ELSE ''
    END AS problem,
    TRY_CAST(replace(n.digits, ',', '') AS DOUBLE)
        * CASE WHEN n.is_accounting OR starts_with(n.part.number, '-') THEN -1 ELSE 1 END
        * CASE WHEN n.part.sign = '‰' THEN 0.1 ELSE 1 END AS number,
    CASE n.part.multiple
        WHEN '千' THEN 1e3 WHEN '万' THEN 1e4 WHEN '十万' THEN 1e5 WHEN '百万' THEN 1e6
        WHEN '千万' THEN 1e7 WHEN '亿' THEN 1e8 WHEN '万亿' THEN 1e12 ELSE 1
    END * CASE n.part.multiple_after WHEN '万' THEN 1e4 WHEN '亿' THEN 1e8 ELSE 1 END AS multiple,
    CASE WHEN n.part.unit_word = '名' THEN '人' ELSE n.part.unit_word END AS unit_word,
    n.part.currency <> '' AS is_money,
    (n.part.multiple || n.part.multiple_after || n.part.unit_word || n.part.currency) <> ''
        AS has_unit_word,
    n.part.sign <> '' AS is_percent,
    CASE
        WHEN n.part.before IN ('至少', '不少于', '不低于', '超过', '超', '逾', '≥', '>=', '>')
            OR n.part.more <> '' OR n.part.after IN ('以上', '+') THEN 'at_least'
        WHEN n.part.before IN ('至多', '最多', '不超过', '不多于', '不高于', '不足', '低于', '≤', '<=', '<')
            OR n.part.after IN ('以下', '以内') THEN 'at_most'
        WHEN n.part.before NOT IN ('', '初步') OR n.part.after <> '' OR n.part.mark = '(预计)'
            THEN 'estimate'
        WHEN n.part.before = '初步' OR n.part.mark <> '' THEN 'provisional'
        ELSE ''
    END AS status,
    n.text <> lower(n.value_text) AS is_full_width,
    contains(n.digits, ',') AS is_grouped,
    n.is_accounting,
    n.part.note_before <> '' OR n.part.note <> '' AS has_note
FROM numbers AS n
LEFT JOIN mark AS m ON m.mark = replace(replace(n.text, '…', '...'), ' ', '')
