"""The first floor: a page with a box to choose the year, and nothing else."""

import streamlit as st

st.selectbox("Year", range(2025, 1999, -1), key="year")
