"""The store as one replica of the central service's feed: outbox, mirror and cursors."""
