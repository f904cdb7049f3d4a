-- rule:     G-05 target that is a state, or only about a number
-- severity: W/E
-- grain:    one row per text
-- params:   none
-- columns:  address (first of them), heading, text, cells, variant
SELECT
    arg_min(c.address, c.position) AS address,
    arg_min(c.heading, c.position) AS heading,
    trim(c.value_text, ' 　') AS text,
    count(*) AS cells,
    CASE
        WHEN c.state = '' THEN 'about'
        WHEN c.state <> 'not_reported' THEN 'state'
        WHEN trim(c.value_text, ' 　') = '' THEN 'blank'
        ELSE ''
    END AS variant
FROM cell AS c
WHERE NOT c.is_total
    AND c.measure IN ('annual', 'plan')
    AND c.value_problem = ''
    -- At least so many is what a target says anyhow.
    AND (c.state <> '' OR c.status NOT IN ('final', 'at_least'))
GROUP BY trim(c.value_text, ' 　'), c.state
ORDER BY min(c.position), variant
