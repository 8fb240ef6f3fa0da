"""Bringing contacts in from a file and giving them out: asks for the file, then does it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from services.api import Services
from services.domain import phone
from services.domain.errors import AppError, ErrorCode
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from ui.contacts.import_dialog import ImportDialog
from ui.file_dialogs import FileDialogs, Purpose
from ui.notices import Shown
from ui.tasks import Crossing
from ui.theme import Look


class ContactFilesDesk(QObject):
    """``told`` carries a Shown for the notices, ``changed`` says that contacts came, ``failed`` an AppError."""

    told = Signal(object)
    changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        look: Look,
        services: Services,
        crossing: Crossing,
        instances: Callable[[], Mapping[InstanceId, InstanceView]],
    ) -> None:
        super().__init__(parent)
        self._parent, self._look, self._services, self._crossing = parent, look, services, crossing
        self._instances = instances

    def fill(self, menu: QMenu) -> None:
        """Both as entries of a menu."""
        menu.addAction(self.tr("Import contacts…")).triggered.connect(self.ask_import)
        menu.addAction(self.tr("Export contacts…")).triggered.connect(self.ask_export)

    def ask_import(self) -> None:
        """Which file."""
        dialogs = FileDialogs(self._parent, self._services, self._crossing)
        chooser = dialogs.to_open(self.tr("Import contacts"), Purpose.TABLES)
        chooser.setNameFilters([self.tr("Tables (*.csv *.txt *.tsv)"), self.tr("All files (*)")])
        chooser.fileSelected.connect(lambda name: self.import_from(Path(name)))
        chooser.open()

    def import_from(self, path: Path) -> ImportDialog:
        """Show what is in it."""
        dialog = ImportDialog(self._parent.window(), self._look, self._services, self._crossing, path, self._area())
        dialog.done_importing.connect(self.changed)
        dialog.open()
        return dialog

    def ask_export(self) -> None:
        """Where to."""
        dialogs = FileDialogs(self._parent, self._services, self._crossing)
        words = self.tr("Contacts")
        name = f"{words} {datetime.now():%Y-%m-%d}.csv"
        chooser = dialogs.to_save(self.tr("Export contacts"), Purpose.TABLES, name)
        chooser.fileSelected.connect(lambda name: self.export_to(Path(name)))
        chooser.open()

    def export_to(self, path: Path) -> None:
        """Write everybody there."""
        header = (self.tr("Name"), self.tr("Number"), self.tr("Note"), self.tr("Name on WhatsApp"), self.tr("Labels"))
        self._crossing.spawn(
            self,
            self._services.contact_files.export_to(path, header),
            done=self._on_exported,
            failed=self._on_failed,
            keep=True,
        )

    def _on_exported(self, count: int) -> None:
        words = self.tr("%n contact(s) written.", "", count)
        self.told.emit(Shown("contacts-file", "info", lambda: words, passing=True))

    def _on_failed(self, error: AppError) -> None:
        if error.code is ErrorCode.INVALID:
            words = self.tr("The file cannot be written there: choose another place or name.")
            self.told.emit(Shown("contacts-file", "error", lambda: words, passing=True))
        else:
            self.failed.emit(error)

    def _area(self) -> str | None:
        own = (view.own_address.phone for view in self._instances().values() if view.own_address is not None)
        return next((area for area in map(phone.area_of, own) if area is not None), None)
