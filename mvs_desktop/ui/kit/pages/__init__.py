"""What a screen stands on: pages, cards, rows, panels, questions, and where the keyboard is."""
