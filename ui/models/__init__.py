"""Qt models over what the workspace holds."""
