; makensis -DVERSION=0.1.0 -DSOURCE=..\..\..\dist\balcao -DOUT=..\..\..\dist\balcao-setup.exe balcao.nsi (paths are seen from here)
; For one person, without an administrator. What it writes into the registry is what the program itself reads and
; writes there (app/desktop). Conversations lie elsewhere and are never touched.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
!include "MUI2.nsh"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Balcao"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define SCHEME "Software\Classes\balcao"

Name "Balcão"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Balcao"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
RequestExecutionLevel user
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "Balcão"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileDescription" "Balcão"
VIAddVersionKey /LANG=0 "LegalCopyright" "MIT"

!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif
!define MUI_FINISHPAGE_RUN "$INSTDIR\balcao.exe"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "PortugueseBR"
!insertmacro MUI_LANGUAGE "English"

LangString OPEN ${LANG_PORTUGUESEBR} "O Balcão está aberto. Feche-o (também ao lado do relógio) e tente de novo."
LangString OPEN ${LANG_ENGLISH} "Balcão is open. Close it (beside the clock as well) and try again."
LangString LINKS ${LANG_PORTUGUESEBR} "Abrir links balcao://"
LangString LINKS ${LANG_ENGLISH} "Open balcao:// links"
LangString AUTOSTART ${LANG_PORTUGUESEBR} "Iniciar com o computador"
LangString AUTOSTART ${LANG_ENGLISH} "Start with the computer"

!macro CLOSED
  ; a program that runs cannot be removed
  again:
  ClearErrors
  Delete "$INSTDIR\balcao.exe"
  IfErrors 0 gone
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(OPEN)" /SD IDCANCEL IDRETRY again
    Abort
  gone:
!macroend

Section "Balcão"
  SectionIn RO
  !insertmacro CLOSED
  ; nothing of an older version may stay among the libraries
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\Balcão.lnk" "$INSTDIR\balcao.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Balcão"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\balcao.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "$(LINKS)"
  WriteRegStr HKCU "${SCHEME}" "" "URL:Balcão"
  WriteRegStr HKCU "${SCHEME}" "URL Protocol" ""
  WriteRegStr HKCU "${SCHEME}\shell\open\command" "" '"$INSTDIR\balcao.exe" open -- "%1"'
SectionEnd

Section /o "$(AUTOSTART)"
  WriteRegStr HKCU "${RUN}" "balcao" '"$INSTDIR\balcao.exe" --in-tray'
SectionEnd

Section "Uninstall"
  !insertmacro CLOSED
  ; only what was installed: somebody may have chosen a folder with other things in it
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Balcão.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${SCHEME}"
  DeleteRegValue HKCU "${RUN}" "balcao"
SectionEnd
