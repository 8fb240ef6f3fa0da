"""Where asking for a file begins."""

from pathlib import Path

from PySide6.QtCore import QDir, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.file_dialogs import FileDialogs, Purpose

DOCUMENTS = QStandardPaths.StandardLocation.DocumentsLocation


def test_each_purpose_begins_where_it_ended_and_never_where_the_program_lies(stage, qtbot, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    qtbot.addWidget(parent := QWidget())
    dialogs = FileDialogs(parent, stage.services, stage.crossing)
    usual = {QDir.homePath(), QStandardPaths.writableLocation(DOCUMENTS)}
    first = dialogs.to_save("Export", Purpose.EXPORTS, "conversa.html")
    assert first.directory().path() in usual
    assert first.selectedFiles() == [f"{first.directory().path()}/conversa.html"] and first.defaultSuffix() == "html"
    (kept := tmp_path / "fim do mês").mkdir()
    first.filesSelected.emit([str(kept / "conversa.html")])
    qtbot.waitUntil(lambda: stage.services.preferences.get("window.folders") == {"exports": str(kept)})
    again = dialogs.to_open("Import", Purpose.EXPORTS, many=True)
    assert Path(again.directory().path()) == kept and again.fileMode() is QFileDialog.FileMode.ExistingFiles
    assert dialogs.to_open("Contacts", Purpose.TABLES).directory().path() not in (str(kept), str(tmp_path))
    kept.rmdir()
    assert dialogs.to_save("Export", Purpose.EXPORTS, "a.txt").directory().path() in usual
