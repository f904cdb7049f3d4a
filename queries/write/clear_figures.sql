-- clear_figures: take out the figures that are about to be made anew
DELETE FROM figure AS f
USING affected AS t
WHERE
    f.indicator = t.indicator
    AND f.region_code = t.region_code
    AND f.year = t.year
