"""What the rules know about Chinese: scripts, readings, words. Each table loads on first use."""
