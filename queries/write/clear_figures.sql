-- clear_figures: take out the figures of one step that are about to be made anew
-- params: $depth (steps below the country)
DELETE FROM figure AS f
USING touched AS t
INNER JOIN region AS r ON t.region_code = r.region_code
WHERE
    r.depth = $depth
    AND f.indicator = t.indicator
    AND f.region_code = t.region_code
    AND f.year = t.year
