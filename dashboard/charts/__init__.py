"""Charts as pure functions: a figures frame in, a plotly ``Figure`` out. No Streamlit, no store."""
