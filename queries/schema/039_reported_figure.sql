-- reported_figure: with the columns that figure has; made anew with it
CREATE OR REPLACE TABLE reported_figure AS FROM figure LIMIT 0
