"""The review window: rules and their figures, agreement, consistency, progress."""
