-- name_flags: the names of the quality flags that are said of a figure, the gravest first, with commas
CREATE OR REPLACE MACRO name_flags(quality_flags) AS concat_ws(
    ',',
    CASE WHEN is_bound(quality_flags, 'at_least') THEN 'at_least' END,
    CASE WHEN is_bound(quality_flags, 'at_most') THEN 'at_most' END,
    CASE WHEN is_about(quality_flags) THEN 'estimate' END,
    CASE WHEN has_flag(quality_flags, 'provisional') THEN 'provisional' END,
    CASE WHEN has_flag(quality_flags, 'partial_coverage') THEN 'partial_coverage' END,
    CASE WHEN has_flag(quality_flags, 'partial_year') THEN 'partial_year' END,
    CASE WHEN has_flag(quality_flags, 'uneven_periods') THEN 'uneven_periods' END,
    CASE WHEN has_flag(quality_flags, 'small_denominator') THEN 'small_denominator' END,
    CASE WHEN has_flag(quality_flags, 'recomputed') THEN 'recomputed' END,
    CASE WHEN has_flag(quality_flags, 'revised') THEN 'revised' END
)
