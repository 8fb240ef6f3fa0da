"""What the figures are held against: a server that does nothing, and views as the webhook guides show them.

The views check the signature, read the JSON and store event, contact, chat and message in one transaction
per webhook, durably (WAL, ``synchronous=FULL``), with an index for each look-up they do.
"""
