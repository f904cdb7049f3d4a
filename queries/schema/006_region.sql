-- region: places, from data/reference; replaced whole when those files change
CREATE TABLE region (
    region_code VARCHAR NOT NULL,
    name_zh VARCHAR NOT NULL,
    short_name_zh VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    level VARCHAR NOT NULL,
    parent_code VARCHAR NOT NULL,
    rollup_code VARCHAR NOT NULL,     -- the region whose sum this one enters; empty for none
    is_expected BOOLEAN NOT NULL,     -- whether that sum misses it when it has not reported
    depth INTEGER NOT NULL,           -- steps below the country along rollup_code
    path VARCHAR NOT NULL,            -- all regions above and itself: /100000/610000/610100/
    member_bit DOUBLE NOT NULL,       -- 2^n, n its place among its siblings: sums name a set exactly
    expected_children INTEGER NOT NULL
);
