-- made: the figures by the rules of the numbers, with the status that is shown
-- grain:   one row per touched figure of which anything is known
-- reads:   valued
-- columns: those of the table figure
SELECT
    v.indicator,
    v.region_code,
    v.year,
    v.value,
    CASE
        WHEN v.value IS NULL AND v.origin = 'children' AND v.num IS NULL THEN 'withheld'
        WHEN v.value IS NULL AND v.own_status = 'below_unit' THEN 'below_unit'
        -- Its parts go on upwards; what they give is not told.
        WHEN v.value IS NULL AND v.rate_status = 'confidential' THEN 'confidential'
        -- A number of something by nothing.
        WHEN v.value IS NULL AND v.num IS NOT NULL THEN 'not_applicable'
        WHEN v.value IS NULL THEN coalesce(v.own_status, v.rate_status)
        WHEN is_bound(v.quality_flags, 'at_least') THEN 'at_least'
        WHEN is_bound(v.quality_flags, 'at_most') THEN 'at_most'
        WHEN is_about(v.quality_flags) THEN 'estimate'
        WHEN has_flag(v.quality_flags, 'provisional') THEN 'provisional'
        ELSE 'final'
    END AS status,
    v.origin,
    name_flags(v.quality_flags) AS quality_flags,
    has_flag(v.quality_flags, 'demonstration') AS is_demonstration,
    has_flag(v.quality_flags, 'demonstration') AND has_flag(v.quality_flags, 'real') AS is_mixed,
    v.knows_demonstration,
    v.num,
    v.den,
    v.sum_flags,
    v.rate_value AS reported_value,
    CASE WHEN v.origin = 'children' THEN v.reported_count END AS reported_count,
    CASE WHEN v.origin = 'children' THEN v.expected_count END AS expected_count,
    -- Kept under a reported rate too: its region's sum goes on upwards.
    v.reporters,
    v.latest_period,
    v.sum_period,
    v.upload_id,
    v.coverage,
    v.place_count,
    v.expected_places
FROM valued AS v
ORDER BY v.indicator, v.region_code, v.year
