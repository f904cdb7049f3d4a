-- settle_discrete: put what each part of a year adds in the place of what was counted until then
-- params:  $zh, $en (the note of a figure), $published_zh, $published_en (where published figures were
-- params:  taken off); {text} is the figure of the file, {published} what was taken off
UPDATE cell
SET
    cumulative = cell.value,
    value = t.value,
    status = t.status,
    value_problem = CASE WHEN t.problem = '' THEN cell.value_problem ELSE t.problem END,
    is_usable = cell.is_usable AND t.problem = '',
    note_zh = concat_ws(
        '；',
        nullif(cell.note_zh, ''),
        replace(
            replace(CASE WHEN t.less = '' THEN $zh ELSE $published_zh END, '{published}', t.less),
            '{text}',
            t.text
        )
    ),
    note_en = concat_ws(
        '; ',
        nullif(cell.note_en, ''),
        replace(
            replace(CASE WHEN t.less = '' THEN $en ELSE $published_en END, '{published}', t.less),
            '{text}',
            t.text
        )
    )
FROM (
    SELECT
        d.*,
        c.value_text
            || CASE WHEN c.unit_factor <> 1 AND NOT c.has_unit_word THEN u.unit ELSE '' END AS text,
        coalesce(plain_text(d.published), '') AS less
    FROM discrete AS d
    JOIN cell AS c ON c.position = d.position
    LEFT JOIN unit_text AS u ON u.indicator = c.indicator AND u.unit_text = c.unit_text
) AS t
WHERE cell.position = t.position
