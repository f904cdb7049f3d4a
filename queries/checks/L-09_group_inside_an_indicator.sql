-- rule:     L-09 group of persons or area inside the name of an indicator
-- severity: W
-- grain:    one row per heading or name
-- params:   none
-- columns:  address (first of them), text, cells, suggestions
WITH heading AS (
    SELECT
        t.row_no,
        unnest(t.fields) AS text,
        generate_subscripts(t.fields, 1) AS column_no
    FROM text_row AS t
    WHERE t.row_no IN (SELECT head_row FROM block)
),
named AS (
    SELECT text, min(cell_position(row_no, column_no)) AS position, count(*) AS cells
    FROM heading
    GROUP BY text
    UNION ALL
    SELECT
        d.fields[b.indicator_column] AS text,
        min(cell_position(d.row_no, b.indicator_column)) AS position,
        count(*) AS cells
    FROM data_row AS d
    JOIN block AS b ON d.row_no > b.head_row AND d.row_no <= b.last_row
    WHERE b.indicator_column IS NOT NULL
    GROUP BY d.fields[b.indicator_column]
),
-- The unit in brackets at the end is no part of the name; a group in brackets is.
plain AS (
    SELECT
        *,
        lower(replace(replace(
            regexp_replace(text, '[（(][^（()）男女城乡农]*[)）]$', ''), ' ', ''
        ), '　', '')) AS name
    FROM named
    WHERE regexp_matches(text, '[男女]|城镇|城市|农村|乡村')
),
bare AS (
    SELECT
        *,
        regexp_replace(
            name,
            '[（(]?[:：、,，-]?(其中)?[:：]?(男女|男性|女性|男|女|城乡|城镇|城市|农村|乡村)[:：、,，-]?[)）]?',
            ''
        ) AS rest
    FROM plain
)
SELECT
    cell_address(b.position) AS address,
    b.text,
    b.cells,
    string_agg(DISTINCT n.label, '|' ORDER BY n.label) AS suggestions
FROM bare AS b
JOIN indicator_name AS n ON n.name = b.rest
-- What the catalogue has under this very name (女会员人数) is an indicator of its own.
WHERE b.name NOT IN (SELECT name FROM indicator_name)
GROUP BY b.position, b.text, b.cells
ORDER BY b.position
