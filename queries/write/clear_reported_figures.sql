-- clear_reported_figures: take out what the figures that are about to be made anew were without demonstration data
DELETE FROM reported_figure AS f
USING affected AS t
WHERE
    f.indicator = t.indicator
    AND f.region_code = t.region_code
    AND f.year = t.year
