<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>AssignDialog</name>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <translation>
            <numerusform>%n conversation</numerusform>
            <numerusform>%n conversations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AttachDialog</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message numerus="yes">
        <source>+%n more</source>
        <translation>
            <numerusform>+%n more</numerusform>
            <numerusform>+%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BulkBar</name>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CatchUpLine</name>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n new message</numerusform>
            <numerusform>%n new messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChatListModel</name>
    <message numerus="yes">
        <source>%n unread message(s)</source>
        <translation>
            <numerusform>%n unread message</numerusform>
            <numerusform>%n unread messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message numerus="yes">
        <source>%n character(s) left</source>
        <translation>
            <numerusform>%n character left</numerusform>
            <numerusform>%n characters left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n character(s) too many: shorten it or send it in parts</source>
        <translation>
            <numerusform>%n character too many: shorten it or send it in parts</numerusform>
            <numerusform>%n characters too many: shorten it or send it in parts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ContactFilesDesk</name>
    <message numerus="yes">
        <source>%n contact(s) written.</source>
        <translation>
            <numerusform>%n contact written.</numerusform>
            <numerusform>%n contacts written.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ContactsPage</name>
    <message numerus="yes">
        <source>%n contact(s)</source>
        <translation>
            <numerusform>%n contact</numerusform>
            <numerusform>%n contacts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Deeds</name>
    <message numerus="yes">
        <source>%n conversation(s) archived.</source>
        <translation>
            <numerusform>%n conversation archived.</numerusform>
            <numerusform>%n conversations archived.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) taken out of the archive.</source>
        <translation>
            <numerusform>%n conversation taken out of the archive.</numerusform>
            <numerusform>%n conversations taken out of the archive.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) opened again.</source>
        <translation>
            <numerusform>%n conversation opened again.</numerusform>
            <numerusform>%n conversations opened again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) resolved.</source>
        <translation>
            <numerusform>%n conversation resolved.</numerusform>
            <numerusform>%n conversations resolved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) pinned.</source>
        <translation>
            <numerusform>%n conversation pinned.</numerusform>
            <numerusform>%n conversations pinned.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) no longer pinned.</source>
        <translation>
            <numerusform>%n conversation no longer pinned.</numerusform>
            <numerusform>%n conversations no longer pinned.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) muted.</source>
        <translation>
            <numerusform>%n conversation muted.</numerusform>
            <numerusform>%n conversations muted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) no longer muted.</source>
        <translation>
            <numerusform>%n conversation no longer muted.</numerusform>
            <numerusform>%n conversations no longer muted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) ignored.</source>
        <translation>
            <numerusform>%n conversation ignored.</numerusform>
            <numerusform>%n conversations ignored.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) no longer ignored.</source>
        <translation>
            <numerusform>%n conversation no longer ignored.</numerusform>
            <numerusform>%n conversations no longer ignored.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) marked as read.</source>
        <translation>
            <numerusform>%n conversation marked as read.</numerusform>
            <numerusform>%n conversations marked as read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) marked as unread.</source>
        <translation>
            <numerusform>%n conversation marked as unread.</numerusform>
            <numerusform>%n conversations marked as unread.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) brought back.</source>
        <translation>
            <numerusform>%n conversation brought back.</numerusform>
            <numerusform>%n conversations brought back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) snoozed until {when}.</source>
        <translation>
            <numerusform>%n conversation snoozed until {when}.</numerusform>
            <numerusform>%n conversations snoozed until {when}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Label {label} put on %n conversation(s).</source>
        <translation>
            <numerusform>Label {label} put on %n conversation.</numerusform>
            <numerusform>Label {label} put on %n conversations.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Label {label} taken off %n conversation(s).</source>
        <translation>
            <numerusform>Label {label} taken off %n conversation.</numerusform>
            <numerusform>Label {label} taken off %n conversations.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) are nobody&apos;s now.</source>
        <translation>
            <numerusform>%n conversation is nobody&apos;s now.</numerusform>
            <numerusform>%n conversations are nobody&apos;s now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) are with {agent} now.</source>
        <translation>
            <numerusform>%n conversation is with {agent} now.</numerusform>
            <numerusform>%n conversations are with {agent} now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DeliveryLog</name>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n attempt</numerusform>
            <numerusform>%n attempts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>came %n more time(s)</source>
        <translation>
            <numerusform>came %n more time</numerusform>
            <numerusform>came %n more times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) known with another text</source>
        <translation>
            <numerusform>%n message known with another text</numerusform>
            <numerusform>%n messages known with another text</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DiagnosisPage</name>
    <message numerus="yes">
        <source>%n thing(s) to mend.</source>
        <translation>
            <numerusform>%n thing to mend.</numerusform>
            <numerusform>%n things to mend.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It works; %n thing(s) could be better.</source>
        <translation>
            <numerusform>It works; %n thing could be better.</numerusform>
            <numerusform>It works; %n things could be better.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>%n message(s) written</source>
        <translation>
            <numerusform>%n message written</numerusform>
            <numerusform>%n messages written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were not on this computer</source>
        <translation>
            <numerusform>%n file was not on this computer</numerusform>
            <numerusform>%n files were not on this computer</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message numerus="yes">
        <source>The newest %n are shown; one more word narrows it down.</source>
        <translation>
            <numerusform>The newest one is shown; one more word narrows it down.</numerusform>
            <numerusform>The newest %n are shown; one more word narrows it down.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ForwardDialog</name>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <translation>
            <numerusform>%n conversation</numerusform>
            <numerusform>%n conversations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupBox</name>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n member</numerusform>
            <numerusform>%n members</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupDialog</name>
    <message numerus="yes">
        <source>The description is %n character(s) too long.</source>
        <translation>
            <numerusform>The description is %n character too long.</numerusform>
            <numerusform>The description is %n characters too long.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message numerus="yes">
        <source>%n new label(s) are made: {names}</source>
        <translation>
            <numerusform>%n new label is made: {names}</numerusform>
            <numerusform>%n new labels are made: {names}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) read</source>
        <translation>
            <numerusform>%n row read</numerusform>
            <numerusform>%n rows read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new contact(s)</source>
        <translation>
            <numerusform>%n new contact</numerusform>
            <numerusform>%n new contacts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n completed</source>
        <translation>
            <numerusform>%n completed</numerusform>
            <numerusform>%n completed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n as before</source>
        <translation>
            <numerusform>%n as before</numerusform>
            <numerusform>%n as before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new label(s)</source>
        <translation>
            <numerusform>%n new label</numerusform>
            <numerusform>%n new labels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a conversation to put their labels on</source>
        <translation>
            <numerusform>%n without a conversation to put their labels on</numerusform>
            <numerusform>%n without a conversation to put their labels on</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) left out</source>
        <translation>
            <numerusform>%n row left out</numerusform>
            <numerusform>%n rows left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InstanceDetail</name>
    <message numerus="yes">
        <source>Next try in %n second(s).</source>
        <translation>
            <numerusform>Next try in %n second.</numerusform>
            <numerusform>Next try in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JumpButton</name>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n new message</numerusform>
            <numerusform>%n new messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LabelsDialog</name>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <translation>
            <numerusform>%n conversation</numerusform>
            <numerusform>%n conversations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LockWindow</name>
    <message numerus="yes">
        <source>Too many wrong PINs. Try again in %n second(s).</source>
        <translation>
            <numerusform>Too many wrong PINs. Try again in %n second.</numerusform>
            <numerusform>Too many wrong PINs. Try again in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MessageActions</name>
    <message numerus="yes">
        <source>Copy %n messages</source>
        <translation>
            <numerusform>Copy %n message</numerusform>
            <numerusform>Copy %n messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n messages copied</source>
        <translation>
            <numerusform>%n message copied</numerusform>
            <numerusform>%n messages copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n messages deleted for you</source>
        <translation>
            <numerusform>%n message deleted for you</numerusform>
            <numerusform>%n messages deleted for you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n messages deleted for everyone</source>
        <translation>
            <numerusform>%n message deleted for everyone</numerusform>
            <numerusform>%n messages deleted for everyone</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PinDialog</name>
    <message numerus="yes">
        <source>Too many wrong PINs. Try again in %n second(s).</source>
        <translation>
            <numerusform>Too many wrong PINs. Try again in %n second.</numerusform>
            <numerusform>Too many wrong PINs. Try again in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QrView</name>
    <message numerus="yes">
        <source>Valid for %n more second(s)</source>
        <translation>
            <numerusform>Valid for %n more second</numerusform>
            <numerusform>Valid for %n more seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RepliesDialog</name>
    <message numerus="yes">
        <source>%n quick replies imported.</source>
        <translation>
            <numerusform>%n quick reply imported.</numerusform>
            <numerusform>%n quick replies imported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n quick replies exported.</source>
        <translation>
            <numerusform>%n quick reply exported.</numerusform>
            <numerusform>%n quick replies exported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServerForm</name>
    <message numerus="yes">
        <source>%n request(s) of others refused since the start</source>
        <translation>
            <numerusform>%n request of others refused since the start</numerusform>
            <numerusform>%n requests of others refused since the start</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message numerus="yes">
        <source>%n setting(s) back to the usual.</source>
        <translation>
            <numerusform>%n setting back to the usual.</numerusform>
            <numerusform>%n settings back to the usual.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Taken over, but %n setting(s) in it cannot be used here.</source>
        <translation>
            <numerusform>Taken over, but %n setting in it cannot be used here.</numerusform>
            <numerusform>Taken over, but %n settings in it cannot be used here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SnoozeNotices</name>
    <message numerus="yes">
        <source>You wanted to come back to {chat} and %n other(s) now.</source>
        <translation>
            <numerusform>You wanted to come back to {chat} and %n other now.</numerusform>
            <numerusform>You wanted to come back to {chat} and %n others now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message numerus="yes">
        <source>%n unread message(s)</source>
        <translation>
            <numerusform>%n unread message</numerusform>
            <numerusform>%n unread messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TunnelForm</name>
    <message numerus="yes">
        <source>Next try in %n second(s).</source>
        <translation>
            <numerusform>Next try in %n second.</numerusform>
            <numerusform>Next try in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TwinsDialog</name>
    <message numerus="yes">
        <source>%n pair(s) with one number or one name</source>
        <translation>
            <numerusform>%n pair with one number or one name</numerusform>
            <numerusform>%n pairs with one number or one name</numerusform>
        </translation>
    </message>
</context>
</TS>
