-- reported_figure_view: the figures without demonstration data, with the columns that figure has
CREATE OR REPLACE VIEW without_demonstration.figure AS
FROM main.figure
WHERE NOT knows_demonstration
UNION ALL
FROM main.reported_figure
