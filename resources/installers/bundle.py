"""What the packaged program says of itself: to macOS in its bundle, to Windows in its resources."""

from pathlib import Path

IDENTIFIER = "br.com.balcao.desktop"
SCHEME = "balcao"


def info_plist() -> dict[str, object]:
    """What PyInstaller does not write by itself. Without the first key macOS ends a program that records."""
    return {
        "NSMicrophoneUsageDescription": "O Balcão usa o microfone para gravar mensagens de voz. "
        "Balcão uses the microphone to record voice messages.",
        "CFBundleURLTypes": [{"CFBundleURLName": IDENTIFIER, "CFBundleURLSchemes": [SCHEME]}],
        "CFBundleDevelopmentRegion": "pt_BR",
        "CFBundleLocalizations": ["pt_BR", "en"],
        "LSApplicationCategoryType": "public.app-category.business",
        # as Qt's wheels
        "LSMinimumSystemVersion": "13.0",
        "NSHighResolutionCapable": True,
    }


def write_windows_version(path: Path, version: str) -> Path:
    """Write the version resource in the form that PyInstaller reads; returns the path."""
    numbers = tuple(int(part) for part in (version.split(".") + ["0"] * 4)[:4])
    words = {
        "CompanyName": "Balcão", "FileDescription": "Balcão", "FileVersion": version, "InternalName": "balcao",
        "LegalCopyright": "MIT", "OriginalFilename": "balcao.exe", "ProductName": "Balcão", "ProductVersion": version,
    }  # fmt: skip
    strings = ", ".join(f"StringStruct({name!r}, {word!r})" for name, word in words.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    # 0x0416 is Portuguese of Brazil, 1200 UTF-16
    path.write_text(
        f"VSVersionInfo(\n  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004,"
        " fileType=1, subtype=0, date=(0, 0)),\n"
        f"  kids=[StringFileInfo([StringTable('041604B0', [{strings}])]),"
        " VarFileInfo([VarStruct('Translation', [0x0416, 1200])])],\n)\n",
        encoding="utf-8",
    )
    return path
