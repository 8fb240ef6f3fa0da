"""A place to send: coordinates or the link of a map, with a name and an address."""

from PySide6.QtWidgets import QLineEdit

from services.domain.content import Location
from services.domain.errors import Invalid
from services.domain.new_content import MAX_NAME, MAX_QUESTION, NewContent
from services.domain.places import read_place
from ui.composer.content_dialog import ContentDialog
from ui.composer.here import Here


class LocationDialog(ContentDialog):
    """``content()`` is the place."""

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self.setWindowTitle(self.tr("Send a location"))
        self.place = QLineEdit()
        self.place.setPlaceholderText("-23.5505, -46.6333")
        self.name = QLineEdit()
        self.name.setMaxLength(MAX_NAME)
        self.address = QLineEdit()
        self.address.setMaxLength(MAX_QUESTION)
        self.row(self.tr("Coordinates or map link"), self.place)
        self.note(self.tr("In the map on a computer, right-click the place to copy its coordinates."))
        self.row(self.tr("Name"), self.name)
        self.row(self.tr("Address"), self.address)

    def content(self) -> NewContent:
        """The place. Raises Invalid."""
        found = read_place(self.place.text())
        if found is None:
            raise Invalid("location")
        return NewContent(
            location=Location(
                latitude=found[0], longitude=found[1], name=self.name.text() or None, address=self.address.text() or None
            )
        )

    def problem(self, part: str) -> str:
        """What is wrong, in words."""
        if part == "location":
            return self.tr("No coordinates were found. Paste them like -23.5505, -46.6333, or a whole map link.")
        return self.tr("The name or the address is too long.")
