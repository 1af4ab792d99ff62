"""A second client, written from docs/protocol.md alone: it shows that the page is enough.

It imports nothing of the project (test_written_from_the_page.py holds that): only the standard
library, cryptography, httpx and zstandard. It keeps everything in memory, shows nothing, and is
as short as the page allows; a laptop that people work on needs what the page says beside it:
a store that outlives the process, limits on what it believes, and words for its worker.
"""
