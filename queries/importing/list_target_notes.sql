-- list_target_notes: remarks beside figures that speak of targets (G-02)
-- grain:   one row per text
-- params:  none
-- columns: address (first of them), text, cells
SELECT
    arg_min(address, position) AS address,
    note_zh AS text,
    count(*) AS cells
FROM cell
WHERE note_zh <> '' AND measure = '' AND NOT is_total
    AND regexp_matches(lower(note_zh), '目标|(计划|任务|规划)(数|值)|\btarget')
    AND NOT regexp_matches(note_zh, '完成|达到|实现|进度|占|比')
GROUP BY note_zh
ORDER BY min(position)
