-- empty_figure: take out all figures, before they are made anew
DELETE FROM figure
