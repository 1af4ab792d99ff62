"""What opens a store, and for how long: passphrase, keyring, recovery and the lease."""
