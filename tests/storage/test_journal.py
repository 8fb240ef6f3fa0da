"""The journal: nothing twice, nothing lost, everything that could not be read stays visible and can be replayed."""

import pytest

from services.domain.changes import QrShown
from services.domain.content import Origin
from services.domain.errors import Conflict, ErrorCode, NotFound
from services.domain.events import AnyEvent, ConnectionSeen, ConnectionState, QrSeen, Unrecognised
from services.domain.ids import DeliveryId, InstanceId
from services.domain.models import DeliveryState
from services.storage.queries import instances as queries
from services.storage.writes import deliveries
from services.storage.writes.retention import Retention, purge_useless
from tests.factories import NOON_MS, delivery, message
from tests.storage.store import Store, store


def put(opened: Store, body: bytes = b"{}", *, at_ms: int = NOON_MS, instance: InstanceId | None = None) -> deliveries.Stored:
    return opened.write(deliveries.store_delivery, delivery(body, instance or opened.instance, at_ms=at_ms))


def process(opened: Store, *events: AnyEvent, error: str | None = None) -> deliveries.Processed:
    """What the processor does with everything that waits, with ``events`` as the parser's reading of each."""
    group = [
        deliveries.Parsed(
            delivery_id=each.id,
            instance_id=each.instance_id,
            received_at_ms=each.received_at_ms,
            provider="evolution",
            events=events,
            error=error,
        )
        for each in opened.read(queries.waiting, 100)
    ]
    return opened.write(deliveries.apply_deliveries, group)


def states(opened: Store) -> list[tuple[str, int]]:
    return opened.sql("SELECT state, duplicates FROM delivery ORDER BY id")


def test_the_same_body_a_thousand_times_is_one_row_and_one_message() -> None:
    with store() as opened:
        ids = {put(opened, at_ms=NOON_MS + n).delivery_id for n in range(1000)}
        assert len(ids) == 1
        process(opened, message("A"))
        assert put(opened).new is False
        assert opened.read(queries.waiting, 10) == ()
        assert states(opened) == [("done", 1000)]
        assert len(opened.messages()) == 1


def test_the_same_body_of_two_instances_is_two() -> None:
    with store() as opened:
        other = opened.add_instance("loja 2")
        first, second = put(opened), put(opened, instance=other)
        assert first.delivery_id != second.delivery_id
        assert second.new


def test_deliveries_wait_in_the_order_they_came() -> None:
    with store() as opened:
        for n in range(5):
            put(opened, b"%d" % n)
        assert [w.body for w in opened.read(queries.waiting, 3)] == [b"0", b"1", b"2"]


def test_a_repeatable_fact_counts_each_time_it_is_told_and_with_its_own_moment() -> None:
    def tell(opened: Store, state: ConnectionState, at_ms: int) -> None:
        put(opened, state.value.encode(), at_ms=at_ms)
        process(opened, ConnectionSeen(state=state))

    with store() as opened:
        tell(opened, ConnectionState.CONNECTED, NOON_MS)
        tell(opened, ConnectionState.RECONNECTING, NOON_MS + 60_000)
        tell(opened, ConnectionState.CONNECTED, NOON_MS + 120_000)
        assert opened.sql("SELECT state, state_since FROM instance") == [("connected", NOON_MS + 120_000)]
        assert len(states(opened)) == 2


def test_a_connection_told_long_ago_and_replayed_now_changes_nothing() -> None:
    with store() as opened:
        put(opened, b"close")
        process(opened, ConnectionSeen(state=ConnectionState.LOGGED_OUT))
        put(opened, b"open", at_ms=NOON_MS + 3_600_000)
        process(opened, ConnectionSeen(state=ConnectionState.CONNECTED))
        opened.write(deliveries.replay, DeliveryId(1))
        process(opened, ConnectionSeen(state=ConnectionState.LOGGED_OUT))
        assert opened.sql("SELECT state FROM instance") == [("connected",)]


def test_a_qr_is_shown_again_when_it_is_sent_again_and_not_once_connected() -> None:
    with store() as opened:
        put(opened, b"qr")
        (shown,) = process(opened, QrSeen(text="2@abc")).fleeting
        assert isinstance(shown, QrShown) and shown.expires_at_ms == NOON_MS + 60_000
        put(opened, b"qr", at_ms=NOON_MS + 30_000)
        (again,) = process(opened, QrSeen(text="2@abc")).fleeting
        assert isinstance(again, QrShown) and again.expires_at_ms == NOON_MS + 90_000
        put(opened, b"open", at_ms=NOON_MS + 40_000)
        process(opened, ConnectionSeen(state=ConnectionState.CONNECTED))
        opened.write(deliveries.replay, DeliveryId(1))
        assert process(opened, QrSeen(text="2@abc")).fleeting == ()
        assert opened.sql("SELECT state FROM instance") == [("connected",)]


def test_what_cannot_be_read_stays_and_can_be_replayed() -> None:
    with store() as opened:
        stored = put(opened)
        process(opened, error="not JSON")
        view = opened.read(queries.delivery, stored.delivery_id)
        assert (view.state, view.error, view.attempts) == (DeliveryState.BAD, "not JSON", 1)
        assert put(opened).new is False, "a repetition of what is bad is not tried again by itself"
        opened.write(deliveries.replay, stored.delivery_id)
        process(opened, message("A"))
        view = opened.read(queries.delivery, stored.delivery_id)
        assert (view.state, view.error, view.attempts) == (DeliveryState.DONE, None, 2)
        assert len(opened.messages()) == 1


def test_one_bad_item_loses_none_of_its_neighbours() -> None:
    with store() as opened:
        put(opened)
        process(opened, message("A"), Unrecognised(name="messages.upsert", reason="no id", problem=True), message("B"))
        assert [m.stanza_id for m in opened.messages()] == ["A", "B"]
        (view,) = opened.read(queries.deliveries, DeliveryState.BAD, None, None, 10).items
        assert view.error == "no id"
        opened.write(deliveries.replay, view.id)
        process(opened, message("A"), message("C"), message("B"))
        assert [m.stanza_id for m in opened.messages()] == ["A", "B", "C"]


def test_an_unknown_event_is_no_error() -> None:
    with store() as opened:
        put(opened)
        process(opened, Unrecognised(name="typebot.start"))
        assert states(opened) == [("done", 0)]


def test_a_delivery_that_names_nobody_is_parked_until_a_person_says_whose_it_is() -> None:
    with store() as opened:
        parked = opened.write(deliveries.store_delivery, delivery(b"x", state=DeliveryState.PARKED))
        assert parked.new is False
        with pytest.raises(Conflict) as told:
            opened.write(deliveries.replay, parked.delivery_id)
        assert told.value.code is ErrorCode.NO_OWNER
        assert opened.read(queries.waiting, 10) == ()
        assert opened.read(queries.counts) == {"parked": 1}
        kept = opened.write(deliveries.assign, parked.delivery_id, opened.instance)
        assert kept == parked.delivery_id
        process(opened, message("A"))
        assert len(opened.messages()) == 1
        opened.write(deliveries.replay, parked.delivery_id)
        assert states(opened) == [("new", 0)]


def test_a_parked_body_that_the_instance_had_already_is_not_kept_twice() -> None:
    with store() as opened:
        known = put(opened, b"x")
        process(opened, message("A"))
        parked = opened.write(deliveries.store_delivery, delivery(b"x", state=DeliveryState.PARKED))
        assert opened.write(deliveries.assign, parked.delivery_id, opened.instance) == known.delivery_id
        process(opened, message("A"))
        assert states(opened) == [("done", 1)]
        assert len(opened.messages()) == 1


def test_unknown_ids_are_said_to_be_unknown() -> None:
    with store() as opened:
        for function, args in (
            (deliveries.replay, (DeliveryId(9),)),
            (deliveries.assign, (DeliveryId(9), opened.instance)),
            (deliveries.assign, (put(opened).delivery_id, InstanceId(9))),
        ):
            with pytest.raises(NotFound):
                opened.write(function, *args)
        with pytest.raises(NotFound):
            opened.read(queries.delivery, DeliveryId(9))


def test_a_message_told_twice_with_another_text_keeps_the_first_and_counts_the_conflict() -> None:
    with store() as opened:
        put(opened, b"1")
        process(opened, message("A", text="R$ 10"))
        put(opened, b"2")
        process(opened, message("A", text="R$ 99"))
        assert [m.text for m in opened.messages()] == ["R$ 10"]
        assert [each.conflicts for each in opened.read(queries.deliveries, None, None, None, 9).items] == [1, 0]


def test_our_own_fault_is_kept_with_the_delivery() -> None:
    with store() as opened:
        stored = put(opened)
        opened.write(deliveries.fail_delivery, stored.delivery_id, "internal: KeyError: 'x'")
        assert opened.read(queries.waiting, 10) == ()
        assert opened.read(queries.delivery, stored.delivery_id).error == "internal: KeyError: 'x'"


def test_old_processed_deliveries_go_and_nothing_else() -> None:
    with store() as opened:
        for n in range(3):
            put(opened, b"old%d" % n)
        process(opened)
        opened.sql("UPDATE delivery SET body = NULL, body_file = 'spool-' || id")
        put(opened, b"bad")
        process(opened, error="not JSON")
        put(opened, b"old0", at_ms=NOON_MS + deliveries.RETENTION_MS)
        put(opened, b"new")
        files, more = opened.write(deliveries.purge, NOON_MS + 1)
        assert (sorted(files), more) == (["spool-2", "spool-3"], False)
        assert opened.sql("SELECT body FROM delivery WHERE body IS NOT NULL ORDER BY id") == [(b"bad",), (b"new",)]
        assert put(opened, b"old1").delivery_id > 5, "an id in a message never points to another delivery"


def test_useless_deliveries_go_by_age_and_size_and_nothing_that_waits_does() -> None:
    day = 86_400_000
    with store() as opened:
        for n in range(6):
            put(opened, b"bad%d" % n, at_ms=NOON_MS + n * day)
        process(opened, error="not JSON")
        opened.sql("UPDATE delivery SET state = 'parked', instance_id = 0 WHERE id = 2")
        opened.sql("UPDATE delivery SET body = NULL, body_file = 'spool-' || id, size = 1048576")
        put(opened, b"waits", at_ms=NOON_MS - 1000 * day)
        now = NOON_MS + 6 * day
        assert opened.write(purge_useless, now, Retention(days=30, megabytes=30)) == ((), False)
        # the first is too old
        assert opened.write(purge_useless, now, Retention(days=5, megabytes=30)) == (("spool-1",), False)
        # five are left, for three of which there is room
        assert opened.write(purge_useless, now, Retention(days=30, megabytes=3)) == (("spool-2", "spool-3"), False)
        assert [row[0] for row in opened.sql("SELECT id FROM delivery ORDER BY id")] == [4, 5, 6, 7]
        assert opened.write(purge_useless, now + 999 * day, Retention(days=1, megabytes=1))[0] == ("spool-4", "spool-5", "spool-6")
        assert states(opened) == [("new", 0)], "what waits to be applied stays, however old"


def test_more_useless_ones_than_go_at_once() -> None:
    with store() as opened:
        for n in range(501):
            put(opened, b"bad%d" % n)
        process_all(opened)
        _, more = opened.write(purge_useless, NOON_MS + 100 * 86_400_000, Retention())
        assert more and len(states(opened)) == 1
        assert opened.write(purge_useless, NOON_MS + 100 * 86_400_000, Retention())[1] is False and states(opened) == []


def process_all(opened: Store) -> None:
    while opened.read(queries.waiting, 1):
        process(opened, error="not JSON")


def notified(opened: Store) -> list[bool]:
    return [change.notify for changes in opened.published for change in changes.messages if change.notify]


@pytest.mark.parametrize("off_s", [-86_400, -7200, 0, 7200])
@pytest.mark.parametrize("origin", [None, Origin.HISTORY])
def test_a_gateway_with_a_wrong_clock_still_rings(off_s: int, origin: Origin | None) -> None:
    with store() as opened:
        put(opened)
        process(opened, message("A", at=off_s, origin=origin))
        assert len(notified(opened)) == (origin is None or off_s >= 0)


def test_what_waited_in_the_journal_for_long_does_not_ring_for_each() -> None:
    with store() as opened:
        put(opened)
        (waiting,) = opened.read(queries.waiting, 1)
        opened.write(
            deliveries.apply_deliveries,
            [
                deliveries.Parsed(
                    delivery_id=waiting.id, instance_id=waiting.instance_id, received_at_ms=waiting.received_at_ms,
                    read_at_ms=waiting.received_at_ms + 3_600_000, provider="evolution", events=(message("A"),),
                )
            ],
        )  # fmt: skip
        assert notified(opened) == [] and opened.chats()[0].unread == 1


def test_pages_of_the_journal() -> None:
    with store() as opened:
        for n in range(25):
            put(opened, b"%d" % n)
        seen, cursor = [], None
        while True:
            page = opened.read(queries.deliveries, None, opened.instance, cursor, 10)
            seen += [d.id for d in page.items]
            cursor = page.next
            if cursor is None:
                break
        assert seen == list(range(25, 0, -1))
