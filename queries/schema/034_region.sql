-- region: with the counties in it; the sums that it enters are kept by year in rollup
CREATE OR REPLACE TABLE region (
    region_code VARCHAR NOT NULL,
    name_zh VARCHAR NOT NULL,
    short_name_zh VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    level VARCHAR NOT NULL,
    parent_code VARCHAR NOT NULL,
    depth INTEGER NOT NULL,           -- steps below the country along rollup_code
    path VARCHAR NOT NULL,            -- all regions above and itself: /100000/610000/610100/
    place_count INTEGER NOT NULL      -- regions without others below them that its sum expects; 1 for such a region
)
