-- rollup: the sums that regions enter, from one year to another; replaced whole with region
CREATE TABLE rollup (
    region_code VARCHAR NOT NULL,
    rollup_code VARCHAR NOT NULL,
    is_expected BOOLEAN NOT NULL,     -- whether that sum misses it when it has not reported
    first_year INTEGER NOT NULL,
    last_year INTEGER NOT NULL
)
