"""Connecting numbers and caring for them: every state of a number, its wizard, its webhook, the public address."""

import tempfile
from pathlib import Path

import msgspec

from services.domain.changes import CatchUpProgress, QrShown
from services.domain.events import ConnectionState
from services.domain.gateways import Found, OwnProfile, SessionOffer
from services.domain.ids import ChatId, InstanceId
from services.domain.models import (
    ChannelKind,
    DiagnosisStep,
    GapView,
    Health,
    StepStatus,
    TrafficLevel,
    TrafficView,
    TunnelState,
    TunnelView,
)
from services.instances.diagnosis.causes import CAUSES
from tests.look import kinds, scenes
from tests.look.entry import Act, Entry, Prepare, settle
from tests.ui.fake_linking import CONFIRM
from tests.ui.fake_services import DAY, HOUR, MINUTE, NOW_MS, instance, webhook
from tests.ui.stage import Stage
from ui.main_window import MainWindow
from ui.pages import PageAt

State = ConnectionState
LONG = "Restaurante do Porto Comidas Típicas, Eventos Especiais & Entregas em Domicílio de Santos e São Vicente"
QR = "2@Qm9sbyBkZSBjZW5vdXJhIGNvbSBjb2JlcnR1cmEgZGUgY2hvY29sYXRl,aGVsbG8=,d29ybGQ=,MTIzNDU2"
LINKING = {"own_address": None, "own_name": None}


def _number(**facts: object) -> Prepare:
    """One number in a state, and another beside it."""

    def prepare(stage: Stage) -> None:
        stage.services.put(instance(1, **facts), instance(2, label="Loja Norte", colour="#c2387c"))

    return prepare


def _numbers(stage: Stage, window: MainWindow) -> None:
    window.show_page(PageAt.NUMBERS)
    stage.settle()
    # where there is no room for the list beside it
    window.numbers.pair.turn(True)


def connected(stage: Stage) -> None:
    """A long name, a picture of its own, two gaps, a catch-up under way."""
    folder = Path(tempfile.mkdtemp(prefix="balcao-look-"))
    kinds.picture(folder / "own", 96, 96, 20)
    stage.services.files = folder
    stage.services.profiles[1] = OwnProfile(name="Porto", picture="own")
    gaps = (
        GapView(from_ms=NOW_MS - 5 * HOUR, to_ms=NOW_MS - 3 * HOUR, reason="no_history"),
        GapView(from_ms=NOW_MS - 2 * DAY, to_ms=NOW_MS - DAY, reason="catch_up_failed"),
    )
    stage.services.put(
        instance(1, label=LONG, gaps=gaps, channel=ChannelKind.SOCKET, last_event_at_ms=NOW_MS - 2 * MINUTE),
        *(
            instance(number, label=state.value, state=state)
            for number, state in enumerate((s for s in State if s is not State.CONNECTED), start=2)
        ),
    )


def _catching_up(stage: Stage, window: MainWindow) -> None:
    _numbers(stage, window)
    stage.services.publish(CatchUpProgress(instance_id=InstanceId(1), chats_done=12, chats_total=40, messages=14))
    settle(650)


def _fetching_above_the_list(stage: Stage, window: MainWindow) -> None:
    stage.services.publish(CatchUpProgress(instance_id=InstanceId(1), chats_done=12, chats_total=40, messages=14))
    settle(650)


def _qr(attempt: int = 1, **facts: object) -> Prepare:
    def prepare(stage: Stage) -> None:
        _number(state=State.AWAITING_QR, state_since_ms=NOW_MS - 20_000, **LINKING)(stage)
        shown = QrShown(instance_id=InstanceId(1), text=QR, attempt=attempt)
        stage.services.qrs[1] = msgspec.structs.replace(shown, **facts)

    return prepare


def _large(stage: Stage, window: MainWindow) -> None:
    _numbers(stage, window)
    stage.settle()
    window.numbers.detail.qr.large_button.click()


def _passkey(stage: Stage, window: MainWindow) -> None:
    _numbers(stage, window)
    window.numbers.detail.passkey_button.click()
    stage.settle()


def _confirming(stage: Stage) -> None:
    _number(state=State.AWAITING_PASSKEY, **LINKING)(stage)
    stage.services.passkeys.view = CONFIRM


def _sessions(stage: Stage) -> None:
    scenes.inbox(stage)
    stage.services.found = Found(
        provider="alpha", credential="api_key", brand="Alpha Gateway", version="2.3.7", latency_ms=48,
        notes=("open_server", "core_limits"),
        sessions=(
            SessionOffer(name="loja", taken=True, own_address=instance(1).own_address, profile_name="Padaria Aurora"),
            SessionOffer(name=LONG, profile_name="Porto"),
        ),
    )  # fmt: skip


def _choosing(stage: Stage, window: MainWindow) -> None:
    _numbers(stage, window)
    wizard = window.numbers.wizard
    window.numbers.show_form()
    wizard.fields.line("base_url").setText("https://gateway.example.com")
    wizard.fields.line("api_key").setText("chave-inventada")
    wizard.next_button.click()
    stage.settle()


def _missing(stage: Stage, window: MainWindow) -> None:
    _numbers(stage, window)
    window.numbers.show_form()
    window.numbers.wizard.next_button.click()


def _live(hook: dict[str, object], probe: int | None = None, **facts: object) -> Act:
    """The wizard's check-list of a number in this state."""

    def act(stage: Stage, window: MainWindow) -> None:
        _choosing(stage, window)
        made = instance(50, label="", name="balcao", **{**LINKING, **facts})
        stage.services.put(made)
        stage.services.webhook = webhook(**hook)
        wizard = window.numbers.wizard
        wizard._on_created(made)
        stage.settle()
        wizard.live._probe_ms = probe
        wizard.live.refresh()
        if facts["state"] is State.CONNECTED:
            wizard.live._on_chats((msgspec.structs.replace(stage.services.chat_rows[ChatId(1)], instance_id=InstanceId(50)),))

    return act


def _webhook(**facts: object) -> Prepare:
    def prepare(stage: Stage) -> None:
        _number()(stage)
        stage.services.webhook = webhook(**facts)

    return prepare


def _editor(stage: Stage, window: MainWindow) -> None:
    _numbers(stage, window)
    window.numbers.detail.webhook_button.click()
    stage.settle()


def _causes(stage: Stage) -> None:
    async def causes() -> tuple[object, ...]:
        return tuple(CAUSES.values())

    stage.services.diagnosis.causes = causes


def _tunnel(view: TunnelView, kind: str = "ngrok", traffic: TrafficView | None = None, **kept: object) -> Prepare:
    def prepare(stage: Stage) -> None:
        _number()(stage)
        _causes(stage)
        stage.services.tunnel.view = view
        values = {"tunnel.kind": kind, "server.hooks_port": 47821, **{k.replace("__", "."): v for k, v in kept.items()}}
        stage.services.preferences.values.update(values)
        stage.services.health = Health(
            version="0", hooks_url="http://127.0.0.1:47822", api_url=None, turned_away=3, last_turned_away="198.51.100.4"
        )
        if traffic is not None:

            async def told() -> TrafficView:
                return traffic

            stage.services.tunnel.traffic = told

    return prepare


def _address(stage: Stage, window: MainWindow) -> None:
    _numbers(stage, window)
    window.server_button.click()
    stage.settle()


def _refused(stage: Stage, window: MainWindow) -> None:
    _address(stage, window)
    server = window.server.server
    server.sources.setPlainText("203.0.113.0/24, 10.0.0.300")
    server.save_button.click()


def _diagnosed(stage: Stage) -> None:
    _number()(stage)
    _causes(stage)
    step = DiagnosisStep
    stage.services.diagnosis.steps = (
        step(step="dns", status=StepStatus.OK, duration_ms=4),
        step(step="tcp", status=StepStatus.OK, duration_ms=18),
        step(step="tls", status=StepStatus.WARN, duration_ms=31, cause="http_public"),
        step(step="auth", status=StepStatus.OK, duration_ms=40),
        step(step="brand", status=StepStatus.OK, duration_ms=22, text="2.3.7"),
        step(step="session", status=StepStatus.FAIL, duration_ms=12, cause="passkey_needed", text="PASSKEY_REQUIRED"),
        step(step="webhook", status=StepStatus.FAIL, duration_ms=55, cause="webhook_overwritten", text="https://n8n.example.com"),
        step(step="public", status=StepStatus.SKIPPED),
        step(step="probe", status=StepStatus.SKIPPED),
        step(step="history", status=StepStatus.SKIPPED),
    )


def _diagnosis(stage: Stage, window: MainWindow) -> None:
    _numbers(stage, window)
    window.numbers.detail.diagnose_button.click()
    stage.settle()


ONLINE = TunnelView(kind="ngrok", state=TunnelState.ONLINE, public_url="https://padaria-aurora.ngrok.app")
LIMIT = TunnelView(
    kind="ngrok", state=TunnelState.ERROR, code="tunnel_limit", next_retry_at_ms=None,
    text="ERR_NGROK_727: You've exceeded the number of HTTP requests allowed in your plan.",
)  # fmt: skip
SOON = TrafficView(
    used=19_100, limit=20_000, per_day=900.0, resets_at_ms=NOW_MS + 9 * DAY, exhausted_at_ms=NOW_MS + DAY,
    level=TrafficLevel.SOON,
)  # fmt: skip
OTHER = "https://n8n.outro.example.com/webhook/4f2a"
HIGH, PAGE = (1180, 1000), (1180, 1480)
ENTRIES = (
    Entry("connect_none", lambda stage: None, _numbers),
    Entry("connect_states", connected, _catching_up, (1180, 980)),
    Entry("connect_fetching", scenes.inbox, _fetching_above_the_list),
    Entry(
        "connect_refused_key",
        _number(state=State.AUTH_REJECTED, state_reason="401 Unauthorized: apikey is not valid", next_retry_at_ms=NOW_MS + 40_000),
        _numbers,
    ),
    Entry("connect_qr", _qr(expires_at_ms=None), _numbers, HIGH),
    Entry("connect_qr_many", _qr(attempt=20), _numbers, HIGH),
    Entry("connect_qr_large", _qr(), _large, HIGH, "LargeQr"),
    Entry("connect_no_qr", _number(state=State.CONNECTING, state_since_ms=NOW_MS - 90_000, **LINKING), _numbers),
    Entry("connect_pairing", _qr(text=None, pairing_code="ABCD1234"), _numbers),
    Entry("connect_passkey", _number(state=State.AWAITING_PASSKEY, **LINKING), _numbers),
    Entry("connect_passkey_sign", _number(state=State.AWAITING_PASSKEY, **LINKING), _passkey, shows="PasskeyDialog"),
    Entry("connect_passkey_confirm", _confirming, _passkey, shows="PasskeyDialog"),
    Entry("wizard_missing", scenes.inbox, _missing),
    Entry("wizard_sessions", _sessions, _choosing),
    Entry("wizard_red", scenes.inbox, _live({"problem": "unavailable"}, state=State.LOGGED_OUT, state_reason="FAILED")),
    Entry("wizard_unreachable", scenes.inbox, _live({}, state=State.UNREACHABLE, state_reason="connection refused")),
    Entry("wizard_passkey", scenes.inbox, _live({}, 38, state=State.AWAITING_PASSKEY)),
    Entry("wizard_by_hand", scenes.inbox, _live({"settable": False, "takes": (), "by_hand": '{"url": "https://x"}'},
                                                 state=State.AWAITING_QR)),
    Entry("wizard_done", scenes.inbox, _live({}, 38, state=State.CONNECTED)),
    Entry("webhook_drift", _webhook(differs=("url", "events"), actual_url=OTHER, actual_events=("MESSAGES_UPSERT",),
                                    others=(OTHER,)), _editor, (1180, 1180)),
    Entry("webhook_events_apart", _webhook(takes=("events", "by_events"), differs=("events",), event_urls=(
        ("MESSAGES_UPSERT", "https://example.com/hooks/the-secret/receive-message"), ("CONNECTION_UPDATE", OTHER), ("CALL", ""))),
          _editor, HIGH),
    Entry("webhook_unreachable", _webhook(reaches=False, problem=None), _editor, (1180, 1180)),
    Entry("webhook_by_hand", _webhook(settable=False, takes=(), by_hand='{\n  "url": "https://example.com/hooks/x"\n}'),
          _editor),
    Entry("address_none", _tunnel(TunnelView(kind="none", state=TunnelState.OFF), "none"), _address, PAGE),
    Entry("address_online", _tunnel(ONLINE, traffic=SOON), _address, PAGE),
    Entry("address_limit", _tunnel(LIMIT), _refused, PAGE),
    Entry("address_ssh", _tunnel(TunnelView(kind="ssh", state=TunnelState.RECONNECTING, code="tunnel_session_lost"), "ssh"),
          _address, PAGE),
    Entry("diagnosis", _diagnosed, _diagnosis, HIGH),
)  # fmt: skip
