"""Makes the program's sounds: a few sine tones with a soft start and end. `python3 resources/sounds/make.py`."""

import math
import struct
import wave
from pathlib import Path

RATE = 44_100
# (frequency in Hz, start and length in s, loudness) of each tone
SOUNDS = {
    "here": ((880.0, 0.0, 0.10, 0.35),),
    "elsewhere": ((659.3, 0.0, 0.16, 0.5), (987.8, 0.11, 0.28, 0.5)),
    "offline": ((523.3, 0.0, 0.22, 0.5), (392.0, 0.18, 0.22, 0.5), (311.1, 0.36, 0.40, 0.5)),
}
_RISE_S = 0.012


def samples(tones: tuple[tuple[float, float, float, float], ...]) -> list[int]:
    """The tones laid over one another, as 16 bit numbers."""
    length = round(max(start + long for _, start, long, _ in tones) * RATE)
    mixed = [0.0] * length
    for frequency, start, long, loud in tones:
        first = round(start * RATE)
        for n in range(round(long * RATE)):
            at = n / RATE
            # up quickly, then dying away as a struck bar does, silent at the very end
            shape = min(1.0, at / _RISE_S) * math.exp(-4 * at / long) * min(1.0, (long - at) / _RISE_S)
            tone = math.sin(2 * math.pi * frequency * at) + 0.25 * math.sin(4 * math.pi * frequency * at)
            if first + n < length:
                mixed[first + n] += loud * shape * tone
    return [max(-32_767, min(32_767, round(each * 24_000))) for each in mixed]


def main() -> None:
    """Write every sound beside this file."""
    for name, tones in SOUNDS.items():
        made = samples(tones)
        with wave.open(str(Path(__file__).with_name(f"{name}.wav")), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(struct.pack(f"<{len(made)}h", *made))


if __name__ == "__main__":
    main()
