-- years: the years in which something is known of a region or its direct children, and how much
-- grain:   one row per year, newest first
-- params:  $region (region code)
-- columns: year, known_count (indicators with a number, of the region or of a child), is_full (1: at least half of what is
-- columns: usual is there: the median count of the five years before that have any; of the region's own indicators, or
-- columns: of known_count where the region never had one; the first of these years is full)
WITH counted AS (
    SELECT
        f.year,
        count(DISTINCT CASE WHEN f.value IS NOT NULL THEN f.indicator END) AS known_count,
        count(DISTINCT CASE WHEN f.value IS NOT NULL AND f.region_code = $region THEN f.indicator END) AS own_count
    FROM figure AS f
    INNER JOIN listing AS l ON f.region_code = l.region_code AND f.year BETWEEN l.first_year AND l.last_year
    WHERE l.page_code = $region
    GROUP BY f.year
),

basis AS (
    SELECT
        c.year,
        CASE WHEN max(c.own_count) OVER () > 0 THEN c.own_count ELSE c.known_count END AS reported_count
    FROM counted AS c
),

filled AS (
    SELECT
        b.year,
        b.reported_count,
        row_number() OVER (ORDER BY b.year) AS place
    FROM basis AS b
    WHERE b.reported_count > 0
),

earlier AS (
    SELECT
        f.year,
        e.reported_count,
        row_number() OVER (PARTITION BY f.year ORDER BY e.reported_count) AS place,
        count(*) OVER (PARTITION BY f.year) AS year_count
    FROM filled AS f
    INNER JOIN filled AS e ON e.place BETWEEN f.place - 5 AND f.place - 1
),

usual AS (
    SELECT
        e.year,
        avg(e.reported_count) AS usual_count
    FROM earlier AS e
    WHERE 2 * e.place BETWEEN e.year_count AND e.year_count + 2
    GROUP BY e.year
)

SELECT
    c.year,
    c.known_count,
    CASE WHEN 2 * f.reported_count >= coalesce(u.usual_count, 0) THEN 1 ELSE 0 END AS is_full
FROM counted AS c
LEFT JOIN filled AS f ON c.year = f.year
LEFT JOIN usual AS u ON c.year = u.year
ORDER BY c.year DESC
