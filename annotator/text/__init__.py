"""Texts, edits on them, and maps between positions before and after."""
