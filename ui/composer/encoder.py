"""Sound into an Ogg file with Opus, as WhatsApp's own voice messages are: in a thread, while it is still heard."""

import queue
import threading
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ui.media.loudness import CASTS, FULL

RATES = (8_000, 12_000, 16_000, 24_000, 48_000)
_TOP = 32_767
# about 33 kbit/s, whatever the rate: what WhatsApp's own voice messages have
_COMPRESSION = 0.9


@dataclass(frozen=True, slots=True)
class Form:
    """How sound comes in: ``sample`` is Qt's name of the format, ``rate`` in Hz."""

    sample: str
    rate: int
    channels: int

    @property
    def out_rate(self) -> int:
        """The rate that it is encoded at: its own, where Opus knows it."""
        return self.rate if self.rate in RATES else RATES[-1]


class Mixer:
    """Pieces of sound in any form as 16-bit samples of one channel; pieces may end in the middle of a sample."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._step = form.rate / form.out_rate
        self._rest = b""
        self._last: float | None = None
        self._at = 0.0

    def feed(self, data: bytes) -> bytes:
        """What can be told of it by now."""
        form = self._form
        frame = array(CASTS[form.sample]).itemsize * form.channels
        data = self._rest + data
        whole = len(data) // frame * frame
        data, self._rest = data[:whole], data[whole:]
        if form == Form("Int16", form.out_rate, 1):
            return data
        samples: array[Any] = array(CASTS[form.sample], data)
        middle, full = (128 if form.sample == "UInt8" else 0), FULL[form.sample]
        channels = (samples[at :: form.channels] for at in range(form.channels))
        mixed = [(sum(each) / form.channels - middle) / full for each in zip(*channels, strict=True)]
        if form.rate != form.out_rate:
            mixed = self._at_rate(mixed)
        return array("h", (round(max(-1.0, min(1.0, each)) * _TOP) for each in mixed)).tobytes()

    def _at_rate(self, samples: list[float]) -> list[float]:
        """Between two samples lies a straight line, which is enough for a voice."""
        if self._last is not None:
            samples = [self._last, *samples]
        if not samples:
            return []
        made, end = [], len(samples) - 1
        while self._at < end:
            at = int(self._at)
            made.append(samples[at] + (samples[at + 1] - samples[at]) * (self._at - at))
            self._at += self._step
        self._at -= end
        self._last = samples[-1]
        return made


class Encoder:
    """Writes one file. ``problem`` is what went wrong, None while nothing did."""

    def __init__(self, path: Path, form: Form) -> None:
        self._path, self._form = path, form
        self.problem: Exception | None = None
        self._pieces: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        # a program that ends in the middle of a recording does not wait for it
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether the file is whole, or never will be."""
        return not self._thread.is_alive()

    def take(self, data: bytes) -> None:
        """One more piece of sound."""
        self._pieces.put(data)

    def end(self) -> None:
        """That was all: soon it is ``over``."""
        self._pieces.put(None)

    def _run(self) -> None:
        try:
            write_opus(self._path, self._form, iter(self._pieces.get, None))
        except Exception as error:  # noqa: BLE001 - a missing library, a full disk: a person has to be told
            self.problem = error


def write_opus(path: Path, form: Form, pieces: Iterable[bytes | None]) -> None:
    """Encode all pieces into ``path``. Raises OSError, and RuntimeError where the sound library fails."""
    # loads libsndfile: not for the window's thread
    from soundfile import SoundFile

    mixer = Mixer(form)
    made = {"samplerate": form.out_rate, "channels": 1, "format": "OGG", "subtype": "OPUS"}
    with SoundFile(path, "w", compression_level=_COMPRESSION, **made) as file:
        for piece in pieces:
            file.buffer_write(mixer.feed(piece or b""), "int16")
