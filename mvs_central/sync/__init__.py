"""What laptops send and are given: edits, the content of attachments, and the feed."""
