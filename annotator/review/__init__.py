"""What a person should look at, and in which order."""
