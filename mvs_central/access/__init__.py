"""Who there is, who may do what and how often, and that it is written down."""
