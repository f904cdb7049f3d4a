-- figures: the figures after the rules of the numbers, for a region and its direct children
-- grain:   one row per indicator, region and year where anything is known
-- params:  $region (region code), $indicators (',code,code,' or '' for all)
-- columns: indicator, region_code, year, value (base unit; rates in per cent), status (suppressed: a confidential one
-- columns: would follow from it), origin (own, children),
-- columns: quality_flags (names with commas, the gravest first), is_demonstration (wholly or in part), is_mixed
-- columns: (made of demonstration figures and of real ones), numerator, denominator, reported_value (an uploaded rate),
-- columns: reported_count, expected_count, reporters (the regions in a sum, by code), latest_period,
-- columns: upload_id, coverage (of a sum that some are missing from: the share of its whole that it carries), place_count,
-- columns: expected_places (of a sum of such sums: the places at the very bottom in it, and those that it expects)
WITH hidden AS (
    SELECT coalesce(list(DISTINCT s.indicator), []) AS codes
    FROM suppression AS s
    LEFT JOIN observation AS o
        ON s.indicator = o.indicator AND s.region_code = o.region_code AND s.period = o.period
    -- What was confidential in an older version already weighs nothing there.
    WHERE s.status = 'suppressed' OR o.status IS DISTINCT FROM 'confidential'
)

SELECT
    f.indicator,
    f.region_code,
    f.year,
    CASE WHEN s.period IS NULL THEN f.value END AS value,
    CASE WHEN f.status = 'confidential' THEN f.status ELSE coalesce(s.status, f.status) END AS status,
    CASE WHEN f.origin = 'children' THEN 'children' ELSE 'own' END AS origin,
    CASE WHEN s.period IS NULL OR f.status = 'confidential' THEN f.quality_flags ELSE '' END AS quality_flags,
    f.is_demonstration,
    f.is_mixed,
    CASE WHEN i.region_rule = 'ratio' AND f.origin <> 'reported' AND s.period IS NULL AND n.period IS NULL THEN f.num END
        AS numerator,
    CASE WHEN i.region_rule = 'ratio' AND f.origin <> 'reported' AND s.period IS NULL AND d.period IS NULL THEN f.den END
        AS denominator,
    CASE WHEN s.period IS NULL THEN f.reported_value END AS reported_value,
    f.reported_count,
    f.expected_count,
    CASE WHEN f.origin = 'children' THEN f.reporters END AS reporters,
    f.latest_period,
    f.upload_id,
    -- With what is carried it would tell what a place had that is withheld in another year.
    CASE
        WHEN
            f.origin = 'children'
            AND NOT list_contains(h.codes, f.indicator) AND NOT list_contains(h.codes, i.denominator)
            THEN f.coverage
    END AS coverage,
    CASE WHEN f.origin = 'children' AND contains(f.reporters, '(') THEN f.place_count END AS place_count,
    CASE WHEN f.origin = 'children' AND contains(f.reporters, '(') THEN f.expected_places END AS expected_places
FROM figure AS f
INNER JOIN indicator AS i ON f.indicator = i.indicator
INNER JOIN listing AS l
    ON f.region_code = l.region_code AND l.page_code = $region AND f.year BETWEEN l.first_year AND l.last_year
LEFT JOIN suppression AS s
    ON f.indicator = s.indicator AND f.region_code = s.region_code AND CAST(f.year AS VARCHAR) = s.period
LEFT JOIN suppression AS n
    ON i.numerator = n.indicator AND f.region_code = n.region_code AND CAST(f.year AS VARCHAR) = n.period
LEFT JOIN suppression AS d
    ON i.denominator = d.indicator AND f.region_code = d.region_code AND CAST(f.year AS VARCHAR) = d.period
CROSS JOIN hidden AS h
WHERE $indicators = '' OR position(',' || i.indicator || ',' IN $indicators) > 0
ORDER BY f.indicator, f.region_code, f.year
