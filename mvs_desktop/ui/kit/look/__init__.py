"""How everything looks: colours, sizes, fonts, icons and the ring of focus."""
