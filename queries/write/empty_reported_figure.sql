-- empty_reported_figure: take out all figures without demonstration data, before they are made anew
DELETE FROM reported_figure
