"""Numbers in trouble, on the board above everything until they are well again."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication

from services.domain.events import ConnectionState
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from ui import formats
from ui.messages import state_words
from ui.notices import Action, NoticeBoard, Shown

# states that a person has to do something about
TROUBLE = {
    ConnectionState.LOGGED_OUT: "error",
    ConnectionState.BANNED: "error",
    ConnectionState.AUTH_REJECTED: "error",
    ConnectionState.MISCONFIGURED: "error",
    ConnectionState.UNREACHABLE: "warning",
    ConnectionState.RECONNECTING: "warning",
}


def report_numbers(
    board: NoticeBoard, instances: Mapping[InstanceId, InstanceView], show: Callable[[InstanceId], None]
) -> None:
    """Put those in trouble on the board and take the others off; ``show`` goes to a number."""
    troubled = [each for each in instances.values() if each.state in TROUBLE]
    wanted = {f"instance:{each.id}" for each in troubled}
    for cause in board.causes("instance:"):
        if cause not in wanted:
            board.clear(cause)
    for each in troubled:
        board.put(_notice(each, show))


def _notice(instance: InstanceView, show: Callable[[InstanceId], None]) -> Shown:
    translate = QCoreApplication.translate
    name = formats.one_line(instance.label or instance.name, 60)
    return Shown(
        f"instance:{instance.id}",
        TROUBLE[instance.state],
        lambda: translate("NumberNotices", "{number}: {state}").format(number=name, state=state_words(instance.state)),
        (Action(lambda: translate("NumberNotices", "Show"), lambda: show(instance.id)),),
    )
