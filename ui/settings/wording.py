"""What a setting says of itself."""

import msgspec


class Words(msgspec.Struct, frozen=True):
    """A setting's name, its line of help, and what to do where its text cannot be used. All marked for translation."""

    label: object
    help: object
    wrong: object = ""
