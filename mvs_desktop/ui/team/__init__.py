"""Working together: the panels, and the tasks that carry out what they ask."""
