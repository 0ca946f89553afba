"""The window: widgets that show what the workspace holds and build its commands."""
