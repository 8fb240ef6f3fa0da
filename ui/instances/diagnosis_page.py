"""Looking for what is wrong: one button, every step with its time, result and what mends it, a file for support."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from services.api import Services
from services.domain.changes import ChangeSet, Diagnosed
from services.domain.errors import AppError, Invalid
from services.domain.events import ConnectionState
from services.domain.models import CauseView, DiagnosisStep, InstanceView, StepStatus
from ui import formats
from ui.bridge import Bridge
from ui.file_dialogs import FileDialogs, Purpose
from ui.instances.diagnosis_words import fact_words, step_words
from ui.messages import cause_words, failure_words
from ui.tasks import Crossing
from ui.theme import Look, Space, Type
from ui.widgets.buttons import IconButton, button
from ui.widgets.flow import Flow
from ui.widgets.icons import pixmap
from ui.widgets.labels import plain_label, set_tone
from ui.widgets.layouts import clear

_MARKS = {
    StepStatus.OK: ("check", "success"), StepStatus.WARN: ("warning", "warning"),
    StepStatus.FAIL: ("error", "danger"), StepStatus.SKIPPED: ("minus", "text_soft"),
}  # fmt: skip


class DiagnosisPage(QFrame):
    """The steps of one number, or of the program itself. ``closed`` goes back."""

    closed = Signal()

    def __init__(self, services: Services, bridge: Bridge, crossing: Crossing, look: Look) -> None:
        super().__init__()
        self.setObjectName("card")
        self._services, self._crossing, self._look = services, crossing, look
        self._instance: InstanceView | None = None
        self._steps: list[DiagnosisStep] = []
        self._causes: dict[str, CauseView] = {}
        self._running = self._stale = False
        self._state: ConnectionState | None = None
        self.back_button = IconButton(look, "back")
        self.back_button.clicked.connect(self.closed)
        self._title = plain_label(look=look, role=Type.TITLE, wrap=True)
        self._verdict = plain_label(look=look, role=Type.STRONG, wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.S)
        self.run_button = button(kind="primary")
        self.run_button.clicked.connect(self.run)
        self.bundle_button = button()
        self.bundle_button.clicked.connect(self._on_bundle_clicked)
        self._said = plain_label(look=look, role=Type.SMALL, tone="soft", wrap=True)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = QHBoxLayout()
        head.addWidget(self.back_button)
        head.addWidget(self._title, 1)
        row = Flow(self.run_button, self.bundle_button, gap=Space.S)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        layout.setSpacing(Space.M)
        layout.addLayout(head)
        layout.addWidget(self._verdict)
        layout.addLayout(self._rows)
        layout.addWidget(self._said)
        layout.addLayout(row)
        bridge.diagnosed.connect(self._on_bridge_diagnosed)
        bridge.changed.connect(self._on_bridge_changed)
        look.changed.connect(self._show)
        self._retranslate()

    def show_instance(self, instance: InstanceView | None) -> None:
        """Whose steps to take, None for the program's own; they begin at once."""
        self._instance, self._state = instance, None
        self._steps = []
        self._retranslate()
        self.run()

    def run(self) -> None:
        """Take every step anew."""
        if self._running:
            return
        self._running, self._steps, self._stale = True, [], False
        self._said.setText("")
        self._show()
        number = self._instance.id if self._instance is not None else None
        if not self._causes:
            self._crossing.spawn(self, self._services.diagnosis.causes(), done=self._on_causes)
        self._crossing.spawn(
            self,
            self._services.diagnosis.run(number),
            done=self._on_done,
            failed=self._on_failed,
            busy=self.run_button,
        )

    def verdict(self) -> str:
        """What came out, in a sentence."""
        return self._verdict.text()

    def _on_causes(self, causes: tuple[CauseView, ...]) -> None:
        self._causes = {cause.code: cause for cause in causes}
        self._show()

    def _on_bridge_diagnosed(self, told: Diagnosed) -> None:
        if not self._running or (self._instance is not None and told.step.instance_id not in (None, self._instance.id)):
            return
        self._steps.append(told.step)
        self._show()

    def _on_done(self, steps: tuple[DiagnosisStep, ...]) -> None:
        self._running, self._steps = False, list(steps)
        self._show()
        self._compare(begin=True)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if self._instance is not None and self._instance.id in changes.instances and self._steps and not self._running:
            self._compare(begin=False)

    def _compare(self, *, begin: bool) -> None:
        """Whether the number is still in the state that was diagnosed."""
        instance = self._instance
        if instance is None:
            return

        def done(view: InstanceView) -> None:
            if self._instance is None or view.id != self._instance.id or self._running:
                return
            if begin or self._state is None:
                self._state = view.state
            elif view.state is not self._state and not self._stale:
                self._stale = True
                self._show()

        self._crossing.spawn(self, self._services.instances.get(instance.id), done=done, failed=lambda _gone: None)

    def _on_failed(self, error: AppError) -> None:
        self._running = False
        self._verdict.setText(failure_words(error))
        set_tone(self._verdict, "danger")

    def _on_bundle_clicked(self) -> None:
        dialogs = FileDialogs(self, self._services, self._crossing)
        chooser = dialogs.to_save(self.tr("Save a file for support"), Purpose.EXPORTS, "balcao-support.zip")
        chooser.setNameFilter(self.tr("Archive (*.zip)"))
        chooser.fileSelected.connect(self._save_bundle)
        chooser.open()

    def _save_bundle(self, path: str) -> None:
        self._said.setText(self.tr("Gathering what support needs…"))
        self._crossing.spawn(
            self,
            self._services.diagnosis.bundle(path),
            done=lambda made: self._said.setText(
                self.tr("Saved as {path}. It holds no keys, no messages and no full numbers.").format(path=made)
            ),
            failed=self._on_bundle_failed,
            busy=self.bundle_button,
        )

    def _on_bundle_failed(self, error: AppError) -> None:
        unwritable = isinstance(error, Invalid)
        told = self.tr("The file cannot be written there. Choose another folder.") if unwritable else failure_words(error)
        self._said.setText(told)

    def _show(self) -> None:
        clear(self._rows)
        for step in self._steps:
            self._rows.addWidget(self._row(step))
        bad = sum(step.status is StepStatus.FAIL for step in self._steps)
        odd = sum(step.status is StepStatus.WARN for step in self._steps)
        if self._running:
            said, tone = self.tr("Looking…"), "soft"
        elif not self._steps:
            said, tone = "", ""
        elif self._stale:
            said, tone = self.tr("The state of the number is another one since then. Look again."), "warning"
        elif bad:
            said, tone = self.tr("%n thing(s) to mend.", "", bad), "danger"
        elif odd:
            said, tone = self.tr("It works; %n thing(s) could be better.", "", odd), "warning"
        else:
            said, tone = self.tr("Everything is in order."), "success"
        self._verdict.setText(said)
        set_tone(self._verdict, tone)

    def _row(self, step: DiagnosisStep) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        icon, colour = _MARKS[step.status]
        picture = plain_label()
        picture.setPixmap(pixmap(icon, str(getattr(self._look.colours, colour)), self._look.px(20), self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(1)
        name = step_words(step.step)
        words.addWidget(plain_label(name, look=self._look, role=Type.STRONG))
        cause = self._causes.get(step.cause or "")
        lines = list(cause_words(cause)) if cause is not None else []
        fact = fact_words(step)
        if fact:
            lines.append(fact)
        for line in lines:
            words.addWidget(plain_label(line, look=self._look, role=Type.SMALL, tone="soft", wrap=True))
        took = self.tr("{ms} ms").format(ms=step.duration_ms) if step.status is not StepStatus.SKIPPED else ""
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(plain_label(took, look=self._look, role=Type.SMALL, tone="soft"), 0, Qt.AlignmentFlag.AlignTop)
        row.setAccessibleName(". ".join([name, *lines]))
        return row

    def changeEvent(self, event: QEvent) -> None:
        """Say it in the new language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._show()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        instance = self._instance
        name = formats.one_line(instance.label or instance.name, 60) if instance is not None else ""
        self.back_button.name_it(self.tr("Back to the number"))
        title = self.tr("Diagnosis of {number}").format(number=name) if instance is not None else self.tr("Diagnosis of Balcão")
        self._title.setText(title)
        self.run_button.setText(self.tr("Look again"))
        self.bundle_button.setText(self.tr("File for support…"))
