"""Entities that somebody may want to label, proposed from what the project knows."""
