-- listing: the regions whose figures a page shows: its own, those directly below, and those that its sums were made of
-- grain: one row per page and region and span of years
CREATE TABLE listing (
    page_code VARCHAR NOT NULL,
    region_code VARCHAR NOT NULL,
    first_year INTEGER NOT NULL,
    last_year INTEGER NOT NULL
)
