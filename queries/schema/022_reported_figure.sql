-- reported_figure: what the figures that know of demonstration data are without it; else as figure
CREATE TABLE reported_figure AS FROM figure LIMIT 0
