"""The words for notifications, start and close, and the lock."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.settings.wording import Words

VOLUMES = (10, 25, 40, 55, 70, 85, 100)
IDLE_MINUTES = (0, 1, 2, 5, 10, 15, 30, 60)
_HOUR = QT_TRANSLATE_NOOP("Settings", "Write a time such as 20:00.")

DESKTOP_WORDS: dict[str, Words] = {
    "notifications.tell_of": Words(
        QT_TRANSLATE_NOOP("Settings", "Notify me of"),
        QT_TRANSLATE_NOOP("Settings", "Muted and ignored conversations never do, nor the one you are looking at."),
    ),
    "notifications.hide_content": Words(
        QT_TRANSLATE_NOOP("Settings", "Hide who wrote and what"),
        QT_TRANSLATE_NOOP("Settings", "Notifications then only say that something came. While locked they always do."),
    ),
    "notifications.quiet": Words(
        QT_TRANSLATE_NOOP("Settings", "Quiet hours"),
        QT_TRANSLATE_NOOP("Settings", "Within them nothing pops up and nothing sounds; counts still grow."),
    ),
    "notifications.quiet_from": Words(
        QT_TRANSLATE_NOOP("Settings", "Quiet from"),
        QT_TRANSLATE_NOOP("Settings", "May be later than the end: then it is through the night."),
        _HOUR,
    ),
    "notifications.quiet_to": Words(
        QT_TRANSLATE_NOOP("Settings", "Quiet until"),
        QT_TRANSLATE_NOOP("Settings", "From this time on notifications come again."),
        _HOUR,
    ),
    "notifications.quiet_days": Words(
        QT_TRANSLATE_NOOP("Settings", "Quiet on"),
        QT_TRANSLATE_NOOP("Settings", "The days on which the quiet hours begin."),
    ),
    "notifications.sound_here": Words(
        QT_TRANSLATE_NOOP("Settings", "Sound for the open conversation"),
        QT_TRANSLATE_NOOP("Settings", "A soft one, while you are looking at it."),
    ),
    "notifications.sound_elsewhere": Words(
        QT_TRANSLATE_NOOP("Settings", "Sound for other conversations"),
        QT_TRANSLATE_NOOP("Settings", "Whenever a notification is due."),
    ),
    "notifications.sound_offline": Words(
        QT_TRANSLATE_NOOP("Settings", "Sound when a number is disconnected"),
        QT_TRANSLATE_NOOP("Settings", "Customers cannot be answered over it until it is connected again."),
    ),
    "notifications.volume": Words(
        QT_TRANSLATE_NOOP("Settings", "Volume"),
        QT_TRANSLATE_NOOP("Settings", "How loud these sounds are."),
    ),
    "desktop.close_to_tray": Words(
        QT_TRANSLATE_NOOP("Settings", "Keep running when the window is closed"),
        QT_TRANSLATE_NOOP("Settings", "Balcão goes on receiving, beside the clock. Where there is no place for it, closing quits."),
    ),
    "desktop.start_minimised": Words(
        QT_TRANSLATE_NOOP("Settings", "Start without the window"),
        QT_TRANSLATE_NOOP("Settings", "Only the symbol beside the clock; a minimised window where there is none."),
    ),
    "desktop.autostart": Words(
        QT_TRANSLATE_NOOP("Settings", "Start with the computer"),
        QT_TRANSLATE_NOOP("Settings", "Balcão opens when you log in, so that no message has to wait for it."),
    ),
    "desktop.links": Words(
        QT_TRANSLATE_NOOP("Settings", "Open balcao:// links"),
        QT_TRANSLATE_NOOP("Settings", "Other programs can then open a conversation here. Such a link never sends anything."),
    ),
    "lock.idle_min": Words(
        QT_TRANSLATE_NOOP("Settings", "Lock when nobody is here"),
        QT_TRANSLATE_NOOP("Settings", "Needs a PIN. Ctrl+L locks at once."),
    ),
}  # fmt: skip

DESKTOP_CHOICES: dict[str, dict[str, object]] = {
    "notifications.tell_of": {
        "all": QT_TRANSLATE_NOOP("Settings", "All conversations"),
        "mine": QT_TRANSLATE_NOOP("Settings", "Only those assigned to me"),
        "none": QT_TRANSLATE_NOOP("Settings", "Nothing"),
    },
    "notifications.quiet_days": {
        "every_day": QT_TRANSLATE_NOOP("Settings", "Every day"),
        "workdays": QT_TRANSLATE_NOOP("Settings", "Monday to Friday"),
        "weekend": QT_TRANSLATE_NOOP("Settings", "Saturday and Sunday"),
    },
    "lock.idle_min": {"0": QT_TRANSLATE_NOOP("Settings", "Never by itself")},
}
