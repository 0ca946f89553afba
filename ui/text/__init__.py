"""The text pane: large texts, wrapped, with marks, read and selected but never changed."""
