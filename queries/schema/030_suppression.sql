-- suppression: the cells withheld because a confidential one would follow from them; kept with figure
CREATE TABLE suppression (
    indicator VARCHAR NOT NULL,
    region_code VARCHAR NOT NULL,
    period VARCHAR NOT NULL,          -- a year for the figure of a year; of its parts only where they alone are withheld
    status VARCHAR NOT NULL           -- suppressed; in an older version also confidential, of what is so now
)
