"""What workers ask and decide about working together: commands, never merged."""
