"""Contacts: the page, starting a chat, files of contacts, merging."""
