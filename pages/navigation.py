"""The script that the server runs for every page: names the pages and draws the one that was asked for."""

from __future__ import annotations

import base64
from pathlib import Path

import streamlit as st

from pages.parts.frame import browser_history, menu
from pages.state import garbage, selected
from pages.text import pages as page_texts
from pages.ui import number_field

# Inside the page: a picture that Streamlit keeps beside it is gone once a fragment has run without the page.
ICON = "data:image/png;base64," + base64.b64encode(Path(__file__).with_name("icon.png").read_bytes()).decode()

garbage.look_later()
st.set_page_config(page_title=page_texts.APP, page_icon=ICON, layout="wide")
selected.sync_with_url(trains_on=page_texts.TRAIN.path)
browser_history.keep_own_steps()
menu.close_after_choice()
number_field.attend()
first, *others = page_texts.PAGES
pages = [st.Page(first.file, title=first.title, default=True)]
pages += [st.Page(page.file, title=page.title, url_path=page.path) for page in others]
st.navigation(pages, position="top").run()
