-- reported_figure_view: the figures that know nothing of demonstration data, and what the others are without it
CREATE VIEW without_demonstration.figure AS
FROM main.figure
WHERE NOT knows_demonstration
UNION ALL
FROM main.reported_figure
