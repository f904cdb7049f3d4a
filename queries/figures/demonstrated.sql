-- demonstrated: the touched figures that know of demonstration data, in their own cells or below
-- grain:   one row per indicator, region and year
-- reads:   touched, indicator, rollup, cell, figure (of the step below)
SELECT
    t.indicator,
    t.region_code,
    t.year
FROM touched AS t
INNER JOIN indicator AS i ON t.indicator = i.indicator
INNER JOIN cell AS c
    ON c.indicator IN (i.indicator, i.numerator, i.denominator) AND t.region_code = c.region_code AND t.year = c.year
WHERE c.is_demonstration
UNION
SELECT
    t.indicator,
    t.region_code,
    t.year
FROM touched AS t
INNER JOIN rollup AS r ON t.region_code = r.rollup_code AND t.year BETWEEN r.first_year AND r.last_year
INNER JOIN figure AS f ON t.indicator = f.indicator AND r.region_code = f.region_code AND t.year = f.year
WHERE f.knows_demonstration
UNION
-- A rate that demonstration data takes away below has no figure there that knows of it.
SELECT
    i.indicator,
    t.region_code,
    t.year
FROM touched AS t
INNER JOIN indicator AS i ON t.indicator = i.indicator AND i.region_rule = 'ratio'
INNER JOIN rollup AS r ON t.region_code = r.rollup_code AND t.year BETWEEN r.first_year AND r.last_year
INNER JOIN figure AS f
    ON f.indicator IN (i.numerator, i.denominator) AND r.region_code = f.region_code AND t.year = f.year
WHERE f.knows_demonstration
