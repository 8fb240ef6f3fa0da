"""A desk's database of any size, through the real schema: chats by Zipf, Portuguese-like texts, search index included.

``python -m tests.bench.dataset 1000000 big.db`` makes one; ``cached`` keeps those of a size for the next run.
"""

import hashlib
import itertools
import random
import sqlite3
import sys
import tempfile
from pathlib import Path

from services.domain.status import Status
from services.storage import migrations
from services.storage.database import APPLICATION_ID, Tx
from services.storage.writes import instances, names
from tests.factories import lid, name, new_instance, user

CHATS = 5_000
FIRST = 40
NOW_MS = 1_790_164_800_000
_YEARS_MS = 2 * 365 * 86_400_000
_BATCH = 20_000
# about as often as in a shop's chats: the commonest first
_TEXT = """
oi bom dia de o que a para com tem quero não sim por favor obrigado boa tarde qual preço do da você pode
amanhã hoje entrega pix pedido ok certo vou ser dois bolo quanto fica no cartão endereço rua número casa às
horas já pagamento comprovante segue foto tamanho cor azul preto vermelho médio grande loja aberta até troca
prazo frete grátis bairro centro produto disponível estoque reserva retirar balcão nota fiscal parcelado
desconto promoção atendimento aguardo minutinho verificar retorno semana segunda sexta sábado domingo manhã
noite caixa unidade quilo açúcar café pão leite chocolate aniversário festa encomenda cobertura recheio
morango maracujá sem lactose glúten urgente cancelar confirmar
"""
WORDS = tuple(_TEXT.split())


def generate(path: Path, messages: int, *, chats: int = CHATS, seed: int = 1) -> None:
    """Write a database with this many messages to ``path``; half a minute for a million.

    Where one with numbers but no conversations is there already, these get them: the first ``FIRST`` chats
    are the first number's, the others go round.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=off")
    connection.execute("PRAGMA synchronous=off")
    connection.execute("PRAGMA cache_size=-400000")
    migrations.migrate(connection, path, APPLICATION_ID)
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('message', 'chat')"
    ).fetchall()
    for index, _ in indexes:
        connection.execute(f"DROP INDEX {index}")
    connection.execute("BEGIN")
    rng = random.Random(seed)
    chats = min(chats, messages)
    homes = _people(connection, chats)
    _messages(connection, messages, homes, rng)
    connection.execute("COMMIT")
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("BEGIN")
    connection.execute(_LATEST)
    connection.execute("INSERT INTO message_fts (message_fts) VALUES ('rebuild')")
    connection.execute("UPDATE message_indexed SET up_to = (SELECT max(id) FROM message)")
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode=wal")
    connection.close()


def cached(messages: int) -> Path:
    """The path of a database of this size, made on first use; copy it before writing to it."""
    sources = [*sorted(Path(migrations.__file__).parent.glob("*.py")), Path(__file__)]
    schema = hashlib.sha256(b"".join(each.read_bytes() for each in sources)).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / f"balcao-bench-{messages}-{schema}.db"
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        generate(part, messages)
        part.replace(path)
    return path


# of each chat: instance, account
Homes = list[tuple[int, int]]


def _people(connection: sqlite3.Connection, chats: int) -> Homes:
    numbers = _numbers(connection)
    homes = [numbers[0] if n < FIRST else numbers[n % len(numbers)] for n in range(chats)]
    contacts = range(1, chats + 1)
    connection.executemany(
        "INSERT INTO contact (id, kind, push_name, folded, created_at) VALUES (?, 'person', ?, ?, ?)",
        ((n, name(n), names.folded(name(n)), NOW_MS) for n in contacts),
    )
    aliases = ((each, n) for n in contacts for each in (user(n), lid(n)))
    connection.executemany(
        "INSERT OR IGNORE INTO alias (address, match_key, contact_id) VALUES (?, ?, ?)",
        ((str(each), each.match_key, n) for each, n in aliases),
    )
    connection.executemany(
        """INSERT INTO chat (id, account_id, contact_id, instance_id, address, read_at, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            (n, account, n, instance, str(user(n)), 0 if n % 10 == 0 else NOW_MS, NOW_MS)
            for n, (instance, account) in zip(contacts, homes, strict=True)
        ),
    )
    return homes


def _numbers(connection: sqlite3.Connection) -> Homes:
    """Those that are there, or a made one."""
    asked = "SELECT id, account_id FROM instance ORDER BY id"
    found = connection.execute(asked).fetchall()
    if not found:
        instances.add_instance(Tx(connection), new_instance())
        connection.execute("UPDATE account SET address = '551140028922@s.whatsapp.net'")
        connection.execute("UPDATE instance SET state = 'connected', state_since = ?", (NOW_MS,))
        found = connection.execute(asked).fetchall()
    return found


def _messages(connection: sqlite3.Connection, count: int, homes: Homes, rng: random.Random) -> None:
    chats = len(homes)
    order = list(range(1, chats + 1))
    rng.shuffle(order)
    share = list(itertools.accumulate(1 / rank for rank in range(1, chats + 1)))
    words = list(itertools.accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))
    step = max(1, _YEARS_MS // count)
    ids = iter(range(1, count + 1))
    # everybody has written at least once
    first = iter(order)
    while batch := list(itertools.islice(ids, _BATCH)):
        chosen = rng.choices(order, cum_weights=share, k=len(batch))
        lengths = rng.choices((1, 2, 4, 7, 12, 20, 60), (10, 15, 25, 25, 15, 8, 2), k=len(batch))
        stream = iter(rng.choices(WORDS, cum_weights=words, k=sum(lengths)))
        rows, files, ticks = [], [], []
        for number, chat, length in zip(batch, chosen, lengths, strict=True):
            chat = next(first, chat)
            text = " ".join(itertools.islice(stream, length))
            outgoing = number % 2 == 0
            stanza = f"3EB0{rng.getrandbits(72):018X}"
            kind = "image" if number % 11 == 0 else "voice" if number % 23 == 0 else "text"
            at = NOW_MS - _YEARS_MS + number * step
            if kind != "text":
                files.append((number, "image/jpeg" if kind == "image" else "audio/ogg", 80_000, "ready", f"ab/{stanza}"))
            if outgoing:
                ticks.append((homes[chat - 1][1], stanza, int(Status.READ), at + 60_000))
            instance, account = homes[chat - 1]
            rows.append(
                (
                    number, account, chat, instance, stanza, "out" if outgoing else "in", kind, at, at,
                    None if kind == "voice" else text,
                    int(Status.READ) if outgoing else None, "api" if outgoing else None,
                )
            )  # fmt: skip
        connection.executemany(
            """INSERT INTO message (id, account_id, chat_id, instance_id, stanza_id, direction, kind, sent_at, received_at,
                 text, status, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            rows,
        )
        connection.executemany("INSERT INTO media (message_id, mime, size, state, path) VALUES (?, ?, ?, ?, ?)", files)
        connection.executemany(
            "INSERT INTO ack (account_id, stanza_id, participant, status, at) VALUES (?, ?, '', ?, ?)", sorted(ticks)
        )


_LATEST = """UPDATE chat SET (last_message_id, last_at, preview, preview_kind, preview_direction, preview_status) =
    (SELECT id, sent_at, substr(text, 1, 200), kind, direction, status FROM message WHERE chat_id = chat.id
     ORDER BY sent_at DESC, id DESC LIMIT 1),
  unread = (SELECT count(*) FROM message WHERE chat_id = chat.id AND sent_at > read_at AND direction = 'in')"""


if __name__ == "__main__":
    generate(Path(sys.argv[2]), int(sys.argv[1]))
