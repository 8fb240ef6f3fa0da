<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pt_BR" sourcelanguage="en_US">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Balcão</source>
        <translation>Sobre o Balcão</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>Versão {version}</translation>
    </message>
    <message>
        <source>What it is made of</source>
        <translation>Do que é feito</translation>
    </message>
    <message>
        <source>Balcão is free software under the MIT licence. Press Enter on a line to read its licence.</source>
        <translation>O Balcão é software livre sob a licença MIT. Tecle Enter em uma linha para ler a licença dela.</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>Copiar diagnóstico</translation>
    </message>
    <message>
        <source>Diagnosis and file for support</source>
        <translation>Diagnóstico e arquivo para o suporte</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Copied. It holds nothing of your customers and no passwords.</source>
        <translation>Copiado. Não contém nada dos seus clientes nem senhas.</translation>
    </message>
</context>
<context>
    <name>AgentButton</name>
    <message>
        <source>Nobody is at the counter: choose who you are</source>
        <translation>Ninguém está no balcão: escolha quem é você</translation>
    </message>
    <message>
        <source>{agent} is at the counter: switch</source>
        <translation>{agent} está no balcão: trocar</translation>
    </message>
</context>
<context>
    <name>AgentsDialog</name>
    <message>
        <source>Agents</source>
        <translation>Atendentes</translation>
    </message>
    <message>
        <source>New agent</source>
        <translation>Novo atendente</translation>
    </message>
    <message>
        <source>Show who left</source>
        <translation>Mostrar quem saiu</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Cor</translation>
    </message>
    <message>
        <source>May see technical details</source>
        <translation>Pode ver detalhes técnicos</translation>
    </message>
    <message>
        <source>Technical details are the deliveries and what a gateway sent; where no agent may see them, everybody does. A PIN of 4 to 12 digits tells agents apart. It does not protect what is stored on this computer.</source>
        <translation>Detalhes técnicos são as entregas e o que um gateway enviou; se nenhum atendente puder vê-los, todos podem. Um PIN de 4 a 12 dígitos distingue os atendentes. Ele não protege o que está guardado neste computador.</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>Trocar o PIN</translation>
    </message>
    <message>
        <source>What was done…</source>
        <translation>O que foi feito…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Present PIN</source>
        <translation>PIN atual</translation>
    </message>
    <message>
        <source>{agent} (at the counter)</source>
        <translation>{agent} (no balcão)</translation>
    </message>
    <message>
        <source>{agent} (left)</source>
        <translation>{agent} (saiu)</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Adicionar</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salvar</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Trazer de volta</translation>
    </message>
    <message>
        <source>Has left</source>
        <translation>Saiu da equipe</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Salvo.</translation>
    </message>
    <message>
        <source>{agent} can answer now.</source>
        <translation>{agent} já pode atender.</translation>
    </message>
    <message>
        <source>The PIN is taken away.</source>
        <translation>O PIN foi removido.</translation>
    </message>
    <message>
        <source>The PIN is changed.</source>
        <translation>O PIN foi trocado.</translation>
    </message>
    <message>
        <source>{agent} has left. With “Show who left” they can be brought back.</source>
        <translation>{agent} saiu. Em “Mostrar quem saiu” dá para trazer de volta.</translation>
    </message>
    <message>
        <source>There is an agent of this name already.</source>
        <translation>Já existe um atendente com esse nome.</translation>
    </message>
    <message>
        <source>This cannot be a name.</source>
        <translation>Isso não pode ser um nome.</translation>
    </message>
    <message>
        <source>A PIN has 4 to 12 digits.</source>
        <translation>O PIN tem de 4 a 12 dígitos.</translation>
    </message>
    <message>
        <source>The present PIN is another one.</source>
        <translation>O PIN atual é outro.</translation>
    </message>
    <message>
        <source>Only who may see technical details can decide that.</source>
        <translation>Só quem pode ver detalhes técnicos decide isso.</translation>
    </message>
</context>
<context>
    <name>Announcements</name>
    <message>
        <source>The computer did not take this setting: {setting}</source>
        <translation>O computador não aceitou este ajuste: {setting}</translation>
    </message>
    <message>
        <source>This computer has no keyring to be used, so credentials are kept in a file that only you can read.</source>
        <translation>Este computador não tem um cofre de senhas utilizável; as credenciais ficam em um arquivo que só você pode ler.</translation>
    </message>
    <message>
        <source>Balcão did not end properly last time. Nothing that was stored is lost.</source>
        <translation>O Balcão não foi encerrado corretamente da última vez. Nada do que estava guardado se perdeu.</translation>
    </message>
    <message>
        <source>Some settings could not be read; the usual values are used instead.</source>
        <translation>Algumas configurações não puderam ser lidas; os valores habituais são usados no lugar.</translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>Mostrar o relatório</translation>
    </message>
</context>
<context>
    <name>AssignDialog</name>
    <message>
        <source>Assign</source>
        <translation>Atribuir</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <translation>
            <numerusform>%n conversa</numerusform>
            <numerusform>%n conversas</numerusform>
        </translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>Atendentes</translation>
    </message>
    <message>
        <source>{agent} (me)</source>
        <translation>{agent} (eu)</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Ninguém</translation>
    </message>
    <message>
        <source>Note for who takes it over (only the team sees it)</source>
        <translation>Nota para quem assumir (só a equipe vê)</translation>
    </message>
    <message>
        <source>No agents yet. Add the people who answer at this computer.</source>
        <translation>Ainda não há atendentes. Adicione quem atende neste computador.</translation>
    </message>
    <message>
        <source>Agents…</source>
        <translation>Atendentes…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>AttachDialog</name>
    <message>
        <source>Send files</source>
        <translation>Enviar arquivos</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Arquivos</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Adicionar arquivos…</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>This file cannot be read.</source>
        <translation>Este arquivo não pode ser lido.</translation>
    </message>
    <message>
        <source>This number&apos;s gateway cannot send it.</source>
        <translation>O gateway deste número não consegue enviá-lo.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>O arquivo está vazio.</translation>
    </message>
    <message>
        <source>Photos may have up to {limit}. Make it smaller or send it as a file.</source>
        <translation>Fotos podem ter até {limit}. Diminua ou envie como arquivo.</translation>
    </message>
    <message>
        <source>WhatsApp takes up to {limit}.</source>
        <translation>O WhatsApp aceita até {limit}.</translation>
    </message>
    <message>
        <source>This number takes photos up to {photo}, videos and sounds up to {video}, other files up to {file}.</source>
        <translation>Este número aceita fotos até {photo}, vídeos e áudios até {video} e outros arquivos até {file}.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n arquivo</numerusform>
            <numerusform>%n arquivos</numerusform>
        </translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Adicionar arquivos</translation>
    </message>
</context>
<context>
    <name>Audit</name>
    <message>
        <source>sent a message</source>
        <translation>enviou uma mensagem</translation>
    </message>
    <message>
        <source>forwarded a message</source>
        <translation>encaminhou uma mensagem</translation>
    </message>
    <message>
        <source>reacted to a message</source>
        <translation>reagiu a uma mensagem</translation>
    </message>
    <message>
        <source>edited a message</source>
        <translation>editou uma mensagem</translation>
    </message>
    <message>
        <source>deleted a message for everyone</source>
        <translation>apagou uma mensagem para todos</translation>
    </message>
    <message>
        <source>sent a message again</source>
        <translation>reenviou uma mensagem</translation>
    </message>
    <message>
        <source>took a step back</source>
        <translation>desfez uma ação</translation>
    </message>
    <message>
        <source>wrote a private note</source>
        <translation>escreveu uma nota privada</translation>
    </message>
    <message>
        <source>changed the contact&apos;s name</source>
        <translation>mudou o nome do contato</translation>
    </message>
    <message>
        <source>came to the counter</source>
        <translation>assumiu o balcão</translation>
    </message>
    <message>
        <source>assigned it to nobody</source>
        <translation>deixou sem atendente</translation>
    </message>
    <message>
        <source>assigned it to {agent}</source>
        <translation>atribuiu a {agent}</translation>
    </message>
    <message>
        <source>resolved it</source>
        <translation>resolveu a conversa</translation>
    </message>
    <message>
        <source>opened it again</source>
        <translation>reabriu a conversa</translation>
    </message>
    <message>
        <source>snoozed it</source>
        <translation>adiou a conversa</translation>
    </message>
    <message>
        <source>brought it back</source>
        <translation>trouxe de volta</translation>
    </message>
    <message>
        <source>archived it</source>
        <translation>arquivou a conversa</translation>
    </message>
    <message>
        <source>took it out of the archive</source>
        <translation>desarquivou a conversa</translation>
    </message>
    <message>
        <source>took the label {label} off</source>
        <translation>tirou a etiqueta {label}</translation>
    </message>
    <message>
        <source>put the label {label} on</source>
        <translation>pôs a etiqueta {label}</translation>
    </message>
    <message>
        <source>ignored it</source>
        <translation>ignorou a conversa</translation>
    </message>
    <message>
        <source>ignored it no longer</source>
        <translation>deixou de ignorar a conversa</translation>
    </message>
    <message>
        <source>blocked the contact</source>
        <translation>bloqueou o contato</translation>
    </message>
    <message>
        <source>unblocked the contact</source>
        <translation>desbloqueou o contato</translation>
    </message>
</context>
<context>
    <name>AuditDialog</name>
    <message>
        <source>Who did what</source>
        <translation>Quem fez o quê</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quando</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quem</translation>
    </message>
    <message>
        <source>What</source>
        <translation>O quê</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Conversa</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>Nada ainda.</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>Mostrar mais</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Nobody chosen</source>
        <translation>Ninguém escolhido</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message numerus="yes">
        <source>+%n more</source>
        <translation>
            <numerusform>mais %n</numerusform>
            <numerusform>mais %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Dispensar</translation>
    </message>
</context>
<context>
    <name>BulkBar</name>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n escolhida</numerusform>
            <numerusform>%n escolhidas</numerusform>
        </translation>
    </message>
    <message>
        <source>Resolve, or open again</source>
        <translation>Resolver ou reabrir</translation>
    </message>
    <message>
        <source>Archive, or take out of the archive</source>
        <translation>Arquivar ou desarquivar</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>Adiar</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>Atribuir</translation>
    </message>
    <message>
        <source>Mark as read or unread</source>
        <translation>Marcar como lida ou não lida</translation>
    </message>
    <message>
        <source>Mute, or unmute</source>
        <translation>Silenciar ou reativar o som</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>Limpar a seleção</translation>
    </message>
</context>
<context>
    <name>Calls</name>
    <message>
        <source>Incoming call</source>
        <translation>Chamada recebida</translation>
    </message>
    <message>
        <source>Call answered</source>
        <translation>Chamada atendida</translation>
    </message>
    <message>
        <source>Call declined</source>
        <translation>Chamada recusada</translation>
    </message>
    <message>
        <source>Missed call</source>
        <translation>Chamada perdida</translation>
    </message>
    <message>
        <source>Call ended</source>
        <translation>Chamada encerrada</translation>
    </message>
</context>
<context>
    <name>CatchUpLine</name>
    <message>
        <source>Looking for what came while you were away…</source>
        <translation>Procurando o que chegou enquanto você estava fora…</translation>
    </message>
    <message>
        <source>Fetching what came while you were away: {done} of {total} conversations</source>
        <translation>Buscando o que chegou enquanto você estava fora: {done} de {total} conversas</translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n mensagem nova</numerusform>
            <numerusform>%n mensagens novas</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop fetching; the rest comes the next time</source>
        <translation>Parar de buscar; o resto vem da próxima vez</translation>
    </message>
</context>
<context>
    <name>Channels</name>
    <message>
        <source>Messages come by webhook.</source>
        <translation>As mensagens chegam por webhook.</translation>
    </message>
    <message>
        <source>Messages come over the gateway&apos;s WebSocket.</source>
        <translation>As mensagens chegam pelo WebSocket do gateway.</translation>
    </message>
    <message>
        <source>Messages are fetched every few seconds.</source>
        <translation>As mensagens são buscadas a cada poucos segundos.</translation>
    </message>
</context>
<context>
    <name>ChatDelegate</name>
    <message>
        <source>Draft:</source>
        <translation>Rascunho:</translation>
    </message>
    <message>
        <source>Message deleted</source>
        <translation>Mensagem apagada</translation>
    </message>
</context>
<context>
    <name>ChatHeader</name>
    <message>
        <source>Back to the conversations</source>
        <translation>Voltar às conversas</translation>
    </message>
    <message>
        <source>Starred messages</source>
        <translation>Mensagens com estrela</translation>
    </message>
    <message>
        <source>Show or hide the contact</source>
        <translation>Mostrar ou ocultar o contato</translation>
    </message>
    <message>
        <source>More about this conversation</source>
        <translation>Mais sobre esta conversa</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Grupo</translation>
    </message>
    <message>
        <source>via {number}</source>
        <translation>por {number}</translation>
    </message>
    <message>
        <source>recording audio…</source>
        <translation>gravando áudio…</translation>
    </message>
    <message>
        <source>typing…</source>
        <translation>digitando…</translation>
    </message>
    <message>
        <source>online</source>
        <translation>on-line</translation>
    </message>
</context>
<context>
    <name>ChatLines</name>
    <message>
        <source>over {number} · {day}</source>
        <translation>por {number} · {day}</translation>
    </message>
    <message>
        <source>a former number</source>
        <translation>um número antigo</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vazia</translation>
    </message>
</context>
<context>
    <name>ChatListModel</name>
    <message>
        <source>Group</source>
        <translation>Grupo</translation>
    </message>
    <message>
        <source>Marked as unread</source>
        <translation>Marcada como não lida</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Fixada</translation>
    </message>
    <message>
        <source>Muted</source>
        <translation>Silenciada</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Arquivada</translation>
    </message>
    <message>
        <source>Ignored</source>
        <translation>Ignorada</translation>
    </message>
    <message>
        <source>Draft: {text}</source>
        <translation>Rascunho: {text}</translation>
    </message>
    <message>
        <source>You: {text}</source>
        <translation>Você: {text}</translation>
    </message>
    <message>
        <source>recording audio…</source>
        <translation>gravando áudio…</translation>
    </message>
    <message>
        <source>typing…</source>
        <translation>digitando…</translation>
    </message>
    <message>
        <source>Snoozed until {moment}</source>
        <translation>Adiada até {moment}</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>Resolvida</translation>
    </message>
    <message>
        <source>Labels: {names}</source>
        <translation>Etiquetas: {names}</translation>
    </message>
    <message numerus="yes">
        <source>%n unread message(s)</source>
        <translation>
            <numerusform>%n mensagem não lida</numerusform>
            <numerusform>%n mensagens não lidas</numerusform>
        </translation>
    </message>
    <message>
        <source>With {agent}</source>
        <translation>Com {agent}</translation>
    </message>
</context>
<context>
    <name>ChatListPanel</name>
    <message>
        <source>Conversations</source>
        <translation>Conversas</translation>
    </message>
    <message>
        <source>Start a conversation</source>
        <translation>Iniciar uma conversa</translation>
    </message>
</context>
<context>
    <name>ChatMenu</name>
    <message>
        <source>Search in this conversation</source>
        <translation>Buscar nesta conversa</translation>
    </message>
    <message>
        <source>Media, documents and links</source>
        <translation>Mídia, documentos e links</translation>
    </message>
    <message>
        <source>Export this conversation…</source>
        <translation>Exportar esta conversa…</translation>
    </message>
</context>
<context>
    <name>ChatWindow</name>
    <message>
        <source>Who did what…</source>
        <translation>Quem fez o quê…</translation>
    </message>
</context>
<context>
    <name>CheckList</name>
    <message>
        <source>done</source>
        <translation>pronto</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>falhou</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>aguardando</translation>
    </message>
</context>
<context>
    <name>Checks</name>
    <message>
        <source>Enter another key</source>
        <translation>Informar outra chave</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Tentar de novo</translation>
    </message>
    <message>
        <source>Restart the session</source>
        <translation>Reiniciar a sessão</translation>
    </message>
    <message>
        <source>Webhook settings</source>
        <translation>Configurações do webhook</translation>
    </message>
    <message>
        <source>Go on with the passkey</source>
        <translation>Continuar com a chave de acesso</translation>
    </message>
    <message>
        <source>Set up a public address</source>
        <translation>Configurar um endereço público</translation>
    </message>
    <message>
        <source>Preparing the session on the gateway…</source>
        <translation>Preparando a sessão no gateway…</translation>
    </message>
    <message>
        <source>The session is ready on the gateway</source>
        <translation>A sessão está pronta no gateway</translation>
    </message>
    <message>
        <source>Finding out the address to paste…</source>
        <translation>Descobrindo o endereço a colar…</translation>
    </message>
    <message>
        <source>The address to paste at the gateway is ready, see below</source>
        <translation>O endereço a colar no gateway está pronto, veja abaixo</translation>
    </message>
    <message>
        <source>Choosing how messages come in…</source>
        <translation>Escolhendo como as mensagens chegam…</translation>
    </message>
    <message>
        <source>Messages come over the gateway&apos;s WebSocket</source>
        <translation>As mensagens chegam pelo WebSocket do gateway</translation>
    </message>
    <message>
        <source>The gateway cannot reach this computer: it needs a public address, by a tunnel or your own domain.</source>
        <translation>O gateway não alcança este computador: é preciso um endereço público, por um túnel ou domínio próprio.</translation>
    </message>
    <message>
        <source>Setting the webhook…</source>
        <translation>Configurando o webhook…</translation>
    </message>
    <message>
        <source>The webhook is set; testing the way in…</source>
        <translation>O webhook está configurado; testando a entrada…</translation>
    </message>
    <message>
        <source>The webhook is set, but a test through its address did not come back.</source>
        <translation>O webhook está configurado, mas um teste pelo endereço não voltou.</translation>
    </message>
    <message>
        <source>The webhook is set and read back; a test took {ms} ms</source>
        <translation>O webhook está configurado e conferido; um teste levou {ms} ms</translation>
    </message>
    <message>
        <source>The phone is linked</source>
        <translation>O celular está conectado</translation>
    </message>
    <message>
        <source>Link the phone</source>
        <translation>Conectar o celular</translation>
    </message>
    <message>
        <source>The first message arrived</source>
        <translation>A primeira mensagem chegou</translation>
    </message>
    <message>
        <source>Send “hello” to this number from another phone: it pops up here.</source>
        <translation>Mande um “oi” para este número de outro celular: ele aparece aqui.</translation>
    </message>
    <message>
        <source>First message</source>
        <translation>Primeira mensagem</translation>
    </message>
</context>
<context>
    <name>ClearField</name>
    <message>
        <source>Empty the field</source>
        <translation>Esvaziar o campo</translation>
    </message>
</context>
<context>
    <name>CloseDialog</name>
    <message>
        <source>Close the window</source>
        <translation>Fechar a janela</translation>
    </message>
    <message>
        <source>Keep it running</source>
        <translation>Continuar rodando</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Sair</translation>
    </message>
    <message>
        <source>Balcão can go on beside the clock</source>
        <translation>O Balcão pode continuar ao lado do relógio</translation>
    </message>
    <message>
        <source>It then keeps receiving messages and tells you of them. Otherwise nothing arrives until you open it again.</source>
        <translation>Assim ele continua recebendo mensagens e avisa você. Senão, nada chega até você abrir de novo.</translation>
    </message>
    <message>
        <source>A click on its symbol brings the window back; the symbol&apos;s menu quits. You can change this in the settings.</source>
        <translation>Um clique no símbolo traz a janela de volta; o menu do símbolo encerra. Dá para mudar isso nas configurações.</translation>
    </message>
</context>
<context>
    <name>ColourRow</name>
    <message>
        <source>Red</source>
        <translation>Vermelho</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Laranja</translation>
    </message>
    <message>
        <source>Gold</source>
        <translation>Dourado</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Verde</translation>
    </message>
    <message>
        <source>Teal</source>
        <translation>Turquesa</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Azul</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>Violeta</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>Rosa</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Cinza</translation>
    </message>
    <message>
        <source>Brown</source>
        <translation>Marrom</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Wanted</source>
        <translation>Desejado</translation>
    </message>
    <message>
        <source>On the gateway</source>
        <translation>No gateway</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Endereço</translation>
    </message>
    <message>
        <source>Switched</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ligado</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Eventos</translation>
    </message>
    <message>
        <source>Paths by event</source>
        <translation>Caminhos por evento</translation>
    </message>
    <message>
        <source>Files in the body</source>
        <translation>Arquivos no corpo</translation>
    </message>
    <message>
        <source>ours</source>
        <translation>nosso</translation>
    </message>
    <message>
        <source>off</source>
        <translation>desligado</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Write a message</source>
        <translation>Escreva uma mensagem</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensagem</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salvar</translation>
    </message>
    <message>
        <source>Attach and more</source>
        <translation>Anexar e mais</translation>
    </message>
    <message>
        <source>Emoji</source>
        <translation>Emojis</translation>
    </message>
    <message>
        <source>Record a voice message</source>
        <translation>Gravar mensagem de voz</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s) left</source>
        <translation>
            <numerusform>Resta %n caractere</numerusform>
            <numerusform>Restam %n caracteres</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n character(s) too many: shorten it or send it in parts</source>
        <translation>
            <numerusform>%n caractere a mais: encurte ou envie em partes</numerusform>
            <numerusform>%n caracteres a mais: encurte ou envie em partes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ComposerDesk</name>
    <message>
        <source>24 hours are over</source>
        <translation>As 24 horas acabaram</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>{time} to answer</source>
        <translation>{time} para responder</translation>
    </message>
    <message>
        <source>24 hours have passed since the customer wrote; only a template can be sent.</source>
        <translation>Passaram 24 horas desde que o cliente escreveu; só é possível enviar um modelo.</translation>
    </message>
    <message>
        <source>Send template…</source>
        <translation>Enviar modelo…</translation>
    </message>
    <message>
        <source>You can answer freely for another {time}.</source>
        <translation>Você pode responder livremente por mais {time}.</translation>
    </message>
</context>
<context>
    <name>ComposerMenu</name>
    <message>
        <source>Photos and videos…</source>
        <translation>Fotos e vídeos…</translation>
    </message>
    <message>
        <source>Files…</source>
        <translation>Arquivos…</translation>
    </message>
    <message>
        <source>files</source>
        <translation>arquivos</translation>
    </message>
    <message>
        <source>voice messages</source>
        <translation>mensagens de voz</translation>
    </message>
    <message>
        <source>Location…</source>
        <translation>Localização…</translation>
    </message>
    <message>
        <source>locations</source>
        <translation>localizações</translation>
    </message>
    <message>
        <source>Contact…</source>
        <translation>Contato…</translation>
    </message>
    <message>
        <source>contacts</source>
        <translation>contatos</translation>
    </message>
    <message>
        <source>Poll…</source>
        <translation>Enquete…</translation>
    </message>
    <message>
        <source>polls</source>
        <translation>enquetes</translation>
    </message>
    <message>
        <source>Buttons or list…</source>
        <translation>Botões ou lista…</translation>
    </message>
    <message>
        <source>buttons and lists</source>
        <translation>botões e listas</translation>
    </message>
    <message>
        <source>Quick replies…</source>
        <translation>Respostas rápidas…</translation>
    </message>
    <message>
        <source>Schedule…</source>
        <translation>Agendar…</translation>
    </message>
    <message>
        <source>Send template…</source>
        <translation>Enviar modelo…</translation>
    </message>
    <message>
        <source>Enter sends</source>
        <translation>Enter envia</translation>
    </message>
    <message>
        <source>This number&apos;s gateway cannot send: {things}</source>
        <translation>O gateway deste número não envia: {things}</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>ConnectWizard</name>
    <message>
        <source>This is needed</source>
        <translation>Este campo é necessário</translation>
    </message>
    <message>
        <source>Asking the gateway…</source>
        <translation>Perguntando ao gateway…</translation>
    </message>
    <message>
        <source>This is {gateway}. It needs a little more:</source>
        <translation>Este é {gateway}. Falta um pouco mais:</translation>
    </message>
    <message>
        <source>This instance is connected here already. Choose another.</source>
        <translation>Esta instância já está conectada aqui. Escolha outra.</translation>
    </message>
    <message>
        <source>Open the conversation</source>
        <translation>Abrir a conversa</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Concluir</translation>
    </message>
    <message>
        <source>Go on later</source>
        <translation>Continuar depois</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Conectar</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Voltar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Move {number} to another gateway</source>
        <translation>Mover {number} para outro gateway</translation>
    </message>
    <message>
        <source>Connect a number</source>
        <translation>Conectar um número</translation>
    </message>
    <message>
        <source>Its conversations and waiting answers stay. The phone has to be linked to the new gateway.</source>
        <translation>As conversas e as respostas na fila ficam. O celular precisa ser conectado ao novo gateway.</translation>
    </message>
    <message>
        <source>Tell Balcão where your gateway is and its key. It finds out the rest by itself.</source>
        <translation>Diga ao Balcão onde está o seu gateway e a chave dele. O resto ele descobre sozinho.</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Find out by itself</source>
        <translation>Descobrir sozinho</translation>
    </message>
    <message>
        <source>Address of the gateway</source>
        <translation>Endereço do gateway</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Chave</translation>
    </message>
    <message>
        <source>Name or id of the instance there</source>
        <translation>Nome ou id da instância lá</translation>
    </message>
    <message>
        <source>Admin token</source>
        <translation>Token de administrador</translation>
    </message>
    <message>
        <source>App secret</source>
        <translation>Segredo do aplicativo</translation>
    </message>
    <message>
        <source>Verify token (make one up)</source>
        <translation>Token de verificação (invente um)</translation>
    </message>
    <message>
        <source>Business account id</source>
        <translation>Id da conta comercial</translation>
    </message>
    <message>
        <source>Secret of the webhook&apos;s signature</source>
        <translation>Segredo da assinatura do webhook</translation>
    </message>
    <message>
        <source>for example: shop</source>
        <translation>por exemplo: loja</translation>
    </message>
    <message>
        <source>answered in {ms} ms</source>
        <translation>respondeu em {ms} ms</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>respondeu</translation>
    </message>
    <message>
        <source>Which number?</source>
        <translation>Qual número?</translation>
    </message>
    <message>
        <source>A new instance will be made on the gateway.</source>
        <translation>Uma instância nova será criada no gateway.</translation>
    </message>
    <message>
        <source>Use what is in the clipboard: {address} and the key {key}</source>
        <translation>Usar o que foi copiado: {address} e a chave {key}</translation>
    </message>
    <message>
        <source>Use the address in the clipboard: {address}</source>
        <translation>Usar o endereço copiado: {address}</translation>
    </message>
    <message>
        <source>Use the key in the clipboard: {key}</source>
        <translation>Usar a chave copiada: {key}</translation>
    </message>
    <message>
        <source>This server answers without a key: whoever finds it can read everything.</source>
        <translation>Este servidor responde sem chave: quem o encontrar pode ler tudo.</translation>
    </message>
    <message>
        <source>This server still has the key from its documentation. Change it there.</source>
        <translation>Este servidor ainda usa a chave da documentação. Troque-a lá.</translation>
    </message>
    <message>
        <source>This edition has limits: one session, no files.</source>
        <translation>Esta edição tem limites: uma sessão, sem arquivos.</translation>
    </message>
    <message>
        <source>This key may not list the sessions; enter the name of yours.</source>
        <translation>Esta chave não pode listar as sessões; informe o nome da sua.</translation>
    </message>
    <message>
        <source>This is the LITE plan: some kinds of messages are missing.</source>
        <translation>Este é o plano LITE: faltam alguns tipos de mensagem.</translation>
    </message>
</context>
<context>
    <name>ContactCard</name>
    <message>
        <source>Number not known</source>
        <translation>Número não conhecido</translation>
    </message>
    <message>
        <source>Business: {name}</source>
        <translation>Empresa: {name}</translation>
    </message>
    <message>
        <source>On WhatsApp: {name}</source>
        <translation>No WhatsApp: {name}</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Bloqueado</translation>
    </message>
    <message>
        <source>Merge…</source>
        <translation>Juntar…</translation>
    </message>
    <message>
        <source>Start a conversation</source>
        <translation>Iniciar uma conversa</translation>
    </message>
    <message>
        <source>Open the conversation</source>
        <translation>Abrir a conversa</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Conversas</translation>
    </message>
</context>
<context>
    <name>ContactDialog</name>
    <message>
        <source>Send a contact</source>
        <translation>Enviar um contato</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Begin to write to choose somebody from your conversations.</source>
        <translation>Comece a escrever para escolher alguém das suas conversas.</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Telefone</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>Empresa</translation>
    </message>
    <message>
        <source>Write the phone with its area code, and the country code if it is not Brazil&apos;s.</source>
        <translation>Escreva o telefone com o DDD, e com o código do país se não for do Brasil.</translation>
    </message>
    <message>
        <source>Write a name.</source>
        <translation>Escreva um nome.</translation>
    </message>
</context>
<context>
    <name>ContactFiles</name>
    <message>
        <source>there is no number</source>
        <translation>não há número</translation>
    </message>
    <message>
        <source>this is no telephone number</source>
        <translation>isto não é um número de telefone</translation>
    </message>
    <message>
        <source>the area code is missing</source>
        <translation>falta o DDD</translation>
    </message>
    <message>
        <source>a value does not fit its field</source>
        <translation>um valor não serve para o campo</translation>
    </message>
    <message>
        <source>the file has too many rows</source>
        <translation>o arquivo tem linhas demais</translation>
    </message>
    <message>
        <source>the row is broken, perhaps by a quotation mark</source>
        <translation>a linha está quebrada, talvez por uma aspa</translation>
    </message>
</context>
<context>
    <name>ContactFilesDesk</name>
    <message>
        <source>Import contacts…</source>
        <translation>Importar contatos…</translation>
    </message>
    <message>
        <source>Export contacts…</source>
        <translation>Exportar contatos…</translation>
    </message>
    <message>
        <source>Import contacts</source>
        <translation>Importar contatos</translation>
    </message>
    <message>
        <source>Tables (*.csv *.txt *.tsv)</source>
        <translation>Tabelas (*.csv *.txt *.tsv)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos os arquivos (*)</translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>Contatos</translation>
    </message>
    <message>
        <source>Export contacts</source>
        <translation>Exportar contatos</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Observação</translation>
    </message>
    <message>
        <source>Name on WhatsApp</source>
        <translation>Nome no WhatsApp</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiquetas</translation>
    </message>
    <message numerus="yes">
        <source>%n contact(s) written.</source>
        <translation>
            <numerusform>%n contato salvo.</numerusform>
            <numerusform>%n contatos salvos.</numerusform>
        </translation>
    </message>
    <message>
        <source>The file cannot be written there: choose another place or name.</source>
        <translation>O arquivo não pode ser salvo aí: escolha outro lugar ou nome.</translation>
    </message>
</context>
<context>
    <name>ContactPanel</name>
    <message>
        <source>Unblock</source>
        <translation>Desbloquear</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Bloquear</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Grupo</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Contato</translation>
    </message>
    <message>
        <source>{contact} is blocked.</source>
        <translation>{contact} foi bloqueado.</translation>
    </message>
    <message>
        <source>{contact} is no longer blocked.</source>
        <translation>{contact} não está mais bloqueado.</translation>
    </message>
    <message>
        <source>The gateway did not do it: {reason}</source>
        <translation>O gateway não fez: {reason}</translation>
    </message>
    <message>
        <source>Members and invitation</source>
        <translation>Participantes e convite</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Atendimento</translation>
    </message>
    <message>
        <source>Private notes</source>
        <translation>Notas privadas</translation>
    </message>
    <message>
        <source>About this contact</source>
        <translation>Sobre este contato</translation>
    </message>
    <message>
        <source>More data</source>
        <translation>Mais dados</translation>
    </message>
    <message>
        <source>Media, documents and links</source>
        <translation>Mídia, documentos e links</translation>
    </message>
    <message>
        <source>Other conversations</source>
        <translation>Outras conversas</translation>
    </message>
    <message>
        <source>Close the panel</source>
        <translation>Fechar o painel</translation>
    </message>
    <message>
        <source>What the team should know about them</source>
        <translation>O que a equipe precisa saber</translation>
    </message>
    <message>
        <source>Fields…</source>
        <translation>Campos…</translation>
    </message>
    <message>
        <source>Export this conversation…</source>
        <translation>Exportar esta conversa…</translation>
    </message>
    <message>
        <source>Who did what…</source>
        <translation>Quem fez o quê…</translation>
    </message>
    <message>
        <source>Merge with another…</source>
        <translation>Unir com outro…</translation>
    </message>
    <message>
        <source>Blocking is not offered: this number&apos;s gateway cannot do it.</source>
        <translation>Não dá para bloquear: o gateway deste número não faz isso.</translation>
    </message>
</context>
<context>
    <name>ContactsModel</name>
    <message>
        <source>Blocked</source>
        <translation>Bloqueado</translation>
    </message>
    <message>
        <source>no conversation yet</source>
        <translation>sem conversa ainda</translation>
    </message>
</context>
<context>
    <name>ContactsPage</name>
    <message>
        <source>Find duplicates…</source>
        <translation>Procurar duplicados…</translation>
    </message>
    <message numerus="yes">
        <source>%n contact(s)</source>
        <translation>
            <numerusform>%n contato</numerusform>
            <numerusform>%n contatos</numerusform>
        </translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>Contatos</translation>
    </message>
    <message>
        <source>Name or number</source>
        <translation>Nome ou número</translation>
    </message>
    <message>
        <source>Search contacts by name or number</source>
        <translation>Buscar contatos por nome ou número</translation>
    </message>
    <message>
        <source>Start a conversation</source>
        <translation>Iniciar uma conversa</translation>
    </message>
    <message>
        <source>No contacts yet</source>
        <translation>Nenhum contato ainda</translation>
    </message>
    <message>
        <source>Whoever writes to you is listed here. You can also write first.</source>
        <translation>Quem escreve para você aparece aqui. Você também pode escrever primeiro.</translation>
    </message>
    <message>
        <source>Write first</source>
        <translation>Escrever primeiro</translation>
    </message>
    <message>
        <source>Import contacts…</source>
        <translation>Importar contatos…</translation>
    </message>
    <message>
        <source>More about contacts</source>
        <translation>Mais sobre os contatos</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>Ninguém encontrado</translation>
    </message>
    <message>
        <source>No name and no number is like that.</source>
        <translation>Nenhum nome e nenhum número é assim.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Mostrar todos</translation>
    </message>
    <message>
        <source>Choose a contact</source>
        <translation>Escolha um contato</translation>
    </message>
    <message>
        <source>Enter opens the conversation with them.</source>
        <translation>Enter abre a conversa com a pessoa.</translation>
    </message>
</context>
<context>
    <name>ContentDialog</name>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>ContextBar</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Answer to {name}</source>
        <translation>Resposta a {name}</translation>
    </message>
    <message>
        <source>Edit message</source>
        <translation>Editar mensagem</translation>
    </message>
</context>
<context>
    <name>Deeds</name>
    <message numerus="yes">
        <source>%n conversation(s) archived.</source>
        <translation>
            <numerusform>%n conversa arquivada.</numerusform>
            <numerusform>%n conversas arquivadas.</numerusform>
        </translation>
    </message>
    <message>
        <source>{chat} is archived.</source>
        <translation>{chat} foi arquivada.</translation>
    </message>
    <message>
        <source>{chat} is no longer archived.</source>
        <translation>{chat} saiu do arquivo.</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) taken out of the archive.</source>
        <translation>
            <numerusform>%n conversa desarquivada.</numerusform>
            <numerusform>%n conversas desarquivadas.</numerusform>
        </translation>
    </message>
    <message>
        <source>{chat} is open again.</source>
        <translation>{chat} foi reaberta.</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) opened again.</source>
        <translation>
            <numerusform>%n conversa reaberta.</numerusform>
            <numerusform>%n conversas reabertas.</numerusform>
        </translation>
    </message>
    <message>
        <source>{chat} is resolved.</source>
        <translation>{chat} foi resolvida.</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) resolved.</source>
        <translation>
            <numerusform>%n conversa resolvida.</numerusform>
            <numerusform>%n conversas resolvidas.</numerusform>
        </translation>
    </message>
    <message>
        <source>{chat} is pinned.</source>
        <translation>{chat} foi fixada.</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) pinned.</source>
        <translation>
            <numerusform>%n conversa fixada.</numerusform>
            <numerusform>%n conversas fixadas.</numerusform>
        </translation>
    </message>
    <message>
        <source>{chat} is no longer pinned.</source>
        <translation>{chat} foi desafixada.</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) no longer pinned.</source>
        <translation>
            <numerusform>%n conversa desafixada.</numerusform>
            <numerusform>%n conversas desafixadas.</numerusform>
        </translation>
    </message>
    <message>
        <source>{chat} is muted.</source>
        <translation>{chat} foi silenciada.</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) muted.</source>
        <translation>
            <numerusform>%n conversa silenciada.</numerusform>
            <numerusform>%n conversas silenciadas.</numerusform>
        </translation>
    </message>
    <message>
        <source>{chat} is no longer muted.</source>
        <translation>{chat} saiu do silêncio.</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) no longer muted.</source>
        <translation>
            <numerusform>%n conversa com som de novo.</numerusform>
            <numerusform>%n conversas com som de novo.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) ignored.</source>
        <translation>
            <numerusform>%n conversa ignorada.</numerusform>
            <numerusform>%n conversas ignoradas.</numerusform>
        </translation>
    </message>
    <message>
        <source>{chat} is ignored.</source>
        <translation>{chat} está sendo ignorada.</translation>
    </message>
    <message>
        <source>{chat} is no longer ignored.</source>
        <translation>{chat} não é mais ignorada.</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) no longer ignored.</source>
        <translation>
            <numerusform>%n conversa não é mais ignorada.</numerusform>
            <numerusform>%n conversas não são mais ignoradas.</numerusform>
        </translation>
    </message>
    <message>
        <source>{chat} is marked as read.</source>
        <translation>{chat} foi marcada como lida.</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) marked as read.</source>
        <translation>
            <numerusform>%n conversa marcada como lida.</numerusform>
            <numerusform>%n conversas marcadas como lidas.</numerusform>
        </translation>
    </message>
    <message>
        <source>{chat} is marked as unread.</source>
        <translation>{chat} foi marcada como não lida.</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) marked as unread.</source>
        <translation>
            <numerusform>%n conversa marcada como não lida.</numerusform>
            <numerusform>%n conversas marcadas como não lidas.</numerusform>
        </translation>
    </message>
    <message>
        <source>{chat} is back.</source>
        <translation>{chat} está de volta.</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) brought back.</source>
        <translation>
            <numerusform>%n conversa de volta.</numerusform>
            <numerusform>%n conversas de volta.</numerusform>
        </translation>
    </message>
    <message>
        <source>{chat} is snoozed until {when}.</source>
        <translation>{chat} foi adiada até {when}.</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) snoozed until {when}.</source>
        <translation>
            <numerusform>%n conversa adiada até {when}.</numerusform>
            <numerusform>%n conversas adiadas até {when}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Reabrir</translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation>Resolver</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>Adiar</translation>
    </message>
    <message>
        <source>Labels…</source>
        <translation>Etiquetas…</translation>
    </message>
    <message>
        <source>Assign…</source>
        <translation>Atribuir…</translation>
    </message>
    <message>
        <source>Mark as read</source>
        <translation>Marcar como lida</translation>
    </message>
    <message>
        <source>Mark as unread</source>
        <translation>Marcar como não lida</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Desafixar</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Fixar</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Tirar do silêncio</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Silenciar</translation>
    </message>
    <message>
        <source>Take out of the archive</source>
        <translation>Tirar do arquivo</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Arquivar</translation>
    </message>
    <message>
        <source>Open in a window of its own</source>
        <translation>Abrir em janela própria</translation>
    </message>
    <message>
        <source>Ignore no longer</source>
        <translation>Deixar de ignorar</translation>
    </message>
    <message>
        <source>Ignore this group</source>
        <translation>Ignorar este grupo</translation>
    </message>
    <message>
        <source>{chat} has the label {label}.</source>
        <translation>{chat} tem a etiqueta {label}.</translation>
    </message>
    <message>
        <source>{chat} no longer has the label {label}.</source>
        <translation>{chat} não tem mais a etiqueta {label}.</translation>
    </message>
    <message numerus="yes">
        <source>Label {label} put on %n conversation(s).</source>
        <translation>
            <numerusform>Etiqueta {label} em %n conversa.</numerusform>
            <numerusform>Etiqueta {label} em %n conversas.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Label {label} taken off %n conversation(s).</source>
        <translation>
            <numerusform>Etiqueta {label} tirada de %n conversa.</numerusform>
            <numerusform>Etiqueta {label} tirada de %n conversas.</numerusform>
        </translation>
    </message>
    <message>
        <source>{chat} is nobody&apos;s now.</source>
        <translation>{chat} ficou sem atendente.</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) are nobody&apos;s now.</source>
        <translation>
            <numerusform>%n conversa ficou sem atendente.</numerusform>
            <numerusform>%n conversas ficaram sem atendente.</numerusform>
        </translation>
    </message>
    <message>
        <source>{chat} is with {agent} now.</source>
        <translation>{chat} agora está com {agent}.</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) are with {agent} now.</source>
        <translation>
            <numerusform>%n conversa agora está com {agent}.</numerusform>
            <numerusform>%n conversas agora estão com {agent}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Desfazer</translation>
    </message>
</context>
<context>
    <name>Deliveries</name>
    <message>
        <source>Waiting</source>
        <translation>Na fila</translation>
    </message>
    <message>
        <source>Applied</source>
        <translation>Aplicada</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>Ilegível</translation>
    </message>
    <message>
        <source>Not assigned</source>
        <translation>Não atribuída</translation>
    </message>
</context>
<context>
    <name>DeliveryLog</name>
    <message>
        <source>Deliveries</source>
        <translation>Entregas</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>All numbers</source>
        <translation>Todos os números</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Atualizar</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>Todos os estados</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Conteúdo</translation>
    </message>
    <message>
        <source>Choose a delivery to see what the gateway sent.</source>
        <translation>Escolha uma entrega para ver o que o gateway enviou.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Apply again</source>
        <translation>Aplicar de novo</translation>
    </message>
    <message>
        <source>Belongs to</source>
        <translation>Pertence a</translation>
    </message>
    <message>
        <source>Nothing was delivered yet</source>
        <translation>Nada foi entregue ainda</translation>
    </message>
    <message>
        <source>Every request of a gateway is kept here before it is read.</source>
        <translation>Cada requisição de um gateway é guardada aqui antes de ser lida.</translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n tentativa</numerusform>
            <numerusform>%n tentativas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>came %n more time(s)</source>
        <translation>
            <numerusform>veio mais %n vez</numerusform>
            <numerusform>veio mais %n vezes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) known with another text</source>
        <translation>
            <numerusform>%n mensagem já conhecida com outro texto</numerusform>
            <numerusform>%n mensagens já conhecidas com outro texto</numerusform>
        </translation>
    </message>
    <message>
        <source>… and {size} more</source>
        <translation>… e mais {size}</translation>
    </message>
</context>
<context>
    <name>DeliveryModel</name>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Evento</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamanho</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Erro</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Responder</translation>
    </message>
    <message>
        <source>Write an answer</source>
        <translation>Escreva uma resposta</translation>
    </message>
    <message>
        <source>A new message</source>
        <translation>Uma mensagem nova</translation>
    </message>
    <message>
        <source>{count} new messages</source>
        <translation>{count} mensagens novas</translation>
    </message>
    <message>
        <source>{count} new messages in {chats} conversations</source>
        <translation>{count} mensagens novas em {chats} conversas</translation>
    </message>
</context>
<context>
    <name>DiagnosisPage</name>
    <message>
        <source>Archive (*.zip)</source>
        <translation>Arquivo compactado (*.zip)</translation>
    </message>
    <message>
        <source>Gathering what support needs…</source>
        <translation>Reunindo o que o suporte precisa…</translation>
    </message>
    <message>
        <source>Saved as {path}. It holds no keys, no messages and no full numbers.</source>
        <translation>Salvo em {path}. Não contém chaves, mensagens nem números completos.</translation>
    </message>
    <message>
        <source>The file cannot be written there. Choose another folder.</source>
        <translation>Não é possível gravar o arquivo ali. Escolha outra pasta.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Verificando…</translation>
    </message>
    <message>
        <source>The state of the number is another one since then. Look again.</source>
        <translation>O estado do número mudou desde então. Verifique de novo.</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to mend.</source>
        <translation>
            <numerusform>%n coisa para resolver.</numerusform>
            <numerusform>%n coisas para resolver.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It works; %n thing(s) could be better.</source>
        <translation>
            <numerusform>Funciona; %n coisa pode melhorar.</numerusform>
            <numerusform>Funciona; %n coisas podem melhorar.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is in order.</source>
        <translation>Está tudo em ordem.</translation>
    </message>
    <message>
        <source>{ms} ms</source>
        <translation>{ms} ms</translation>
    </message>
    <message>
        <source>Back to the number</source>
        <translation>Voltar ao número</translation>
    </message>
    <message>
        <source>Diagnosis of {number}</source>
        <translation>Diagnóstico de {number}</translation>
    </message>
    <message>
        <source>Diagnosis of Balcão</source>
        <translation>Diagnóstico do Balcão</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Verificar de novo</translation>
    </message>
    <message>
        <source>File for support…</source>
        <translation>Arquivo para o suporte…</translation>
    </message>
    <message>
        <source>Save a file for support</source>
        <translation>Salvar um arquivo para o suporte</translation>
    </message>
</context>
<context>
    <name>DropZones</name>
    <message>
        <source>Drop here to send as photo or video</source>
        <translation>Solte para enviar como foto ou vídeo</translation>
    </message>
    <message>
        <source>Shown in the conversation</source>
        <translation>Aparece na conversa</translation>
    </message>
    <message>
        <source>Drop here to send as a file</source>
        <translation>Solte para enviar como arquivo</translation>
    </message>
    <message>
        <source>As it is, without being changed</source>
        <translation>Como está, sem ser alterado</translation>
    </message>
</context>
<context>
    <name>EmojiPicker</name>
    <message>
        <source>Nothing found</source>
        <translation>Nada encontrado</translation>
    </message>
    <message>
        <source>Search emoji</source>
        <translation>Buscar emoji</translation>
    </message>
    <message>
        <source>Emoji</source>
        <translation>Emojis</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Recentes</translation>
    </message>
    <message>
        <source>Smileys</source>
        <translation>Carinhas</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Pessoas</translation>
    </message>
    <message>
        <source>Animals and nature</source>
        <translation>Animais e natureza</translation>
    </message>
    <message>
        <source>Food and drink</source>
        <translation>Comida e bebida</translation>
    </message>
    <message>
        <source>Travel</source>
        <translation>Viagem</translation>
    </message>
    <message>
        <source>Activities</source>
        <translation>Atividades</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objetos</translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation>Símbolos</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>Bandeiras</translation>
    </message>
    <message>
        <source>No skin tone</source>
        <translation>Sem tom de pele</translation>
    </message>
    <message>
        <source>Skin tone {number}</source>
        <translation>Tom de pele {number}</translation>
    </message>
</context>
<context>
    <name>EntryDelegate</name>
    <message>
        <source>You: {text}</source>
        <translation>Você: {text}</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>The gateway cannot be reached. Check that it is running and try again.</source>
        <translation>Não foi possível alcançar o gateway. Verifique se ele está no ar e tente de novo.</translation>
    </message>
    <message>
        <source>The gateway refused the key. Check the API key.</source>
        <translation>O gateway recusou a chave. Confira a chave de API.</translation>
    </message>
    <message>
        <source>The address or a setting of the gateway is wrong.</source>
        <translation>O endereço ou uma configuração do gateway está errada.</translation>
    </message>
    <message>
        <source>Too many requests. It will go on in a moment.</source>
        <translation>Muitas requisições. Continuará em instantes.</translation>
    </message>
    <message>
        <source>The number is not connected to WhatsApp.</source>
        <translation>O número não está conectado ao WhatsApp.</translation>
    </message>
    <message>
        <source>The gateway said no to this.</source>
        <translation>O gateway recusou este pedido.</translation>
    </message>
    <message>
        <source>This gateway cannot do that.</source>
        <translation>Este gateway não sabe fazer isso.</translation>
    </message>
    <message>
        <source>This number is not on WhatsApp.</source>
        <translation>Este número não está no WhatsApp.</translation>
    </message>
    <message>
        <source>More than 24 hours have passed since the customer wrote. Only a template can be sent.</source>
        <translation>Passaram-se mais de 24 horas desde que o cliente escreveu. Só é possível enviar um modelo.</translation>
    </message>
    <message>
        <source>The file is no longer there.</source>
        <translation>O arquivo não está mais disponível.</translation>
    </message>
    <message>
        <source>This is larger than the gateway takes.</source>
        <translation>É maior do que o gateway aceita.</translation>
    </message>
    <message>
        <source>The gateway&apos;s certificate cannot be trusted.</source>
        <translation>O certificado do gateway não é confiável.</translation>
    </message>
    <message>
        <source>Another kind of gateway answers at this address.</source>
        <translation>Outro tipo de gateway responde neste endereço.</translation>
    </message>
    <message>
        <source>WhatsApp has paused this number for a while.</source>
        <translation>O WhatsApp suspendeu este número por um tempo.</translation>
    </message>
    <message>
        <source>WhatsApp has banned this number.</source>
        <translation>O WhatsApp baniu este número.</translation>
    </message>
    <message>
        <source>It is not known whether this was sent.</source>
        <translation>Não se sabe se isto foi enviado.</translation>
    </message>
    <message>
        <source>Something the gateway sent could not be read. It is kept under Deliveries.</source>
        <translation>Algo que o gateway enviou não pôde ser lido. Está guardado em Entregas.</translation>
    </message>
    <message>
        <source>The database could not be used.</source>
        <translation>Não foi possível usar o banco de dados.</translation>
    </message>
    <message>
        <source>The disk is full. Free some space to go on receiving messages.</source>
        <translation>O disco está cheio. Libere espaço para continuar recebendo mensagens.</translation>
    </message>
    <message>
        <source>The data were written by a newer version of Balcão. Please update the program.</source>
        <translation>Os dados foram gravados por uma versão mais nova do Balcão. Atualize o programa.</translation>
    </message>
    <message>
        <source>It is no longer there.</source>
        <translation>Não está mais lá.</translation>
    </message>
    <message>
        <source>What was entered cannot be used.</source>
        <translation>O que foi informado não pode ser usado.</translation>
    </message>
    <message>
        <source>It exists already.</source>
        <translation>Já existe.</translation>
    </message>
    <message>
        <source>This address is not allowed.</source>
        <translation>Este endereço não é permitido.</translation>
    </message>
    <message>
        <source>The system&apos;s password store is locked. Unlock it and try again.</source>
        <translation>O cofre de senhas do sistema está bloqueado. Desbloqueie-o e tente de novo.</translation>
    </message>
    <message>
        <source>What was stored to be sent cannot be read any more. It was not sent: write it again.</source>
        <translation>O que estava guardado para envio não pode mais ser lido. Não foi enviado: escreva de novo.</translation>
    </message>
    <message>
        <source>It was stopped before it was done.</source>
        <translation>Foi interrompido antes de terminar.</translation>
    </message>
    <message>
        <source>Say first which number it belongs to.</source>
        <translation>Diga antes a qual número isto pertence.</translation>
    </message>
    <message>
        <source>This cannot be a name.</source>
        <translation>Isso não pode ser um nome.</translation>
    </message>
</context>
<context>
    <name>EventGroups</name>
    <message>
        <source>Messages, edits and deletions</source>
        <translation>Mensagens, edições e exclusões</translation>
    </message>
    <message>
        <source>Ticks: sent, delivered, read</source>
        <translation>Tiques: enviada, entregue, lida</translation>
    </message>
    <message>
        <source>Connection and QR codes</source>
        <translation>Conexão e QR codes</translation>
    </message>
    <message>
        <source>Contacts and conversations</source>
        <translation>Contatos e conversas</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Grupos</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Chamadas</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Typing and online</source>
        <translation>Digitando e online</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Outros</translation>
    </message>
</context>
<context>
    <name>EventPicker</name>
    <message>
        <source>{event} (not set on the gateway)</source>
        <translation>{event} (não configurado no gateway)</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export this conversation</source>
        <translation>Exportar esta conversa</translation>
    </message>
    <message>
        <source>Page to look at and print (HTML)</source>
        <translation>Página para ver e imprimir (HTML)</translation>
    </message>
    <message>
        <source>Plain text (TXT)</source>
        <translation>Texto simples (TXT)</translation>
    </message>
    <message>
        <source>Data for other programs (JSON)</source>
        <translation>Dados para outros programas (JSON)</translation>
    </message>
    <message>
        <source>Messages only</source>
        <translation>Só as mensagens</translation>
    </message>
    <message>
        <source>With its files, in a ZIP archive</source>
        <translation>Com os arquivos, em um ZIP</translation>
    </message>
    <message>
        <source>With its files, in a folder</source>
        <translation>Com os arquivos, em uma pasta</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Andamento</translation>
    </message>
    <message>
        <source>Choose where…</source>
        <translation>Escolher onde…</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>Mostrar na pasta</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Formato</translation>
    </message>
    <message>
        <source>What</source>
        <translation>O quê</translation>
    </message>
    <message>
        <source>Conversation with {name}</source>
        <translation>Conversa com {name}</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Salvando…</translation>
    </message>
    <message>
        <source>Exported from Balcão on {moment}</source>
        <translation>Exportada do Balcão em {moment}</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Você</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>editada</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>apagada</translation>
    </message>
    <message>
        <source>file not on this computer</source>
        <translation>arquivo não está neste computador</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) written</source>
        <translation>
            <numerusform>%n mensagem salva</numerusform>
            <numerusform>%n mensagens salvas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n arquivo</numerusform>
            <numerusform>%n arquivos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were not on this computer</source>
        <translation>
            <numerusform>%n arquivo não estava neste computador</numerusform>
            <numerusform>%n arquivos não estavam neste computador</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>It cannot be written there: choose another place or name.</source>
        <translation>Não dá para salvar aí: escolha outro lugar ou nome.</translation>
    </message>
</context>
<context>
    <name>FieldRow</name>
    <message>
        <source>Back to the usual: {setting}</source>
        <translation>Voltar ao normal: {setting}</translation>
    </message>
    <message>
        <source>Set by how Balcão was started; it cannot be changed here.</source>
        <translation>Definido na inicialização do Balcão; não pode ser mudado aqui.</translation>
    </message>
    <message>
        <source>Takes effect at the next start.</source>
        <translation>Vale a partir do próximo início.</translation>
    </message>
</context>
<context>
    <name>FieldsBox</name>
    <message>
        <source>“{field}” was not kept: this is no value for it.</source>
        <translation>“{field}” não foi salvo: esse valor não serve.</translation>
    </message>
</context>
<context>
    <name>FieldsDialog</name>
    <message>
        <source>Fields of contacts</source>
        <translation>Campos dos contatos</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Campos</translation>
    </message>
    <message>
        <source>New field</source>
        <translation>Novo campo</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Choice</source>
        <translation>Escolha</translation>
    </message>
    <message>
        <source>One choice a line</source>
        <translation>Uma opção por linha</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Desfazer</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Excluir</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>Opções</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Adicionar</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salvar</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Salvo.</translation>
    </message>
    <message>
        <source>{field} is deleted; what it held is kept for a way back.</source>
        <translation>{field} foi excluído; o conteúdo fica guardado caso você desfaça.</translation>
    </message>
    <message>
        <source>There is a field of this name already.</source>
        <translation>Já existe um campo com esse nome.</translation>
    </message>
    <message>
        <source>Write at least one choice, at most fifty; those that are there stay.</source>
        <translation>Escreva de uma a cinquenta opções; as que já existem ficam.</translation>
    </message>
</context>
<context>
    <name>FileDialogs</name>
    <message>
        <source>Folder:</source>
        <translation>Pasta:</translation>
    </message>
    <message>
        <source>Kind of file:</source>
        <translation>Tipo de arquivo:</translation>
    </message>
</context>
<context>
    <name>FileRow</name>
    <message>
        <source>Caption</source>
        <translation>Legenda</translation>
    </message>
    <message>
        <source>Caption of {file}</source>
        <translation>Legenda de {file}</translation>
    </message>
    <message>
        <source>As a file</source>
        <translation>Como arquivo</translation>
    </message>
    <message>
        <source>Make it smaller</source>
        <translation>Diminuir</translation>
    </message>
    <message>
        <source>Crop and rotate</source>
        <translation>Cortar e girar</translation>
    </message>
    <message>
        <source>Undo the changes to the picture</source>
        <translation>Desfazer as mudanças na imagem</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Antes</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Depois</translation>
    </message>
    <message>
        <source>Remove {file}</source>
        <translation>Remover {file}</translation>
    </message>
</context>
<context>
    <name>FileSending</name>
    <message>
        <source>Choose files</source>
        <translation>Escolher arquivos</translation>
    </message>
    <message>
        <source>Photos, videos and sounds ({patterns})</source>
        <translation>Fotos, vídeos e áudios ({patterns})</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>All</source>
        <translation>Todas</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>Não lidas</translation>
    </message>
    <message>
        <source>To answer</source>
        <translation>A responder</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Minhas</translation>
    </message>
    <message>
        <source>Waiting for the customer</source>
        <translation>Aguardando cliente</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Grupos</translation>
    </message>
    <message>
        <source>Snoozed</source>
        <translation>Adiadas</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>Resolvidas</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Arquivadas</translation>
    </message>
    <message>
        <source>Ignored</source>
        <translation>Ignoradas</translation>
    </message>
    <message>
        <source>Latest first</source>
        <translation>Mais recentes</translation>
    </message>
    <message>
        <source>Waiting longest first</source>
        <translation>Espera mais longa</translation>
    </message>
    <message>
        <source>Unread first</source>
        <translation>Não lidas primeiro</translation>
    </message>
    <message>
        <source>Find by name or number</source>
        <translation>Buscar por nome ou número</translation>
    </message>
    <message>
        <source>Which conversations</source>
        <translation>Quais conversas</translation>
    </message>
    <message>
        <source>{filter}, press to remove</source>
        <translation>{filter}, pressione para remover</translation>
    </message>
    <message>
        <source>All numbers</source>
        <translation>Todos os números</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Qualquer</translation>
    </message>
    <message>
        <source>All labels…</source>
        <translation>Todas as etiquetas…</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Atendente</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Ordem</translation>
    </message>
    <message>
        <source>Saved views</source>
        <translation>Visões salvas</translation>
    </message>
    <message>
        <source>Rename and put in order…</source>
        <translation>Renomear e ordenar…</translation>
    </message>
    <message>
        <source>Save this view…</source>
        <translation>Salvar esta visão…</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Search in this conversation</source>
        <translation>Buscar nesta conversa</translation>
    </message>
    <message>
        <source>Previous result</source>
        <translation>Resultado anterior</translation>
    </message>
    <message>
        <source>Next result</source>
        <translation>Próximo resultado</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>Fechar a busca</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} de {count}</translation>
    </message>
    <message>
        <source>No result</source>
        <translation>Nenhum resultado</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>Search messages, people and numbers</source>
        <translation>Buscar mensagens, pessoas e números</translation>
    </message>
    <message>
        <source>Go to a conversation, page or command</source>
        <translation>Ir para uma conversa, página ou comando</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Resultados</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Conversas</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Comandos</translation>
    </message>
    <message>
        <source>Nothing has that name.</source>
        <translation>Nada tem esse nome.</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Mensagens</translation>
    </message>
    <message>
        <source>Nothing was found.
Fewer or shorter words find more; accents and capitals do not matter.</source>
        <translation>Nada foi encontrado.
Menos palavras ou palavras mais curtas encontram mais; acentos e maiúsculas não importam.</translation>
    </message>
    <message numerus="yes">
        <source>The newest %n are shown; one more word narrows it down.</source>
        <translation>
            <numerusform>A mais nova é mostrada; mais uma palavra restringe.</numerusform>
            <numerusform>As %n mais novas são mostradas; mais uma palavra restringe.</numerusform>
        </translation>
    </message>
    <message>
        <source>Type a word, a name or a number. &quot;In quotes&quot; words stay together.
from:ana   in:&quot;bairro novo&quot;   after:01/02/2026   before:01/03/2026   has:file   label:new</source>
        <translation>Digite uma palavra, um nome ou um número. &quot;Entre aspas&quot; as palavras ficam juntas.
de:ana   em:&quot;bairro novo&quot;   depois:01/02/2026   antes:01/03/2026   tem:arquivo   etiqueta:novo</translation>
    </message>
    <message>
        <source>Narrow it down</source>
        <translation>Refinar</translation>
    </message>
    <message>
        <source>Tab complete   {keys}</source>
        <translation>Tab completa   {keys}</translation>
    </message>
    <message>
        <source>↑ ↓ choose   Enter open   Esc close</source>
        <translation>↑ ↓ escolher   Enter abrir   Esc fechar</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>Today</source>
        <translation>Hoje</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Ontem</translation>
    </message>
</context>
<context>
    <name>ForwardDialog</name>
    <message>
        <source>Forward to</source>
        <translation>Encaminhar para</translation>
    </message>
    <message>
        <source>Search by name or number</source>
        <translation>Buscar por nome ou número</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Conversas</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Encaminhar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <translation>
            <numerusform>%n conversa</numerusform>
            <numerusform>%n conversas</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupBox</name>
    <message>
        <source>Asking the gateway who is in the group…</source>
        <translation>Perguntando ao gateway quem está no grupo…</translation>
    </message>
    <message>
        <source>The members could not be fetched: {reason}</source>
        <translation>Não foi possível buscar os participantes: {reason}</translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n participante</numerusform>
            <numerusform>%n participantes</numerusform>
        </translation>
    </message>
    <message>
        <source>The gateway did not tell who is in the group.</source>
        <translation>O gateway não informou quem está no grupo.</translation>
    </message>
    <message>
        <source>{name} (this number)</source>
        <translation>{name} (este número)</translation>
    </message>
    <message>
        <source>Creator</source>
        <translation>Criou o grupo</translation>
    </message>
    <message>
        <source>Admin</source>
        <translation>Admin</translation>
    </message>
    <message>
        <source>No name known</source>
        <translation>Nome desconhecido</translation>
    </message>
    <message>
        <source>Number not shown</source>
        <translation>O número não aparece</translation>
    </message>
    <message>
        <source>Open their conversation</source>
        <translation>Abrir a conversa com essa pessoa</translation>
    </message>
    <message>
        <source>Copy the number</source>
        <translation>Copiar o número</translation>
    </message>
    <message>
        <source>No longer an admin</source>
        <translation>Deixar de ser admin</translation>
    </message>
    <message>
        <source>Make an admin</source>
        <translation>Tornar admin</translation>
    </message>
    <message>
        <source>Remove from the group…</source>
        <translation>Remover do grupo…</translation>
    </message>
    <message>
        <source>{name} is an admin of the group now.</source>
        <translation>{name} agora é admin do grupo.</translation>
    </message>
    <message>
        <source>{name} is no longer an admin of the group.</source>
        <translation>{name} não é mais admin do grupo.</translation>
    </message>
    <message>
        <source>{name} was removed from the group.</source>
        <translation>{name} não está mais no grupo.</translation>
    </message>
    <message>
        <source>The gateway did not do it with {name}.</source>
        <translation>O gateway não fez isso com {name}.</translation>
    </message>
    <message>
        <source>Remove {name} from the group?</source>
        <translation>Remover {name} do grupo?</translation>
    </message>
    <message>
        <source>They no longer see what is written in the group. Everybody in it is told.</source>
        <translation>A pessoa deixa de ver o que se escreve no grupo. Todos no grupo são avisados.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remover</translation>
    </message>
    <message>
        <source>The invitation link was copied. Whoever has it can join the group.</source>
        <translation>Link de convite copiado. Quem tiver o link pode entrar no grupo.</translation>
    </message>
    <message>
        <source>The number with area code. Only who agreed to it should be put in a group.</source>
        <translation>O número com DDD. Só coloque no grupo quem concordou com isso.</translation>
    </message>
    <message>
        <source>Add somebody</source>
        <translation>Adicionar alguém</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Adicionar</translation>
    </message>
    <message>
        <source>{number} is in the group now.</source>
        <translation>{number} agora está no grupo.</translation>
    </message>
    <message>
        <source>{number} could not be added: they may let only their contacts do that. Send them the invitation link.</source>
        <translation>Não foi possível adicionar {number}: talvez só os contatos da pessoa possam fazer isso. Envie a ela o link de convite.</translation>
    </message>
    <message>
        <source>This is no phone number with area code. Nobody was added.</source>
        <translation>Isto não é um número de telefone com DDD. Ninguém foi adicionado.</translation>
    </message>
    <message>
        <source>Name and description…</source>
        <translation>Nome e descrição…</translation>
    </message>
    <message>
        <source>The group is called {name} now.</source>
        <translation>O grupo agora se chama {name}.</translation>
    </message>
    <message>
        <source>The group has another description now.</source>
        <translation>O grupo tem agora outra descrição.</translation>
    </message>
    <message>
        <source>Leave {group}?</source>
        <translation>Sair de {group}?</translation>
    </message>
    <message>
        <source>This number no longer receives what is written there, and only somebody in the group can bring it back. The conversation stays here.</source>
        <translation>Este número deixa de receber o que se escreve lá, e só alguém do grupo pode colocá-lo de volta. A conversa continua aqui.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Sair</translation>
    </message>
    <message>
        <source>This number left the group.</source>
        <translation>Este número saiu do grupo.</translation>
    </message>
    <message>
        <source>The gateway did not do it: {reason}</source>
        <translation>O gateway não fez isso: {reason}</translation>
    </message>
    <message>
        <source>Members of the group</source>
        <translation>Participantes do grupo</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Perguntar de novo</translation>
    </message>
    <message>
        <source>Copy the invitation link</source>
        <translation>Copiar o link de convite</translation>
    </message>
    <message>
        <source>Add somebody…</source>
        <translation>Adicionar alguém…</translation>
    </message>
    <message>
        <source>Leave the group…</source>
        <translation>Sair do grupo…</translation>
    </message>
</context>
<context>
    <name>GroupDialog</name>
    <message>
        <source>Name and description of the group</source>
        <translation>Nome e descrição do grupo</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Descrição</translation>
    </message>
    <message>
        <source>The gateway did not tell it; what you write here takes its place.</source>
        <translation>O gateway não a informou; o que você escrever aqui a substitui.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salvar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Everybody in the group sees both.</source>
        <translation>Todos no grupo veem os dois.</translation>
    </message>
    <message numerus="yes">
        <source>The description is %n character(s) too long.</source>
        <translation>
            <numerusform>A descrição passa %n caractere do limite.</numerusform>
            <numerusform>A descrição passa %n caracteres do limite.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GuideDialog</name>
    <message>
        <source>First steps</source>
        <translation>Primeiros passos</translation>
    </message>
    <message>
        <source>Welcome to Balcão</source>
        <translation>Boas-vindas ao Balcão</translation>
    </message>
    <message>
        <source>Answer your customers&apos; WhatsApp messages from this computer, all numbers in one place.</source>
        <translation>Responda às mensagens de WhatsApp dos seus clientes neste computador, com todos os números em um só lugar.</translation>
    </message>
    <message>
        <source>Connect a number</source>
        <translation>Conectar um número</translation>
    </message>
    <message>
        <source>Write the address and the key of your gateway, then scan a code with the phone. No gateway yet? The demo shows everything without one.</source>
        <translation>Escreva o endereço e a chave do seu gateway e leia um código com o celular. Ainda sem gateway? A demonstração mostra tudo sem um.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Responda</translation>
    </message>
    <message>
        <source>Choose a conversation on the left and write. / brings quick replies, {keys} adds a file. What you type is kept until you send it.</source>
        <translation>Escolha uma conversa à esquerda e escreva. / traz respostas rápidas, {keys} anexa um arquivo. O que você digita fica guardado até ser enviado.</translation>
    </message>
    <message>
        <source>{new} starts a conversation, {go} goes anywhere, {keys} shows all shortcuts.</source>
        <translation>{new} inicia uma conversa, {go} leva a qualquer lugar, {keys} mostra todos os atalhos.</translation>
    </message>
    <message>
        <source>Without the mouse</source>
        <translation>Sem o mouse</translation>
    </message>
    <message>
        <source>You find this again in the menu under Help.</source>
        <translation>Você encontra isto de novo no menu, em Ajuda.</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Ver a demonstração</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Agora não</translation>
    </message>
</context>
<context>
    <name>Hovering</name>
    <message>
        <source>React</source>
        <translation>Reagir</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Responder</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mais</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import contacts</source>
        <translation>Importar contatos</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tabulação</translation>
    </message>
    <message>
        <source>The first row has the names of the columns</source>
        <translation>A primeira linha tem os nomes das colunas</translation>
    </message>
    <message>
        <source>The first row is a contact</source>
        <translation>A primeira linha é um contato</translation>
    </message>
    <message>
        <source>The first rows of the file</source>
        <translation>As primeiras linhas do arquivo</translation>
    </message>
    <message>
        <source>Rows that were left out</source>
        <translation>Linhas deixadas de fora</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Andamento</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Save the rows left out…</source>
        <translation>Salvar as linhas de fora…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Columns divided by</source>
        <translation>Colunas separadas por</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>Caracteres</translation>
    </message>
    <message>
        <source>Area code where missing</source>
        <translation>DDD onde faltar</translation>
    </message>
    <message>
        <source>First row</source>
        <translation>Primeira linha</translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation>Lendo o arquivo…</translation>
    </message>
    <message>
        <source>Column {number} holds</source>
        <translation>A coluna {number} contém</translation>
    </message>
    <message>
        <source>(leave out)</source>
        <translation>(deixar de fora)</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Observação</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Contacts with a number that is known here are completed, not doubled.</source>
        <translation>Contatos com um número já conhecido aqui são completados, não duplicados.</translation>
    </message>
    <message>
        <source>Say above the columns which one holds the number.</source>
        <translation>Diga acima das colunas qual delas tem o número.</translation>
    </message>
    <message>
        <source>Looking through the labels…</source>
        <translation>Verificando as etiquetas…</translation>
    </message>
    <message>
        <source>Labels are put on the conversations with them.</source>
        <translation>As etiquetas vão para as conversas com eles.</translation>
    </message>
    <message numerus="yes">
        <source>%n new label(s) are made: {names}</source>
        <translation>
            <numerusform>%n etiqueta nova será criada: {names}</numerusform>
            <numerusform>%n etiquetas novas serão criadas: {names}</numerusform>
        </translation>
    </message>
    <message>
        <source>The column with the labels holds more than {count} different words: it seems to hold something else.</source>
        <translation>A coluna das etiquetas tem mais de {count} palavras diferentes: parece conter outra coisa.</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) read</source>
        <translation>
            <numerusform>%n linha lida</numerusform>
            <numerusform>%n linhas lidas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new contact(s)</source>
        <translation>
            <numerusform>%n contato novo</numerusform>
            <numerusform>%n contatos novos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n completed</source>
        <translation>
            <numerusform>%n completado</numerusform>
            <numerusform>%n completados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n as before</source>
        <translation>
            <numerusform>%n como antes</numerusform>
            <numerusform>%n como antes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new label(s)</source>
        <translation>
            <numerusform>%n etiqueta nova</numerusform>
            <numerusform>%n etiquetas novas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a conversation to put their labels on</source>
        <translation>
            <numerusform>%n sem conversa para receber as etiquetas</numerusform>
            <numerusform>%n sem conversa para receber as etiquetas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) left out</source>
        <translation>
            <numerusform>%n linha de fora</numerusform>
            <numerusform>%n linhas de fora</numerusform>
        </translation>
    </message>
    <message>
        <source>Line {line}: {problem}</source>
        <translation>Linha {line}: {problem}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>This is no table of text. Save it as CSV in the spreadsheet program, then import that.</source>
        <translation>Isto não é uma tabela de texto. Salve como CSV no programa de planilhas e importe o CSV.</translation>
    </message>
    <message>
        <source>There is nothing in this file.</source>
        <translation>Não há nada neste arquivo.</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>O arquivo não pode ser lido.</translation>
    </message>
    <message>
        <source>The file is too large to be a list of contacts.</source>
        <translation>O arquivo é grande demais para ser uma lista de contatos.</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>de fora</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Linha</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problema</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Salvo.</translation>
    </message>
</context>
<context>
    <name>InPlace</name>
    <message>
        <source>No conversations yet</source>
        <translation>Nenhuma conversa ainda</translation>
    </message>
    <message>
        <source>They appear here as soon as a customer writes.</source>
        <translation>Elas aparecem aqui assim que um cliente escrever.</translation>
    </message>
    <message>
        <source>No conversation here</source>
        <translation>Nenhuma conversa aqui</translation>
    </message>
    <message>
        <source>No conversation is like that just now.</source>
        <translation>Nenhuma conversa é assim no momento.</translation>
    </message>
    <message>
        <source>Nobody found</source>
        <translation>Ninguém encontrado</translation>
    </message>
    <message>
        <source>No name and no number is like that. What people wrote is searched apart.</source>
        <translation>Nenhum nome ou número corresponde. O que foi escrito se busca nas mensagens.</translation>
    </message>
    <message>
        <source>Search the messages</source>
        <translation>Buscar nas mensagens</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Mostrar todas</translation>
    </message>
</context>
<context>
    <name>InfoDialog</name>
    <message>
        <source>Message information</source>
        <translation>Dados da mensagem</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Show what came</source>
        <translation>Mostrar o que chegou</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Escrita</translation>
    </message>
    <message>
        <source>Stored here</source>
        <translation>Guardada aqui</translation>
    </message>
    <message>
        <source>Text of {time}</source>
        <translation>Texto de {time}</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Falhou</translation>
    </message>
    <message>
        <source>The gateway&apos;s words</source>
        <translation>Palavras do gateway</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Tentativas</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>WhatsApp&apos;s id</source>
        <translation>ID no WhatsApp</translation>
    </message>
    <message>
        <source>The gateway&apos;s id</source>
        <translation>ID no gateway</translation>
    </message>
</context>
<context>
    <name>InstanceDeeds</name>
    <message>
        <source>Rename</source>
        <translation>Renomear</translation>
    </message>
    <message>
        <source>What you and your colleagues call this number. Nothing changes on the gateway.</source>
        <translation>Como você e seus colegas chamam este número. Nada muda no gateway.</translation>
    </message>
    <message>
        <source>Enter another key</source>
        <translation>Informar outra chave</translation>
    </message>
    <message>
        <source>The key of {gateway} at {address}. It is kept in the system&apos;s password store.</source>
        <translation>A chave de {gateway} em {address}. Ela fica guardada no cofre de senhas do sistema.</translation>
    </message>
    <message>
        <source>Save and try</source>
        <translation>Salvar e tentar</translation>
    </message>
    <message>
        <source>Unlink {number}?</source>
        <translation>Desconectar {number}?</translation>
    </message>
    <message>
        <source>Messages stop until a code is scanned again. The conversations stay here, and on the gateway the instance stays, too.</source>
        <translation>As mensagens param até que um código seja lido de novo. As conversas ficam aqui, e a instância continua no gateway.</translation>
    </message>
    <message>
        <source>Unlink the phone</source>
        <translation>Desconectar o celular</translation>
    </message>
</context>
<context>
    <name>InstanceDetail</name>
    <message>
        <source>since {moment}</source>
        <translation>desde {moment}</translation>
    </message>
    <message>
        <source>Use the passkey…</source>
        <translation>Usar a chave de acesso…</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Ainda não conhecido</translation>
    </message>
    <message>
        <source>The gateway says: {words}</source>
        <translation>O gateway diz: {words}</translation>
    </message>
    <message>
        <source>Detail: {words}</source>
        <translation>Detalhe: {words}</translation>
    </message>
    <message>
        <source>Webhook address (a secret)</source>
        <translation>Endereço do webhook (é secreto)</translation>
    </message>
    <message>
        <source>Copy the webhook address</source>
        <translation>Copiar o endereço do webhook</translation>
    </message>
    <message>
        <source>Enter another key</source>
        <translation>Informar outra chave</translation>
    </message>
    <message>
        <source>New QR code</source>
        <translation>Novo QR code</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <translation>Reconectar</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Webhook…</source>
        <translation>Webhook…</translation>
    </message>
    <message>
        <source>Diagnose…</source>
        <translation>Diagnosticar…</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mais</translation>
    </message>
    <message numerus="yes">
        <source>Next try in %n second(s).</source>
        <translation>
            <numerusform>Próxima tentativa em %n segundo.</numerusform>
            <numerusform>Próxima tentativa em %n segundos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Last heard of at {moment}.</source>
        <translation>Última notícia: {moment}.</translation>
    </message>
    <message>
        <source>Nothing has arrived yet.</source>
        <translation>Nada chegou ainda.</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Ocultar</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Hide the webhook address</source>
        <translation>Ocultar o endereço do webhook</translation>
    </message>
    <message>
        <source>Show the webhook address</source>
        <translation>Mostrar o endereço do webhook</translation>
    </message>
</context>
<context>
    <name>InstanceMenu</name>
    <message>
        <source>Rename…</source>
        <translation>Renomear…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Restart the session</source>
        <translation>Reiniciar a sessão</translation>
    </message>
    <message>
        <source>Look for missed messages</source>
        <translation>Procurar mensagens perdidas</translation>
    </message>
    <message>
        <source>Open the gateway&apos;s own pages</source>
        <translation>Abrir o painel do gateway</translation>
    </message>
    <message>
        <source>Enter another key…</source>
        <translation>Informar outra chave…</translation>
    </message>
    <message>
        <source>Move to another gateway…</source>
        <translation>Mover para outro gateway…</translation>
    </message>
    <message>
        <source>Recent deliveries</source>
        <translation>Entregas recentes</translation>
    </message>
    <message>
        <source>Unlink the phone…</source>
        <translation>Desconectar o celular…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Remover…</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Cor</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Verde</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Azul</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>Violeta</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>Rosa</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Laranja</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>Amarelo</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Cinza</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>Automática</translation>
    </message>
</context>
<context>
    <name>InstancesPanel</name>
    <message>
        <source>Numbers</source>
        <translation>Números</translation>
    </message>
    <message>
        <source>Connect a number</source>
        <translation>Conectar um número</translation>
    </message>
    <message>
        <source>No number is connected</source>
        <translation>Nenhum número conectado</translation>
    </message>
    <message>
        <source>Connect the gateway that holds your WhatsApp number; messages then arrive here.</source>
        <translation>Conecte o gateway que cuida do seu número de WhatsApp; as mensagens passam a chegar aqui.</translation>
    </message>
</context>
<context>
    <name>JumpButton</name>
    <message>
        <source>Go to the newest message</source>
        <translation>Ir para a mensagem mais recente</translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n mensagem nova</numerusform>
            <numerusform>%n mensagens novas</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeyDialog</name>
    <message>
        <source>Change the keys</source>
        <translation>Mudar as teclas</translation>
    </message>
    <message>
        <source>New keys: {action}</source>
        <translation>Novas teclas: {action}</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>Sem teclas</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Use these keys</source>
        <translation>Usar estas teclas</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nenhuma</translation>
    </message>
    <message>
        <source>Press the new keys together. Now: {keys}</source>
        <translation>Pressione as novas teclas juntas. Agora: {keys}</translation>
    </message>
    <message>
        <source>{keys} is free.</source>
        <translation>{keys} está livre.</translation>
    </message>
    <message>
        <source>Use them here instead</source>
        <translation>Usar aqui</translation>
    </message>
    <message>
        <source>{keys} is taken: {action}</source>
        <translation>{keys} já é usada: {action}</translation>
    </message>
    <message>
        <source>{keys} alone types a character. Press it together with Ctrl or Alt.</source>
        <translation>{keys} sozinha digita um caractere. Pressione junto com Ctrl ou Alt.</translation>
    </message>
    <message>
        <source>Ctrl+Alt is the AltGr key, which types characters such as / and °. Choose other keys.</source>
        <translation>Ctrl+Alt é a tecla AltGr, que digita caracteres como / e °. Escolha outras teclas.</translation>
    </message>
    <message>
        <source>These keys cannot be used.</source>
        <translation>Estas teclas não podem ser usadas.</translation>
    </message>
</context>
<context>
    <name>Keymap</name>
    <message>
        <source>Go to a conversation, page or command</source>
        <translation>Ir para uma conversa, página ou comando</translation>
    </message>
    <message>
        <source>Search messages</source>
        <translation>Buscar mensagens</translation>
    </message>
    <message>
        <source>Go to the conversations</source>
        <translation>Ir para as conversas</translation>
    </message>
    <message>
        <source>Go to the contacts</source>
        <translation>Ir para os contatos</translation>
    </message>
    <message>
        <source>Go to the numbers</source>
        <translation>Ir para os números</translation>
    </message>
    <message>
        <source>Go to the deliveries</source>
        <translation>Ir para as entregas</translation>
    </message>
    <message>
        <source>Start a conversation</source>
        <translation>Iniciar uma conversa</translation>
    </message>
    <message>
        <source>Next conversation</source>
        <translation>Próxima conversa</translation>
    </message>
    <message>
        <source>Previous conversation</source>
        <translation>Conversa anterior</translation>
    </message>
    <message>
        <source>Next unread conversation</source>
        <translation>Próxima conversa não lida</translation>
    </message>
    <message>
        <source>Previous unread conversation</source>
        <translation>Conversa não lida anterior</translation>
    </message>
    <message>
        <source>Esc closes what is open, here as everywhere.</source>
        <translation>Esc fecha o que está aberto, aqui como em todo lugar.</translation>
    </message>
    <message>
        <source>Which of the two sends is chosen in the settings.</source>
        <translation>Qual das duas envia você escolhe nas configurações.</translation>
    </message>
    <message>
        <source>It makes a new line wherever Enter sends.</source>
        <translation>Pula linha em todo lugar onde Enter envia.</translation>
    </message>
    <message>
        <source>It is a character of the text.</source>
        <translation>É um caractere do texto.</translation>
    </message>
    <message>
        <source>The arrow keys move through the text.</source>
        <translation>As setas andam pelo texto.</translation>
    </message>
    <message>
        <source>Every text field has these keys.</source>
        <translation>Todo campo de texto tem estas teclas.</translation>
    </message>
    <message>
        <source>Conversation {n} of the list</source>
        <translation>Conversa {n} da lista</translation>
    </message>
    <message>
        <source>Newest message</source>
        <translation>Mensagem mais nova</translation>
    </message>
    <message>
        <source>Oldest message that is loaded</source>
        <translation>Mensagem mais antiga carregada</translation>
    </message>
    <message>
        <source>Leave the conversation</source>
        <translation>Sair da conversa</translation>
    </message>
    <message>
        <source>Search in this conversation</source>
        <translation>Buscar nesta conversa</translation>
    </message>
    <message>
        <source>Archive or take out of the archive</source>
        <translation>Arquivar ou tirar do arquivo</translation>
    </message>
    <message>
        <source>Resolve or open again</source>
        <translation>Resolver ou reabrir</translation>
    </message>
    <message>
        <source>Resolve and go to the next conversation</source>
        <translation>Resolver e ir para a próxima conversa</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>Adiar</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Assign to an agent</source>
        <translation>Atribuir a um atendente</translation>
    </message>
    <message>
        <source>Mark as unread or read</source>
        <translation>Marcar como não lida ou lida</translation>
    </message>
    <message>
        <source>Pin or unpin</source>
        <translation>Fixar ou desafixar</translation>
    </message>
    <message>
        <source>Mute or unmute</source>
        <translation>Silenciar ou tirar do silêncio</translation>
    </message>
    <message>
        <source>Open in a window of its own</source>
        <translation>Abrir em janela própria</translation>
    </message>
    <message>
        <source>Media, documents and links</source>
        <translation>Mídia, documentos e links</translation>
    </message>
    <message>
        <source>Export this conversation</source>
        <translation>Exportar esta conversa</translation>
    </message>
    <message>
        <source>Answer it</source>
        <translation>Responder</translation>
    </message>
    <message>
        <source>React to it</source>
        <translation>Reagir</translation>
    </message>
    <message>
        <source>Forward it</source>
        <translation>Encaminhar</translation>
    </message>
    <message>
        <source>Put a star on it or take it away</source>
        <translation>Pôr ou tirar a estrela</translation>
    </message>
    <message>
        <source>Information about it</source>
        <translation>Informações da mensagem</translation>
    </message>
    <message>
        <source>Delete it for everyone</source>
        <translation>Apagar para todos</translation>
    </message>
    <message>
        <source>Delete it for me</source>
        <translation>Apagar para mim</translation>
    </message>
    <message>
        <source>Send, by choice with Enter or Ctrl+Enter</source>
        <translation>Enviar, com Enter ou Ctrl+Enter, à escolha</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>Nova linha</translation>
    </message>
    <message>
        <source>Attach and more</source>
        <translation>Anexar e mais</translation>
    </message>
    <message>
        <source>Manage quick replies</source>
        <translation>Gerenciar respostas rápidas</translation>
    </message>
    <message>
        <source>Schedule a message</source>
        <translation>Agendar uma mensagem</translation>
    </message>
    <message>
        <source>Emoji</source>
        <translation>Emoji</translation>
    </message>
    <message>
        <source>Record a voice message</source>
        <translation>Gravar uma mensagem de voz</translation>
    </message>
    <message>
        <source>Quick reply, at the beginning of the text</source>
        <translation>Resposta rápida, no começo do texto</translation>
    </message>
    <message>
        <source>Emoji by its name</source>
        <translation>Emoji pelo nome</translation>
    </message>
    <message>
        <source>Mention somebody in a group</source>
        <translation>Mencionar alguém em um grupo</translation>
    </message>
    <message>
        <source>Edit your last message, in an empty field</source>
        <translation>Editar sua última mensagem, com o campo vazio</translation>
    </message>
    <message>
        <source>Answer an earlier message</source>
        <translation>Responder a uma mensagem anterior</translation>
    </message>
    <message>
        <source>Bold</source>
        <translation>Negrito</translation>
    </message>
    <message>
        <source>Italic</source>
        <translation>Itálico</translation>
    </message>
    <message>
        <source>Struck through</source>
        <translation>Tachado</translation>
    </message>
    <message>
        <source>Typewriter</source>
        <translation>Letra de máquina</translation>
    </message>
    <message>
        <source>Copy, cut, paste</source>
        <translation>Copiar, recortar, colar</translation>
    </message>
    <message>
        <source>Undo, select all</source>
        <translation>Desfazer, selecionar tudo</translation>
    </message>
    <message>
        <source>Undo what was just done</source>
        <translation>Desfazer o que acabou de ser feito</translation>
    </message>
    <message>
        <source>Who is at the counter</source>
        <translation>Quem está no balcão</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>Atendentes</translation>
    </message>
    <message>
        <source>Who did what</source>
        <translation>Quem fez o quê</translation>
    </message>
    <message>
        <source>Show or hide the contact</source>
        <translation>Mostrar ou ocultar o contato</translation>
    </message>
    <message>
        <source>Private note</source>
        <translation>Nota privada</translation>
    </message>
    <message>
        <source>Who did what in this conversation</source>
        <translation>Quem fez o quê nesta conversa</translation>
    </message>
    <message>
        <source>All labels</source>
        <translation>Todas as etiquetas</translation>
    </message>
    <message>
        <source>Connect a number</source>
        <translation>Conectar um número</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Configurações</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atalhos do teclado</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Primeiros passos</translation>
    </message>
    <message>
        <source>About Balcão</source>
        <translation>Sobre o Balcão</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Aumentar</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Diminuir</translation>
    </message>
    <message>
        <source>Usual size</source>
        <translation>Tamanho normal</translation>
    </message>
    <message>
        <source>Light colours</source>
        <translation>Cores claras</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>Cores escuras</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Bloquear</translation>
    </message>
    <message>
        <source>PIN of the lock…</source>
        <translation>PIN do bloqueio…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Sair</translation>
    </message>
    <message>
        <source>Going about</source>
        <translation>Ir de um lugar a outro</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Conversa</translation>
    </message>
    <message>
        <source>Chosen message</source>
        <translation>Mensagem escolhida</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Escrita</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programa</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atalhos do teclado</translation>
    </message>
    <message>
        <source>Search by name or key</source>
        <translation>Buscar por nome ou tecla</translation>
    </message>
    <message>
        <source>Put all back to the usual</source>
        <translation>Voltar tudo ao normal</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Change the keys: {action}</source>
        <translation>Mudar as teclas: {action}</translation>
    </message>
    <message>
        <source>Back to the usual keys: {action}</source>
        <translation>Voltar às teclas normais: {action}</translation>
    </message>
</context>
<context>
    <name>Kinds</name>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>Vídeo</translation>
    </message>
    <message>
        <source>GIF</source>
        <translation>GIF</translation>
    </message>
    <message>
        <source>Video note</source>
        <translation>Recado de vídeo</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>Áudio</translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation>Mensagem de voz</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Documento</translation>
    </message>
    <message>
        <source>Sticker</source>
        <translation>Figurinha</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>Localização</translation>
    </message>
    <message>
        <source>Live location</source>
        <translation>Localização em tempo real</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Contato</translation>
    </message>
    <message>
        <source>Poll</source>
        <translation>Enquete</translation>
    </message>
    <message>
        <source>Message with buttons</source>
        <translation>Mensagem com botões</translation>
    </message>
    <message>
        <source>Message with a list</source>
        <translation>Mensagem com lista</translation>
    </message>
    <message>
        <source>Template message</source>
        <translation>Mensagem de modelo</translation>
    </message>
    <message>
        <source>Choice</source>
        <translation>Escolha</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Pedido</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produto</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>Pagamento</translation>
    </message>
    <message>
        <source>Group invitation</source>
        <translation>Convite para grupo</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Evento</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Chamada</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Aviso</translation>
    </message>
    <message>
        <source>Waiting for this message. Look at the phone.</source>
        <translation>Aguardando esta mensagem. Veja no celular.</translation>
    </message>
    <message>
        <source>Message of a kind not shown here yet</source>
        <translation>Mensagem de um tipo ainda não exibido aqui</translation>
    </message>
</context>
<context>
    <name>LabelsDialog</name>
    <message>
        <source>Labels</source>
        <translation>Etiquetas</translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <translation>
            <numerusform>%n conversa</numerusform>
            <numerusform>%n conversas</numerusform>
        </translation>
    </message>
    <message>
        <source>All labels</source>
        <translation>Todas as etiquetas</translation>
    </message>
    <message>
        <source>Find a label or name a new one</source>
        <translation>Busque uma etiqueta ou dê nome a uma nova</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Desfazer</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Cor</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renomear</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Excluir</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Create “{name}”</source>
        <translation>Criar “{name}”</translation>
    </message>
    <message>
        <source>Write the new name above, then press Rename again.</source>
        <translation>Escreva o novo nome acima e pressione Renomear de novo.</translation>
    </message>
    <message>
        <source>{label} is deleted.</source>
        <translation>{label} foi excluída.</translation>
    </message>
    <message>
        <source>There is a label of this name already.</source>
        <translation>Já existe uma etiqueta com esse nome.</translation>
    </message>
</context>
<context>
    <name>LargeQr</name>
    <message>
        <source>QR code</source>
        <translation>QR code</translation>
    </message>
    <message>
        <source>QR code to scan with the phone</source>
        <translation>QR code para ler com o celular</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
</context>
<context>
    <name>Lightbox</name>
    <message>
        <source>This file holds nothing that can be shown.</source>
        <translation>Este arquivo não contém nada que possa ser mostrado.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Um momento…</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Imagem</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Salvar como…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Anterior</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Próxima</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Tocar ou pausar</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Posição</translation>
    </message>
</context>
<context>
    <name>LineDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>Links</name>
    <message>
        <source>It leads to:
{host}

The whole address:
{url}</source>
        <translation>Ele leva a:
{host}

O endereço completo:
{url}</translation>
    </message>
    <message>
        <source>This link may not lead where it seems to</source>
        <translation>Este link pode não levar aonde parece</translation>
    </message>
    <message>
        <source>Open this link?</source>
        <translation>Abrir este link?</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>A link was opened that Balcão does not understand. Nothing was done.</source>
        <translation>Foi aberto um link que o Balcão não entende. Nada foi feito.</translation>
    </message>
    <message>
        <source>The link&apos;s text was left out: there is a draft of yours in this conversation.</source>
        <translation>O texto do link ficou de fora: há um rascunho seu nesta conversa.</translation>
    </message>
</context>
<context>
    <name>LiveStep</name>
    <message>
        <source>Enter another key</source>
        <translation>Informar outra chave</translation>
    </message>
    <message>
        <source>It is kept in the system&apos;s password store.</source>
        <translation>Ela fica guardada no cofre de senhas do sistema.</translation>
    </message>
    <message>
        <source>Save and try</source>
        <translation>Salvar e tentar</translation>
    </message>
    <message>
        <source>Paste this at the gateway. It holds a secret: show it to nobody else.</source>
        <translation>Cole isto no gateway. Contém um segredo: não mostre a mais ninguém.</translation>
    </message>
    <message>
        <source>Text to paste at the gateway</source>
        <translation>Texto para colar no gateway</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
</context>
<context>
    <name>LocationDialog</name>
    <message>
        <source>Send a location</source>
        <translation>Enviar uma localização</translation>
    </message>
    <message>
        <source>Coordinates or map link</source>
        <translation>Coordenadas ou link do mapa</translation>
    </message>
    <message>
        <source>In the map on a computer, right-click the place to copy its coordinates.</source>
        <translation>No mapa do computador, clique no lugar com o botão direito para copiar as coordenadas.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nome</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Endereço</translation>
    </message>
    <message>
        <source>No coordinates were found. Paste them like -23.5505, -46.6333, or a whole map link.</source>
        <translation>Nenhuma coordenada encontrada. Cole assim: -23.5505, -46.6333, ou um link de mapa completo.</translation>
    </message>
    <message>
        <source>The name or the address is too long.</source>
        <translation>O nome ou o endereço é longo demais.</translation>
    </message>
</context>
<context>
    <name>LockWindow</name>
    <message numerus="yes">
        <source>Too many wrong PINs. Try again in %n second(s).</source>
        <translation>
            <numerusform>PINs errados demais. Tente de novo em %n segundo.</numerusform>
            <numerusform>PINs errados demais. Tente de novo em %n segundos.</numerusform>
        </translation>
    </message>
    <message>
        <source>This is not the PIN. Try again.</source>
        <translation>Este não é o PIN. Tente de novo.</translation>
    </message>
    <message>
        <source>Balcão is locked</source>
        <translation>O Balcão está bloqueado</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>PIN forgotten?</source>
        <translation>Esqueceu o PIN?</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Sair</translation>
    </message>
    <message>
        <source>Your conversations stay as they are; messages go on arriving while Balcão is locked. Whoever looks after this computer can remove the PIN: quit Balcão, then run this in its folder, with the same options Balcão is started with:

{command}

The lock keeps people from looking. It does not encrypt the data on the disk.</source>
        <translation>Suas conversas ficam como estão; as mensagens continuam chegando com o Balcão bloqueado. Quem cuida deste computador pode remover o PIN: saia do Balcão e rode isto na pasta dele, com as mesmas opções com que o Balcão é iniciado:

{command}

O bloqueio evita olhares. Ele não criptografa os dados no disco.</translation>
    </message>
</context>
<context>
    <name>MainMenu</name>
    <message>
        <source>Go</source>
        <translation>Ir</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Conversa</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipe</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Exibir</translation>
    </message>
    <message>
        <source>Leave the demo</source>
        <translation>Sair da demonstração</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>Ver a demonstração</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Ajuda</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Igual ao sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Escuro</translation>
    </message>
    <message>
        <source>High contrast, light</source>
        <translation>Alto contraste, claro</translation>
    </message>
    <message>
        <source>High contrast, dark</source>
        <translation>Alto contraste, escuro</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aparência</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Size: {percent}%</source>
        <translation>Tamanho: {percent}%</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Try the demo</source>
        <translation>Ver a demonstração</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Conversas</translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>Contatos</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Números</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>Entregas</translation>
    </message>
    <message>
        <source>Who did what…</source>
        <translation>Quem fez o quê…</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>Connect a number</source>
        <translation>Conectar um número</translation>
    </message>
    <message>
        <source>Public address and server</source>
        <translation>Endereço público e servidor</translation>
    </message>
    <message>
        <source>Diagnose Balcão</source>
        <translation>Diagnosticar o Balcão</translation>
    </message>
    <message>
        <source>Welcome to Balcão</source>
        <translation>Boas-vindas ao Balcão</translation>
    </message>
    <message>
        <source>Answer your customers&apos; WhatsApp messages from this computer. Connect the gateway you already use, or look around in the demo first: it needs nothing and can be left without a trace.</source>
        <translation>Responda às mensagens de WhatsApp dos seus clientes neste computador. Conecte o gateway que você já usa ou conheça antes a demonstração: ela não precisa de nada e pode ser encerrada sem deixar rastros.</translation>
    </message>
</context>
<context>
    <name>Media</name>
    <message>
        <source>This file is not opened from here</source>
        <translation>Este arquivo não é aberto por aqui</translation>
    </message>
    <message>
        <source>“{name}” is of a kind that can harm a computer, or is not what its name says. Save it only if you know the sender and expected it.</source>
        <translation>“{name}” é de um tipo que pode prejudicar o computador, ou não é o que o nome diz. Salve somente se você conhece quem enviou e esperava por ele.</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Salvar…</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Salvar como</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Documento</translation>
    </message>
    <message>
        <source>Pages: {count}</source>
        <translation>Páginas: {count}</translation>
    </message>
    <message>
        <source>Downloading…</source>
        <translation>Baixando…</translation>
    </message>
    <message>
        <source>Not downloaded: too large, or from an address that is not allowed</source>
        <translation>Não baixado: grande demais ou de um endereço não permitido</translation>
    </message>
    <message>
        <source>Not downloaded. Click to download</source>
        <translation>Não baixado. Clique para baixar</translation>
    </message>
    <message>
        <source>Not downloaded. Try again</source>
        <translation>Não foi baixado. Tentar de novo</translation>
    </message>
    <message>
        <source>The file did not come with the message</source>
        <translation>O arquivo não veio com a mensagem</translation>
    </message>
    <message>
        <source>This file holds no picture</source>
        <translation>Este arquivo não contém uma imagem</translation>
    </message>
    <message>
        <source>{percent} % of {size}</source>
        <translation>{percent} % de {size}</translation>
    </message>
</context>
<context>
    <name>MenuDialog</name>
    <message>
        <source>Send buttons or a list</source>
        <translation>Enviar botões ou uma lista</translation>
    </message>
    <message>
        <source>Buttons (up to three)</source>
        <translation>Botões (até três)</translation>
    </message>
    <message>
        <source>List that opens (up to ten)</source>
        <translation>Lista que se abre (até dez)</translation>
    </message>
    <message>
        <source>See options</source>
        <translation>Ver opções</translation>
    </message>
    <message>
        <source>Choice {number}</source>
        <translation>Opção {number}</translation>
    </message>
    <message>
        <source>What</source>
        <translation>O quê</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Button of the list</source>
        <translation>Botão da lista</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>Opções</translation>
    </message>
    <message>
        <source>Small print</source>
        <translation>Rodapé</translation>
    </message>
    <message>
        <source>One to {most} choices, all different, of up to {longest} characters.</source>
        <translation>De uma a {most} opções, todas diferentes, de até {longest} caracteres.</translation>
    </message>
    <message>
        <source>Write a text of up to 1,024 characters.</source>
        <translation>Escreva um texto de até 1.024 caracteres.</translation>
    </message>
</context>
<context>
    <name>MergeDialog</name>
    <message>
        <source>The same person as {name}</source>
        <translation>A mesma pessoa que {name}</translation>
    </message>
    <message>
        <source>Name or number</source>
        <translation>Nome ou número</translation>
    </message>
    <message>
        <source>Search contacts by name or number</source>
        <translation>Buscar contatos por nome ou número</translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>Contatos</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Juntar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Who is the same person as {name}?</source>
        <translation>Quem é a mesma pessoa que {name}?</translation>
    </message>
    <message>
        <source>Their conversations over the same number of yours become one; nothing is lost, and it can be undone. Answers go to {number}.</source>
        <translation>As conversas pelo mesmo número seu viram uma só; nada se perde e dá para desfazer. As respostas vão para {number}.</translation>
    </message>
    <message>
        <source>Choose the other contact in the list.</source>
        <translation>Escolha o outro contato na lista.</translation>
    </message>
</context>
<context>
    <name>Merging</name>
    <message>
        <source>{gone} and {kept} are one contact now.</source>
        <translation>{gone} e {kept} agora são um contato só.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Desfazer</translation>
    </message>
    <message>
        <source>They are two contacts again.</source>
        <translation>São dois contatos de novo.</translation>
    </message>
</context>
<context>
    <name>MessageActions</name>
    <message>
        <source>Reply</source>
        <translation>Responder</translation>
    </message>
    <message>
        <source>React…</source>
        <translation>Reagir…</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Forward…</source>
        <translation>Encaminhar…</translation>
    </message>
    <message>
        <source>Open the conversation with {name}</source>
        <translation>Abrir a conversa com {name}</translation>
    </message>
    <message>
        <source>Take the star away</source>
        <translation>Tirar a estrela</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Marcar com estrela</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Resend</source>
        <translation>Reenviar</translation>
    </message>
    <message>
        <source>It was sent</source>
        <translation>Foi enviada</translation>
    </message>
    <message>
        <source>Cancel sending</source>
        <translation>Cancelar envio</translation>
    </message>
    <message>
        <source>Stop sending</source>
        <translation>Parar o envio</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>Dados da mensagem</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>Selecionar</translation>
    </message>
    <message>
        <source>quoted answers</source>
        <translation>respostas com citação</translation>
    </message>
    <message>
        <source>reactions</source>
        <translation>reações</translation>
    </message>
    <message>
        <source>editing</source>
        <translation>edição</translation>
    </message>
    <message>
        <source>deleting for everyone</source>
        <translation>apagar para todos</translation>
    </message>
    <message>
        <source>This number&apos;s gateway cannot do: {things}</source>
        <translation>O gateway deste número não faz: {things}</translation>
    </message>
    <message>
        <source>A message can be edited for 15 minutes after it was sent</source>
        <translation>Uma mensagem pode ser editada até 15 minutos depois do envio</translation>
    </message>
    <message numerus="yes">
        <source>Copy %n messages</source>
        <translation>
            <numerusform>Copiar %n mensagem</numerusform>
            <numerusform>Copiar %n mensagens</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete for me</source>
        <translation>Apagar para mim</translation>
    </message>
    <message>
        <source>Delete for everyone</source>
        <translation>Apagar para todos</translation>
    </message>
    <message numerus="yes">
        <source>%n messages copied</source>
        <translation>
            <numerusform>%n mensagem copiada</numerusform>
            <numerusform>%n mensagens copiadas</numerusform>
        </translation>
    </message>
    <message>
        <source>All emoji</source>
        <translation>Todos os emojis</translation>
    </message>
    <message>
        <source>Deleted for you</source>
        <translation>Apagada para você</translation>
    </message>
    <message numerus="yes">
        <source>%n messages deleted for you</source>
        <translation>
            <numerusform>%n mensagem apagada para você</numerusform>
            <numerusform>%n mensagens apagadas para você</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n messages deleted for everyone</source>
        <translation>
            <numerusform>%n mensagem apagada para todos</numerusform>
            <numerusform>%n mensagens apagadas para todos</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleted for everyone</source>
        <translation>Apagada para todos</translation>
    </message>
</context>
<context>
    <name>NoteCalls</name>
    <message>
        <source>A colleague</source>
        <translation>Um colega</translation>
    </message>
    <message>
        <source>{agent} calls you in a note on {chat}: {text}</source>
        <translation>{agent} chamou você numa nota em {chat}: {text}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
</context>
<context>
    <name>NotesBox</name>
    <message>
        <source>Somebody</source>
        <translation>Alguém</translation>
    </message>
    <message>
        <source>{moment}, edited</source>
        <translation>{moment}, editada</translation>
    </message>
    <message>
        <source>Change the note</source>
        <translation>Editar a nota</translation>
    </message>
    <message>
        <source>Delete the note</source>
        <translation>Excluir a nota</translation>
    </message>
    <message>
        <source>The note is deleted.</source>
        <translation>A nota foi excluída.</translation>
    </message>
    <message>
        <source>Only the team sees this. @ calls a colleague.</source>
        <translation>Só a equipe vê isto. @ chama um colega.</translation>
    </message>
    <message>
        <source>Private note, only the team sees it</source>
        <translation>Nota privada, só a equipe vê</translation>
    </message>
    <message>
        <source>Add the note</source>
        <translation>Adicionar nota</translation>
    </message>
    <message>
        <source>Save the note</source>
        <translation>Salvar nota</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>NoticeBoard</name>
    <message>
        <source>Undo</source>
        <translation>Desfazer</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Something was sent to your receiving address with a wrong key and refused. If a gateway signs with another key now, its messages do not arrive.</source>
        <translation>Algo foi enviado ao seu endereço de recebimento com uma chave errada e foi recusado. Se um gateway passou a assinar com outra chave, as mensagens dele não chegam.</translation>
    </message>
    <message>
        <source>Another program uses the usual port, so Balcão takes another one ({text}). If messages stop coming, diagnose it under Numbers.</source>
        <translation>Outro programa usa a porta de costume; o Balcão usa outra ({text}). Se as mensagens pararem de chegar, faça o diagnóstico em Números.</translation>
    </message>
    <message>
        <source>This computer has no address {text} now, so gateways elsewhere cannot reach it until you choose another.</source>
        <translation>Este computador não tem o endereço {text} agora; gateways de fora não o alcançam até você escolher outro.</translation>
    </message>
    <message>
        <source>The receiving address on the gateway was not ours any more. It has been put right.</source>
        <translation>O endereço de recebimento no gateway não era mais o nosso. Já foi corrigido.</translation>
    </message>
    <message>
        <source>What came while you were away could not be fetched yet. {text}</source>
        <translation>O que chegou enquanto você estava fora ainda não pôde ser buscado. {text}</translation>
    </message>
    <message>
        <source>At this pace the tunnel&apos;s requests run out before the month ends: {text}</source>
        <translation>Neste ritmo, as requisições do túnel acabam antes do fim do mês: {text}</translation>
    </message>
    <message>
        <source>This month&apos;s tunnel requests are nearly used up: {text}</source>
        <translation>As requisições do túnel deste mês estão quase no fim: {text}</translation>
    </message>
    <message>
        <source>This month&apos;s tunnel requests are used up: {text}</source>
        <translation>As requisições do túnel deste mês acabaram: {text}</translation>
    </message>
    <message>
        <source>The gateway reports an error: {text}</source>
        <translation>O gateway informa um erro: {text}</translation>
    </message>
    <message>
        <source>WhatsApp limits how many new chats this number may start. {text}</source>
        <translation>O WhatsApp limita quantas conversas novas este número pode iniciar. {text}</translation>
    </message>
    <message>
        <source>Confirm this code on the phone: {text}</source>
        <translation>Confirme este código no celular: {text}</translation>
    </message>
    <message>
        <source>WhatsApp does not let this number start new chats for now. Answers still work.</source>
        <translation>O WhatsApp não deixa este número iniciar conversas novas por enquanto. Respostas continuam funcionando.</translation>
    </message>
    <message>
        <source>This number may start new chats again.</source>
        <translation>Este número pode iniciar conversas novas outra vez.</translation>
    </message>
    <message>
        <source>One message arrived while you were away.</source>
        <translation>Uma mensagem chegou enquanto você estava fora.</translation>
    </message>
    <message>
        <source>{text} messages arrived while you were away.</source>
        <translation>{text} mensagens chegaram enquanto você estava fora.</translation>
    </message>
    <message>
        <source>{who} created the group</source>
        <translation>{who} criou o grupo</translation>
    </message>
    <message>
        <source>This number joined the group</source>
        <translation>Este número entrou no grupo</translation>
    </message>
    <message>
        <source>{who} added {whom}</source>
        <translation>{who} adicionou {whom}</translation>
    </message>
    <message>
        <source>{who} removed {whom}</source>
        <translation>{who} removeu {whom}</translation>
    </message>
    <message>
        <source>{whom} left the group</source>
        <translation>{whom} saiu do grupo</translation>
    </message>
    <message>
        <source>{whom} can now manage the group</source>
        <translation>{whom} agora administra o grupo</translation>
    </message>
    <message>
        <source>{whom} can no longer manage the group</source>
        <translation>{whom} não administra mais o grupo</translation>
    </message>
    <message>
        <source>{who} changed the group&apos;s name to “{what}”</source>
        <translation>{who} mudou o nome do grupo para “{what}”</translation>
    </message>
    <message>
        <source>{who} changed the group&apos;s description</source>
        <translation>{who} mudou a descrição do grupo</translation>
    </message>
    <message>
        <source>{who} changed the group&apos;s picture</source>
        <translation>{who} mudou a imagem do grupo</translation>
    </message>
    <message>
        <source>{who} changed the group&apos;s settings</source>
        <translation>{who} mudou as configurações do grupo</translation>
    </message>
    <message>
        <source>{who} invited {whom}</source>
        <translation>{who} convidou {whom}</translation>
    </message>
    <message>
        <source>{who} renewed the group&apos;s invitation link</source>
        <translation>{who} renovou o link de convite do grupo</translation>
    </message>
    <message>
        <source>{whom} asks to join the group</source>
        <translation>{whom} pede para entrar no grupo</translation>
    </message>
    <message>
        <source>The number changed to {what}</source>
        <translation>O número mudou para {what}</translation>
    </message>
    <message>
        <source>WhatsApp gave this person a new identity</source>
        <translation>O WhatsApp deu uma nova identidade a esta pessoa</translation>
    </message>
    <message>
        <source>The security code changed: perhaps a new phone</source>
        <translation>O código de segurança mudou: talvez um aparelho novo</translation>
    </message>
    <message>
        <source>New messages disappear after {what}</source>
        <translation>As novas mensagens somem depois de {what}</translation>
    </message>
    <message>
        <source>Messages no longer disappear</source>
        <translation>As mensagens não somem mais</translation>
    </message>
    <message>
        <source>A message was pinned</source>
        <translation>Uma mensagem foi fixada</translation>
    </message>
    <message>
        <source>A message was unpinned</source>
        <translation>Uma mensagem foi desafixada</translation>
    </message>
    <message>
        <source>The telephone number was asked for</source>
        <translation>O número de telefone foi pedido</translation>
    </message>
    <message>
        <source>The customer opened the chat for the first time</source>
        <translation>O cliente abriu a conversa pela primeira vez</translation>
    </message>
    <message>
        <source>Missed call</source>
        <translation>Chamada perdida</translation>
    </message>
    <message>
        <source>A message was deleted</source>
        <translation>Uma mensagem foi apagada</translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation>Alguém</translation>
    </message>
    <message>
        <source>{count} days</source>
        <translation>{count} dias</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} h</translation>
    </message>
</context>
<context>
    <name>NumberNotices</name>
    <message>
        <source>{number}: {state}</source>
        <translation>{number}: {state}</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
</context>
<context>
    <name>PasskeyDialog</name>
    <message>
        <source>Asking the gateway…</source>
        <translation>Perguntando ao gateway…</translation>
    </message>
    <message>
        <source>Done here: WhatsApp is linking the phone…</source>
        <translation>Pronto por aqui: o WhatsApp está conectando o celular…</translation>
    </message>
    <message>
        <source>The gateway has nothing to sign yet; asking again…</source>
        <translation>O gateway ainda não tem nada para assinar; perguntando de novo…</translation>
    </message>
    <message>
        <source>Copied. It is good for about a minute; copy it again if you need longer.</source>
        <translation>Copiado. Vale por cerca de um minuto; copie de novo se precisar de mais tempo.</translation>
    </message>
    <message>
        <source>This is not what the script gave. Run it again and paste the whole line, from {first} to {last}.</source>
        <translation>Isto não é o que o script devolveu. Rode de novo e cole a linha inteira, de {first} até {last}.</translation>
    </message>
    <message>
        <source>WhatsApp did not take this signature, it may be too old. Copy the script again and repeat.</source>
        <translation>O WhatsApp não aceitou esta assinatura; ela pode ter vencido. Copie o script de novo e repita.</translation>
    </message>
    <message>
        <source>Code {code}</source>
        <translation>Código {code}</translation>
    </message>
    <message>
        <source>Passkey of {number}</source>
        <translation>Chave de acesso de {number}</translation>
    </message>
    <message>
        <source>This WhatsApp account is guarded by a passkey. Only WhatsApp&apos;s own page may ask for it, so it is signed there, in a browser that has the passkey or can reach the phone.</source>
        <translation>Esta conta do WhatsApp é protegida por uma chave de acesso (passkey). Só a página do próprio WhatsApp pode pedi-la; por isso a assinatura é feita lá, num navegador que tenha a chave ou alcance o celular.</translation>
    </message>
    <message>
        <source>1. Open WhatsApp Web in Chrome or Edge. You need not log in there.</source>
        <translation>1. Abra o WhatsApp Web no Chrome ou no Edge. Não é preciso entrar nele.</translation>
    </message>
    <message>
        <source>Open WhatsApp Web</source>
        <translation>Abrir o WhatsApp Web</translation>
    </message>
    <message>
        <source>2. Copy the script, press F12 on that page, choose Console, paste it and press Enter. If the browser refuses, type “allow pasting” first. Then confirm with your finger, face, PIN or phone.</source>
        <translation>2. Copie o script, aperte F12 naquela página, escolha Console, cole e aperte Enter. Se o navegador recusar, digite antes “allow pasting” (permitir colar). Depois confirme com o dedo, o rosto, o PIN ou o celular.</translation>
    </message>
    <message>
        <source>Copy the script</source>
        <translation>Copiar o script</translation>
    </message>
    <message>
        <source>3. The result is in the clipboard and in the console. Paste it here.</source>
        <translation>3. O resultado fica na área de transferência e no console. Cole aqui.</translation>
    </message>
    <message>
        <source>Result of the script</source>
        <translation>Resultado do script</translation>
    </message>
    <message>
        <source>Send to the gateway</source>
        <translation>Enviar ao gateway</translation>
    </message>
    <message>
        <source>The script signs this one request and reads nothing else. Never run one that somebody sent you.</source>
        <translation>O script assina só este pedido e não lê mais nada. Nunca rode um script que alguém lhe mandou.</translation>
    </message>
    <message>
        <source>The phone shows a code now. Is it the same as this one?</source>
        <translation>O celular mostra um código agora. É igual a este?</translation>
    </message>
    <message>
        <source>Yes, the codes are the same</source>
        <translation>Sim, os códigos são iguais</translation>
    </message>
    <message>
        <source>Open the gateway&apos;s own pages</source>
        <translation>Abrir o painel do gateway</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
</context>
<context>
    <name>PersonBox</name>
    <message>
        <source>Saved as {name}</source>
        <translation>Na agenda: {name}</translation>
    </message>
    <message>
        <source>Business: {name}</source>
        <translation>Empresa: {name}</translation>
    </message>
    <message>
        <source>On WhatsApp: {name}</source>
        <translation>No WhatsApp: {name}</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Bloqueado</translation>
    </message>
    <message>
        <source>Our name for this contact; empty for their own</source>
        <translation>Nosso nome para este contato; vazio para usar o dele</translation>
    </message>
    <message>
        <source>Change the name</source>
        <translation>Mudar o nome</translation>
    </message>
    <message>
        <source>Ask the gateway for name and picture</source>
        <translation>Buscar nome e foto no gateway</translation>
    </message>
</context>
<context>
    <name>PictureDialog</name>
    <message>
        <source>Crop and rotate</source>
        <translation>Cortar e girar</translation>
    </message>
    <message>
        <source>Part of the picture that stays</source>
        <translation>Parte da imagem que fica</translation>
    </message>
    <message>
        <source>Arrows move the frame, Shift and arrows size it</source>
        <translation>As setas movem a moldura; Shift e setas mudam o tamanho</translation>
    </message>
    <message>
        <source>Drag the frame or its corners. With the keyboard: arrows, and Shift with arrows.</source>
        <translation>Arraste a moldura ou os cantos. No teclado: setas, e Shift com setas.</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>Girar à esquerda</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>Girar à direita</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Desfazer</translation>
    </message>
    <message>
        <source>Use this</source>
        <translation>Usar assim</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>This picture cannot be opened.</source>
        <translation>Não foi possível abrir esta imagem.</translation>
    </message>
    <message>
        <source>The changed picture could not be written.</source>
        <translation>Não foi possível gravar a imagem alterada.</translation>
    </message>
</context>
<context>
    <name>PinDialog</name>
    <message>
        <source>Change the PIN</source>
        <translation>Mudar o PIN</translation>
    </message>
    <message>
        <source>Set a PIN for the lock</source>
        <translation>Definir um PIN para o bloqueio</translation>
    </message>
    <message>
        <source>{shortest} to {longest} digits. Ctrl+L then locks Balcão; the settings say when it locks by itself.</source>
        <translation>De {shortest} a {longest} dígitos. Depois disso, Ctrl+L bloqueia o Balcão; as configurações dizem quando ele se bloqueia sozinho.</translation>
    </message>
    <message>
        <source>Present PIN</source>
        <translation>PIN atual</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>PIN novo</translation>
    </message>
    <message>
        <source>New PIN once more</source>
        <translation>PIN novo mais uma vez</translation>
    </message>
    <message>
        <source>Remove the PIN</source>
        <translation>Remover o PIN</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salvar</translation>
    </message>
    <message>
        <source>Write {shortest} to {longest} digits.</source>
        <translation>Escreva de {shortest} a {longest} dígitos.</translation>
    </message>
    <message>
        <source>The two new PINs are not the same.</source>
        <translation>Os dois PINs novos não são iguais.</translation>
    </message>
    <message>
        <source>The present PIN is not right.</source>
        <translation>O PIN atual não está certo.</translation>
    </message>
    <message numerus="yes">
        <source>Too many wrong PINs. Try again in %n second(s).</source>
        <translation>
            <numerusform>PINs errados demais. Tente de novo em %n segundo.</numerusform>
            <numerusform>PINs errados demais. Tente de novo em %n segundos.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PinRow</name>
    <message>
        <source>PIN of the lock</source>
        <translation>PIN do bloqueio</translation>
    </message>
    <message>
        <source>A PIN is set. Ctrl+L locks at once; after a restart Balcão begins locked.</source>
        <translation>Há um PIN definido. Ctrl+L bloqueia na hora; depois de reiniciar, o Balcão começa bloqueado.</translation>
    </message>
    <message>
        <source>Change or remove the PIN…</source>
        <translation>Trocar ou remover o PIN…</translation>
    </message>
    <message>
        <source>No PIN is set, so everybody at this computer can read the conversations.</source>
        <translation>Nenhum PIN definido: quem usar este computador pode ler as conversas.</translation>
    </message>
    <message>
        <source>Set a PIN…</source>
        <translation>Definir um PIN…</translation>
    </message>
</context>
<context>
    <name>PollDialog</name>
    <message>
        <source>Send a poll</source>
        <translation>Enviar uma enquete</translation>
    </message>
    <message>
        <source>Answer {number}</source>
        <translation>Resposta {number}</translation>
    </message>
    <message>
        <source>Several answers may be chosen</source>
        <translation>Várias respostas podem ser escolhidas</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Pergunta</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Respostas</translation>
    </message>
    <message>
        <source>A poll has two to twelve answers, all different.</source>
        <translation>Uma enquete tem de duas a doze respostas, todas diferentes.</translation>
    </message>
    <message>
        <source>Write the question.</source>
        <translation>Escreva a pergunta.</translation>
    </message>
</context>
<context>
    <name>QrView</name>
    <message>
        <source>Enter the number with country and area code, for example +55 11 95555-0101.</source>
        <translation>Informe o número com país e DDD, por exemplo +55 11 95555-0101.</translation>
    </message>
    <message>
        <source>On the phone: WhatsApp → Settings → Linked devices → Link a device → Link with phone number instead. Then type this code.</source>
        <translation>No celular: WhatsApp → Configurações → Dispositivos conectados → Conectar dispositivo → Conectar com número de telefone. Depois digite este código.</translation>
    </message>
    <message>
        <source>On the phone: WhatsApp → Settings → Linked devices → Link a device. Then scan this code.</source>
        <translation>No celular: WhatsApp → Configurações → Dispositivos conectados → Conectar dispositivo. Depois leia este código.</translation>
    </message>
    <message>
        <source>QR code to scan with the phone</source>
        <translation>QR code para ler com o celular</translation>
    </message>
    <message>
        <source>Pairing code {code}</source>
        <translation>Código de pareamento {code}</translation>
    </message>
    <message>
        <source>Copy the pairing code</source>
        <translation>Copiar o código de pareamento</translation>
    </message>
    <message>
        <source>Show larger</source>
        <translation>Mostrar maior</translation>
    </message>
    <message>
        <source>Show the QR code instead</source>
        <translation>Mostrar o QR code</translation>
    </message>
    <message>
        <source>Phone number to link</source>
        <translation>Número de telefone a conectar</translation>
    </message>
    <message>
        <source>Link with phone number</source>
        <translation>Conectar com número de telefone</translation>
    </message>
    <message>
        <source>Waiting for the code from the gateway…</source>
        <translation>Aguardando o código do gateway…</translation>
    </message>
    <message numerus="yes">
        <source>Valid for %n more second(s)</source>
        <translation>
            <numerusform>Válido por mais %n segundo</numerusform>
            <numerusform>Válido por mais %n segundos</numerusform>
        </translation>
    </message>
    <message>
        <source>Expired; a new one is on its way.</source>
        <translation>Expirou; um novo já está vindo.</translation>
    </message>
</context>
<context>
    <name>ReadyAnswers</name>
    <message>
        <source>No quick replies yet. Write the first…</source>
        <translation>Nenhuma resposta rápida ainda. Escrever a primeira…</translation>
    </message>
    <message>
        <source>Good morning</source>
        <translation>Bom dia</translation>
    </message>
    <message>
        <source>Good afternoon</source>
        <translation>Boa tarde</translation>
    </message>
    <message>
        <source>Good evening</source>
        <translation>Boa noite</translation>
    </message>
</context>
<context>
    <name>Reminders</name>
    <message>
        <source>Reminder, {name}: {text}</source>
        <translation>Lembrete, {name}: {text}</translation>
    </message>
    <message>
        <source>The scheduled message to {name} could not be sent: {text}</source>
        <translation>A mensagem agendada para {name} não pôde ser enviada: {text}</translation>
    </message>
    <message>
        <source>It was too late for the message to {name}, so it was not sent: {text}</source>
        <translation>Passou da hora da mensagem para {name}, por isso não foi enviada: {text}</translation>
    </message>
    <message>
        <source>The time of the message to {name} has passed: {text}</source>
        <translation>Passou a hora da mensagem para {name}: {text}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Feito</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Enviar agora</translation>
    </message>
    <message>
        <source>Do not send</source>
        <translation>Não enviar</translation>
    </message>
</context>
<context>
    <name>RemoveDialog</name>
    <message>
        <source>Remove {number}?</source>
        <translation>Remover {number}?</translation>
    </message>
    <message>
        <source>Only here. On the gateway nothing is changed and the phone stays linked.</source>
        <translation>Só aqui. No gateway nada muda e o celular continua conectado.</translation>
    </message>
    <message>
        <source>Also on the gateway. The phone is unlinked and the instance is deleted there.</source>
        <translation>Também no gateway. O celular é desconectado e a instância é apagada lá.</translation>
    </message>
    <message>
        <source>Keep the conversations on this computer</source>
        <translation>Manter as conversas neste computador</translation>
    </message>
    <message>
        <source>Delete the conversations and files of this number from this computer</source>
        <translation>Apagar deste computador as conversas e os arquivos deste número</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Remover</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Its key and webhook address are forgotten either way.</source>
        <translation>A chave e o endereço do webhook são esquecidos de qualquer forma.</translation>
    </message>
</context>
<context>
    <name>RepliesDialog</name>
    <message>
        <source>Quick replies</source>
        <translation>Respostas rápidas</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Desfazer</translation>
    </message>
    <message>
        <source>Type / and the shortcut in the message field. These stand for the customer&apos;s data: {fields}.</source>
        <translation>Digite / e o atalho no campo da mensagem. Estes campos viram os dados do cliente: {fields}.</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>Atalho</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Pasta</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Adicionar arquivos…</translation>
    </message>
    <message>
        <source>Remove files</source>
        <translation>Remover arquivos</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Arquivos</translation>
    </message>
    <message>
        <source>Own fields</source>
        <translation>Campos próprios</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salvar</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Apagar</translation>
    </message>
    <message>
        <source>Use now</source>
        <translation>Usar agora</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nova</translation>
    </message>
    <message>
        <source>Add examples</source>
        <translation>Adicionar exemplos</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importar…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>New quick reply</source>
        <translation>Nova resposta rápida</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Nenhum</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Adicionar arquivos</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Salvo.</translation>
    </message>
    <message>
        <source>Another quick reply has this shortcut.</source>
        <translation>Outra resposta rápida já tem este atalho.</translation>
    </message>
    <message>
        <source>A shortcut has letters, digits, dots and dashes, no spaces.</source>
        <translation>O atalho tem letras, números, pontos e traços, sem espaços.</translation>
    </message>
    <message>
        <source>Write a text or add a file.</source>
        <translation>Escreva um texto ou adicione um arquivo.</translation>
    </message>
    <message>
        <source>A file is missing or too large.</source>
        <translation>Um arquivo está faltando ou é grande demais.</translation>
    </message>
    <message>
        <source>An own field has a name that cannot be used.</source>
        <translation>Um campo próprio tem um nome que não pode ser usado.</translation>
    </message>
    <message>
        <source>This file cannot be used.</source>
        <translation>Este arquivo não pode ser usado.</translation>
    </message>
    <message>
        <source>/{shortcut} deleted.</source>
        <translation>/{shortcut} apagada.</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Exemplos</translation>
    </message>
    <message>
        <source>PIX key</source>
        <translation>Chave PIX</translation>
    </message>
    <message>
        <source>{greeting}, {first_name}! Our PIX key is {pix}. Please send the receipt here.</source>
        <translation>{greeting}, {first_name}! Nossa chave PIX é {pix}. Por favor, envie o comprovante por aqui.</translation>
    </message>
    <message>
        <source>price</source>
        <translation>preco</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preço</translation>
    </message>
    <message>
        <source>{first_name}, it costs {price}. Shall I set one aside for you?</source>
        <translation>{first_name}, custa {price}. Posso separar para você?</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>horario</translation>
    </message>
    <message>
        <source>Opening hours</source>
        <translation>Horário de funcionamento</translation>
    </message>
    <message>
        <source>{greeting}! We are open from {hours}.</source>
        <translation>{greeting}! Atendemos {hours}.</translation>
    </message>
    <message numerus="yes">
        <source>%n quick replies imported.</source>
        <translation>
            <numerusform>%n resposta rápida importada.</numerusform>
            <numerusform>%n respostas rápidas importadas.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n quick replies exported.</source>
        <translation>
            <numerusform>%n resposta rápida exportada.</numerusform>
            <numerusform>%n respostas rápidas exportadas.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScheduleDialog</name>
    <message>
        <source>Schedule</source>
        <translation>Agendar</translation>
    </message>
    <message>
        <source>Message to the customer</source>
        <translation>Mensagem para o cliente</translation>
    </message>
    <message>
        <source>Reminder for me</source>
        <translation>Lembrete para mim</translation>
    </message>
    <message>
        <source>ask me</source>
        <translation>perguntar</translation>
    </message>
    <message>
        <source>send it all the same</source>
        <translation>enviar mesmo assim</translation>
    </message>
    <message>
        <source>do not send it</source>
        <translation>não enviar</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>Agendadas</translation>
    </message>
    <message>
        <source>This computer has to be on and Balcão running at that time. If it is not, this is decided when Balcão starts again.</source>
        <translation>Nessa hora, este computador precisa estar ligado e o Balcão aberto. Se não estiver, isso se decide quando o Balcão abrir de novo.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>O quê</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quando</translation>
    </message>
    <message>
        <source>If it is late</source>
        <translation>Se passar da hora</translation>
    </message>
    <message>
        <source>Leave it as it was</source>
        <translation>Deixar como estava</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Enviar agora</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Apagar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Alterar</translation>
    </message>
    <message>
        <source>Save the change</source>
        <translation>Salvar alteração</translation>
    </message>
    <message>
        <source>Write a text.</source>
        <translation>Escreva um texto.</translation>
    </message>
    <message>
        <source>Choose a time in the future, within a year.</source>
        <translation>Escolha uma hora no futuro, dentro de um ano.</translation>
    </message>
    <message>
        <source>Reminder</source>
        <translation>Lembrete</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensagem</translation>
    </message>
    <message>
        <source>Nothing is scheduled yet</source>
        <translation>Nada agendado ainda</translation>
    </message>
    <message>
        <source>waits for your decision</source>
        <translation>espera a sua decisão</translation>
    </message>
    <message>
        <source>not sent, it was too late</source>
        <translation>não enviada, passou da hora</translation>
    </message>
    <message>
        <source>could not be sent</source>
        <translation>não pôde ser enviada</translation>
    </message>
</context>
<context>
    <name>SearchFilters</name>
    <message>
        <source>from</source>
        <translation>de</translation>
    </message>
    <message>
        <source>who wrote it</source>
        <translation>quem escreveu</translation>
    </message>
    <message>
        <source>in</source>
        <translation>em</translation>
    </message>
    <message>
        <source>in which conversation</source>
        <translation>em qual conversa</translation>
    </message>
    <message>
        <source>label</source>
        <translation>etiqueta</translation>
    </message>
    <message>
        <source>with this label</source>
        <translation>com esta etiqueta</translation>
    </message>
    <message>
        <source>has</source>
        <translation>tem</translation>
    </message>
    <message>
        <source>with a file</source>
        <translation>com arquivo</translation>
    </message>
    <message>
        <source>after</source>
        <translation>depois</translation>
    </message>
    <message>
        <source>written after this day</source>
        <translation>escrita depois deste dia</translation>
    </message>
    <message>
        <source>before</source>
        <translation>antes</translation>
    </message>
    <message>
        <source>written before this day</source>
        <translation>escrita antes deste dia</translation>
    </message>
    <message>
        <source>file</source>
        <translation>arquivo</translation>
    </message>
    <message>
        <source>me</source>
        <translation>mim</translation>
    </message>
    <message>
        <source>today</source>
        <translation>hoje</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>ontem</translation>
    </message>
    <message>
        <source>a week ago</source>
        <translation>há uma semana</translation>
    </message>
    <message>
        <source>30 days ago</source>
        <translation>há 30 dias</translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n selecionada</numerusform>
            <numerusform>%n selecionadas</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Encaminhar</translation>
    </message>
    <message>
        <source>Star, or take the star away</source>
        <translation>Marcar com estrela, ou tirar a estrela</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Apagar</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>Limpar a seleção</translation>
    </message>
</context>
<context>
    <name>ServerForm</name>
    <message>
        <source>“{part}” is no address and no network. Write for example 203.0.113.7 or 10.0.0.0/8.</source>
        <translation>“{part}” não é um endereço nem uma rede. Escreva por exemplo 203.0.113.7 ou 10.0.0.0/8.</translation>
    </message>
    <message>
        <source>Saved. Who may send counts at once, the rest from the next start.</source>
        <translation>Salvo. Quem pode enviar vale já; o resto, a partir do próximo início.</translation>
    </message>
    <message>
        <source>Deliveries are taken at {address}.</source>
        <translation>As entregas são recebidas em {address}.</translation>
    </message>
    <message>
        <source>Port {port} was taken by another program at the start, so the next free one is used. Close that program and start Balcão again, or choose another port.</source>
        <translation>A porta {port} estava ocupada por outro programa no início; por isso é usada a próxima livre. Feche esse programa e inicie o Balcão de novo, ou escolha outra porta.</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) of others refused since the start</source>
        <translation>
            <numerusform>%n pedido de outros recusado desde o início</numerusform>
            <numerusform>%n pedidos de outros recusados desde o início</numerusform>
        </translation>
    </message>
    <message>
        <source>{count}, the last one from {address}.</source>
        <translation>{count}; o último veio de {address}.</translation>
    </message>
    <message>
        <source>Compared is the address that connects to this computer.</source>
        <translation>O endereço comparado é o de quem se conecta a este computador.</translation>
    </message>
    <message>
        <source>Through SSH, compared is the address that the far server passes on. A plain forward passes none on, and then everybody counts as this computer: leave the list to that server&apos;s own firewall.</source>
        <translation>Por SSH, o endereço comparado é o que o servidor remoto repassa. Um encaminhamento simples não repassa nenhum, e então todos contam como este computador: deixe essa lista para o firewall daquele servidor.</translation>
    </message>
    <message>
        <source>Through a tunnel or proxy on this computer, compared is the last address that it passes on in X-Forwarded-For, which is the one that connected to it.</source>
        <translation>Por um túnel ou proxy neste computador, o endereço comparado é o último que ele repassa em X-Forwarded-For, ou seja, o de quem se conectou a ele.</translation>
    </message>
    <message>
        <source>Empty lets everybody, who still has to prove a secret. This computer always may.</source>
        <translation>Vazio permite todos, que ainda precisam provar um segredo. Este computador sempre pode.</translation>
    </message>
    <message>
        <source>Server on this computer</source>
        <translation>Servidor neste computador</translation>
    </message>
    <message>
        <source>This computer only (127.0.0.1)</source>
        <translation>Só este computador (127.0.0.1)</translation>
    </message>
    <message>
        <source>Everybody on the network (0.0.0.0)</source>
        <translation>Todos na rede (0.0.0.0)</translation>
    </message>
    <message>
        <source>Save the server&apos;s settings</source>
        <translation>Salvar os ajustes do servidor</translation>
    </message>
    <message>
        <source>the usual one, or another that is free</source>
        <translation>a de sempre, ou outra que esteja livre</translation>
    </message>
    <message>
        <source>Who may connect</source>
        <translation>Quem pode conectar</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Porta</translation>
    </message>
    <message>
        <source>Largest delivery (MB)</source>
        <translation>Maior entrega (MB)</translation>
    </message>
    <message>
        <source>Deliveries a minute</source>
        <translation>Entregas por minuto</translation>
    </message>
    <message>
        <source>Unproved requests a minute</source>
        <translation>Requisições sem prova por minuto</translation>
    </message>
    <message>
        <source>Allowed senders</source>
        <translation>Remetentes permitidos</translation>
    </message>
</context>
<context>
    <name>ServerPage</name>
    <message>
        <source>Back to the number</source>
        <translation>Voltar ao número</translation>
    </message>
    <message>
        <source>Public address</source>
        <translation>Endereço público</translation>
    </message>
    <message>
        <source>Gateways on the internet post what customers write to this computer, and need an address for it. A gateway on this same computer, or one with a WebSocket, needs none.</source>
        <translation>Gateways na internet enviam a este computador o que os clientes escrevem e precisam de um endereço para isso. Um gateway neste mesmo computador, ou com WebSocket, não precisa.</translation>
    </message>
</context>
<context>
    <name>SessionChoice</name>
    <message>
        <source>A new one, called</source>
        <translation>Um novo, chamado</translation>
    </message>
    <message>
        <source>It will be called</source>
        <translation>Vai se chamar</translation>
    </message>
    <message>
        <source>Name of the new instance</source>
        <translation>Nome da nova instância</translation>
    </message>
    <message>
        <source>connected here already</source>
        <translation>já conectada aqui</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Appearance</source>
        <translation>Aparência</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Conversas</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Notificações</translation>
    </message>
    <message>
        <source>Start and close</source>
        <translation>Início e fechamento</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Bloqueio</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Teclado</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Servidor</translation>
    </message>
    <message>
        <source>Public address</source>
        <translation>Endereço público</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>Entregas</translation>
    </message>
    <message>
        <source>Diagnosis</source>
        <translation>Diagnóstico</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>The language of the window, with its dates and numbers.</source>
        <translation>O idioma da janela, com suas datas e números.</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Cores</translation>
    </message>
    <message>
        <source>Light, dark or with high contrast; or always as the computer has it.</source>
        <translation>Claro, escuro ou com alto contraste; ou sempre igual ao computador.</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamanho</translation>
    </message>
    <message>
        <source>How large texts, icons and rows are. Ctrl++ and Ctrl+- change it as well.</source>
        <translation>O tamanho de textos, ícones e linhas. Ctrl++ e Ctrl+- também mudam.</translation>
    </message>
    <message>
        <source>Enter sends the message</source>
        <translation>Enter envia a mensagem</translation>
    </message>
    <message>
        <source>Shift+Enter then makes a new line. Otherwise Ctrl+Enter sends and Enter makes a new line.</source>
        <translation>Shift+Enter então quebra a linha. Senão, Ctrl+Enter envia e Enter quebra a linha.</translation>
    </message>
    <message>
        <source>Read receipts</source>
        <translation>Confirmações de leitura</translation>
    </message>
    <message>
        <source>When customers see that you have read what they wrote.</source>
        <translation>Quando os clientes veem que você leu o que escreveram.</translation>
    </message>
    <message>
        <source>Who can reach this computer&apos;s server</source>
        <translation>Quem alcança o servidor deste computador</translation>
    </message>
    <message>
        <source>127.0.0.1 is this computer alone, 0.0.0.0 everybody on the network.</source>
        <translation>127.0.0.1 é só este computador; 0.0.0.0, todos na rede.</translation>
    </message>
    <message>
        <source>Write an address such as 127.0.0.1.</source>
        <translation>Escreva um endereço como 127.0.0.1.</translation>
    </message>
    <message>
        <source>Port for gateways</source>
        <translation>Porta para gateways</translation>
    </message>
    <message>
        <source>Where gateways hand in messages. 0 lets Balcão choose.</source>
        <translation>Onde os gateways entregam mensagens. 0 deixa o Balcão escolher.</translation>
    </message>
    <message>
        <source>Port for other programs</source>
        <translation>Porta para outros programas</translation>
    </message>
    <message>
        <source>Where programs on this computer can ask Balcão. 0 lets Balcão choose.</source>
        <translation>Onde programas deste computador consultam o Balcão. 0 deixa o Balcão escolher.</translation>
    </message>
    <message>
        <source>Largest delivery, in MB</source>
        <translation>Maior entrega, em MB</translation>
    </message>
    <message>
        <source>What a gateway may hand in at once; files come inside it at some gateways.</source>
        <translation>O que um gateway pode entregar de uma vez; em alguns gateways os arquivos vêm junto.</translation>
    </message>
    <message>
        <source>Deliveries per minute without a secret</source>
        <translation>Entregas por minuto sem segredo</translation>
    </message>
    <message>
        <source>More from one address are refused for a while. Guards against strangers.</source>
        <translation>Mais que isso de um mesmo endereço é recusado por um tempo. Protege contra estranhos.</translation>
    </message>
    <message>
        <source>Deliveries per minute with a secret</source>
        <translation>Entregas por minuto com segredo</translation>
    </message>
    <message>
        <source>More from one gateway are refused for a while; it hands them in again later.</source>
        <translation>Mais que isso de um mesmo gateway é recusado por um tempo; ele entrega de novo depois.</translation>
    </message>
    <message>
        <source>Allowed senders</source>
        <translation>Remetentes permitidos</translation>
    </message>
    <message>
        <source>Addresses and networks that may hand in messages, one after the other. Empty allows all.</source>
        <translation>Endereços e redes que podem entregar mensagens, um depois do outro. Vazio permite todos.</translation>
    </message>
    <message>
        <source>Write addresses or networks such as 203.0.113.7 or 10.0.0.0/8, separated by commas.</source>
        <translation>Escreva endereços ou redes como 203.0.113.7 ou 10.0.0.0/8, separados por vírgulas.</translation>
    </message>
    <message>
        <source>Own public address</source>
        <translation>Endereço público próprio</translation>
    </message>
    <message>
        <source>Where gateways reach this computer if you have a domain or a proxy of your own.</source>
        <translation>Onde os gateways chegam a este computador se você tem domínio ou proxy próprio.</translation>
    </message>
    <message>
        <source>Write an address that begins with https:// or http://, without ? and #.</source>
        <translation>Escreva um endereço que comece com https:// ou http://, sem ? e #.</translation>
    </message>
    <message>
        <source>How gateways on the internet reach this computer</source>
        <translation>Como gateways na internet chegam a este computador</translation>
    </message>
    <message>
        <source>A tunnel needs no change at the router. Not needed if the gateway runs on this computer.</source>
        <translation>Um túnel dispensa mexer no roteador. Não é preciso se o gateway roda neste computador.</translation>
    </message>
    <message>
        <source>Open the public address at the start</source>
        <translation>Abrir o endereço público ao iniciar</translation>
    </message>
    <message>
        <source>Otherwise it is opened by hand on the page of the public address.</source>
        <translation>Senão, é aberto à mão na página do endereço público.</translation>
    </message>
    <message>
        <source>Reserved ngrok domain</source>
        <translation>Domínio reservado do ngrok</translation>
    </message>
    <message>
        <source>Keeps the address the same at every start. Empty takes the account&apos;s own.</source>
        <translation>Mantém o mesmo endereço a cada início. Vazio usa o da conta.</translation>
    </message>
    <message>
        <source>Write a domain such as my-shop.ngrok.app, without https://.</source>
        <translation>Escreva um domínio como minha-loja.ngrok.app, sem https://.</translation>
    </message>
    <message>
        <source>ngrok region</source>
        <translation>Região do ngrok</translation>
    </message>
    <message>
        <source>Such as sa for South America. Empty takes the nearest.</source>
        <translation>Por exemplo, sa para a América do Sul. Vazio usa a mais próxima.</translation>
    </message>
    <message>
        <source>Write a region&apos;s short name, such as sa or us.</source>
        <translation>Escreva o nome curto de uma região, como sa ou us.</translation>
    </message>
    <message>
        <source>The tunnel&apos;s program</source>
        <translation>Programa do túnel</translation>
    </message>
    <message>
        <source>Where it is on this computer. Empty looks for it.</source>
        <translation>Onde está neste computador. Vazio procura por ele.</translation>
    </message>
    <message>
        <source>Write the path of a program. It cannot begin with a hyphen.</source>
        <translation>Escreva o caminho de um programa. Não pode começar com hífen.</translation>
    </message>
    <message>
        <source>SSH server</source>
        <translation>Servidor SSH</translation>
    </message>
    <message>
        <source>User and server that forward to this computer.</source>
        <translation>Usuário e servidor que encaminham para este computador.</translation>
    </message>
    <message>
        <source>Write a server such as user@server.example.</source>
        <translation>Escreva um servidor como usuario@servidor.example.</translation>
    </message>
    <message>
        <source>SSH port</source>
        <translation>Porta SSH</translation>
    </message>
    <message>
        <source>The port of the SSH server, mostly 22.</source>
        <translation>A porta do servidor SSH, em geral 22.</translation>
    </message>
    <message>
        <source>Forwarded port</source>
        <translation>Porta encaminhada</translation>
    </message>
    <message>
        <source>The port on the server that leads to this computer. 0 lets the server choose.</source>
        <translation>A porta do servidor que leva a este computador. 0 deixa o servidor escolher.</translation>
    </message>
    <message>
        <source>Address of the SSH server&apos;s forwarding</source>
        <translation>Endereço do encaminhamento do servidor SSH</translation>
    </message>
    <message>
        <source>Which address leads to it. Empty reads it from what the server says.</source>
        <translation>O endereço que leva a ele. Vazio lê da resposta do servidor.</translation>
    </message>
    <message>
        <source>Days that useless deliveries are kept</source>
        <translation>Dias que entregas sem uso ficam guardadas</translation>
    </message>
    <message>
        <source>What a gateway handed in that was unreadable or nobody&apos;s; the oldest go first.</source>
        <translation>O que um gateway entregou ilegível ou sem dono; as mais antigas saem primeiro.</translation>
    </message>
    <message>
        <source>Room for useless deliveries, in MB</source>
        <translation>Espaço para entregas sem uso, em MB</translation>
    </message>
    <message>
        <source>Beyond this the oldest of them go earlier.</source>
        <translation>Acima disso, as mais antigas saem antes.</translation>
    </message>
    <message>
        <source>How much is logged</source>
        <translation>Quanto é registrado</translation>
    </message>
    <message>
        <source>“Everything” also writes down full phone numbers; only for finding a fault.</source>
        <translation>“Tudo” também anota números de telefone completos; só para achar um defeito.</translation>
    </message>
    <message>
        <source>As the computer</source>
        <translation>Igual ao computador</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Escuro</translation>
    </message>
    <message>
        <source>High contrast, light</source>
        <translation>Alto contraste, claro</translation>
    </message>
    <message>
        <source>High contrast, dark</source>
        <translation>Alto contraste, escuro</translation>
    </message>
    <message>
        <source>When I answer</source>
        <translation>Quando eu respondo</translation>
    </message>
    <message>
        <source>When I open the conversation</source>
        <translation>Quando eu abro a conversa</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nunca</translation>
    </message>
    <message>
        <source>No public address</source>
        <translation>Sem endereço público</translation>
    </message>
    <message>
        <source>An address of my own</source>
        <translation>Um endereço próprio</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Tudo</translation>
    </message>
    <message>
        <source>The usual</source>
        <translation>O normal</translation>
    </message>
    <message>
        <source>Problems only</source>
        <translation>Só problemas</translation>
    </message>
    <message>
        <source>After {minutes} min</source>
        <translation>Depois de {minutes} min</translation>
    </message>
    <message>
        <source>Write a number from {low} to {high}.</source>
        <translation>Escreva um número de {low} a {high}.</translation>
    </message>
    <message>
        <source>This cannot be used as it is written.</source>
        <translation>Isto não pode ser usado como está escrito.</translation>
    </message>
    <message>
        <source>Write a time such as 20:00.</source>
        <translation>Escreva um horário como 20:00.</translation>
    </message>
    <message>
        <source>Notify me of</source>
        <translation>Avisar sobre</translation>
    </message>
    <message>
        <source>Muted and ignored conversations never do, nor the one you are looking at.</source>
        <translation>Conversas silenciadas e ignoradas nunca avisam, nem a que você está olhando.</translation>
    </message>
    <message>
        <source>Hide who wrote and what</source>
        <translation>Ocultar quem escreveu e o quê</translation>
    </message>
    <message>
        <source>Notifications then only say that something came. While locked they always do.</source>
        <translation>As notificações só dizem que algo chegou. Com o Balcão bloqueado é sempre assim.</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>Horário de silêncio</translation>
    </message>
    <message>
        <source>Within them nothing pops up and nothing sounds; counts still grow.</source>
        <translation>Nele nada aparece nem toca; as contagens continuam.</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>Silêncio a partir de</translation>
    </message>
    <message>
        <source>May be later than the end: then it is through the night.</source>
        <translation>Pode ser mais tarde que o fim: então vale durante a noite.</translation>
    </message>
    <message>
        <source>Quiet until</source>
        <translation>Silêncio até</translation>
    </message>
    <message>
        <source>From this time on notifications come again.</source>
        <translation>A partir deste horário as notificações voltam.</translation>
    </message>
    <message>
        <source>Quiet on</source>
        <translation>Silêncio em</translation>
    </message>
    <message>
        <source>The days on which the quiet hours begin.</source>
        <translation>Os dias em que o horário de silêncio começa.</translation>
    </message>
    <message>
        <source>Sound for the open conversation</source>
        <translation>Som para a conversa aberta</translation>
    </message>
    <message>
        <source>A soft one, while you are looking at it.</source>
        <translation>Um som suave, enquanto você olha para ela.</translation>
    </message>
    <message>
        <source>Sound for other conversations</source>
        <translation>Som para outras conversas</translation>
    </message>
    <message>
        <source>Whenever a notification is due.</source>
        <translation>Sempre que houver notificação.</translation>
    </message>
    <message>
        <source>Sound when a number is disconnected</source>
        <translation>Som quando um número desconecta</translation>
    </message>
    <message>
        <source>Customers cannot be answered over it until it is connected again.</source>
        <translation>Não dá para responder clientes por ele até reconectar.</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>How loud these sounds are.</source>
        <translation>A altura desses sons.</translation>
    </message>
    <message>
        <source>Keep running when the window is closed</source>
        <translation>Continuar rodando quando a janela é fechada</translation>
    </message>
    <message>
        <source>Balcão goes on receiving, beside the clock. Where there is no place for it, closing quits.</source>
        <translation>O Balcão continua recebendo, ao lado do relógio. Onde não há lugar para ele, fechar encerra.</translation>
    </message>
    <message>
        <source>Start without the window</source>
        <translation>Iniciar sem a janela</translation>
    </message>
    <message>
        <source>Only the symbol beside the clock; a minimised window where there is none.</source>
        <translation>Só o símbolo ao lado do relógio; onde ele não existe, uma janela minimizada.</translation>
    </message>
    <message>
        <source>Start with the computer</source>
        <translation>Iniciar com o computador</translation>
    </message>
    <message>
        <source>Balcão opens when you log in, so that no message has to wait for it.</source>
        <translation>O Balcão abre quando você entra no computador, para nenhuma mensagem esperar por ele.</translation>
    </message>
    <message>
        <source>Open balcao:// links</source>
        <translation>Abrir links balcao://</translation>
    </message>
    <message>
        <source>Other programs can then open a conversation here. Such a link never sends anything.</source>
        <translation>Outros programas podem então abrir uma conversa aqui. Um link assim nunca envia nada.</translation>
    </message>
    <message>
        <source>Lock when nobody is here</source>
        <translation>Bloquear quando não há ninguém</translation>
    </message>
    <message>
        <source>Needs a PIN. Ctrl+L locks at once.</source>
        <translation>Precisa de um PIN. Ctrl+L bloqueia na hora.</translation>
    </message>
    <message>
        <source>All conversations</source>
        <translation>Todas as conversas</translation>
    </message>
    <message>
        <source>Only those assigned to me</source>
        <translation>Só as atribuídas a mim</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nada</translation>
    </message>
    <message>
        <source>Every day</source>
        <translation>Todos os dias</translation>
    </message>
    <message>
        <source>Monday to Friday</source>
        <translation>De segunda a sexta</translation>
    </message>
    <message>
        <source>Saturday and Sunday</source>
        <translation>Sábado e domingo</translation>
    </message>
    <message>
        <source>Never by itself</source>
        <translation>Nunca sozinho</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>This page has advanced settings only. Switch them on below the list of pages.</source>
        <translation>Esta página só tem configurações avançadas. Ative-as abaixo da lista de páginas.</translation>
    </message>
    <message>
        <source>No setting is called that. Try another word.</source>
        <translation>Nenhuma configuração tem esse nome. Tente outra palavra.</translation>
    </message>
    <message numerus="yes">
        <source>%n setting(s) back to the usual.</source>
        <translation>
            <numerusform>%n configuração voltou ao normal.</numerusform>
            <numerusform>%n configurações voltaram ao normal.</numerusform>
        </translation>
    </message>
    <message>
        <source>All of this is as usual already.</source>
        <translation>Tudo isto já está no normal.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Configurações</translation>
    </message>
    <message>
        <source>Saved. The file holds no passwords and nothing of this computer alone.</source>
        <translation>Salvo. O arquivo não contém senhas nem o que é só deste computador.</translation>
    </message>
    <message>
        <source>The file could not be written. Choose another folder.</source>
        <translation>Não foi possível gravar o arquivo. Escolha outra pasta.</translation>
    </message>
    <message>
        <source>The file could not be read.</source>
        <translation>Não foi possível ler o arquivo.</translation>
    </message>
    <message numerus="yes">
        <source>Taken over, but %n setting(s) in it cannot be used here.</source>
        <translation>
            <numerusform>Aplicado, mas %n configuração do arquivo não pode ser usada aqui.</numerusform>
            <numerusform>Aplicado, mas %n configurações do arquivo não podem ser usadas aqui.</numerusform>
        </translation>
    </message>
    <message>
        <source>The settings of the file are in use.</source>
        <translation>As configurações do arquivo estão em uso.</translation>
    </message>
    <message>
        <source>This is no file with settings of Balcão, or one of a later version.</source>
        <translation>Este não é um arquivo de configurações do Balcão, ou é de uma versão mais nova.</translation>
    </message>
    <message>
        <source>Search all settings</source>
        <translation>Buscar configurações</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <source>Show advanced</source>
        <translation>Mostrar avançadas</translation>
    </message>
    <message>
        <source>Keyboard shortcuts…</source>
        <translation>Atalhos do teclado…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Desfazer</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mais</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Put this page back to the usual</source>
        <translation>Voltar esta página ao normal</translation>
    </message>
    <message>
        <source>Put all settings back to the usual</source>
        <translation>Voltar todas as configurações ao normal</translation>
    </message>
    <message>
        <source>Save the settings to a file…</source>
        <translation>Salvar as configurações em um arquivo…</translation>
    </message>
    <message>
        <source>Take settings from a file…</source>
        <translation>Usar configurações de um arquivo…</translation>
    </message>
</context>
<context>
    <name>SharedDialog</name>
    <message>
        <source>Media, documents and links: {chat}</source>
        <translation>Mídia, documentos e links: {chat}</translation>
    </message>
</context>
<context>
    <name>SharedMedia</name>
    <message>
        <source>You</source>
        <translation>Você</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Salvar como…</translation>
    </message>
    <message>
        <source>Show in the conversation</source>
        <translation>Mostrar na conversa</translation>
    </message>
    <message>
        <source>Media</source>
        <translation>Mídia</translation>
    </message>
    <message>
        <source>No pictures or videos yet</source>
        <translation>Nenhuma foto ou vídeo ainda</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documentos</translation>
    </message>
    <message>
        <source>No documents yet</source>
        <translation>Nenhum documento ainda</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>No links yet</source>
        <translation>Nenhum link ainda</translation>
    </message>
    <message>
        <source>What comes in this conversation is gathered here.</source>
        <translation>O que chega nesta conversa fica reunido aqui.</translation>
    </message>
    <message>
        <source>Media, documents and links</source>
        <translation>Mídia, documentos e links</translation>
    </message>
</context>
<context>
    <name>SharedModel</name>
    <message>
        <source>You</source>
        <translation>Você</translation>
    </message>
    <message>
        <source>not on this computer</source>
        <translation>não está neste computador</translation>
    </message>
</context>
<context>
    <name>Snooze</name>
    <message>
        <source>In an hour</source>
        <translation>Daqui a uma hora</translation>
    </message>
    <message>
        <source>This afternoon</source>
        <translation>Hoje à tarde</translation>
    </message>
    <message>
        <source>This evening</source>
        <translation>Hoje à noite</translation>
    </message>
    <message>
        <source>Tomorrow morning</source>
        <translation>Amanhã de manhã</translation>
    </message>
    <message>
        <source>On Monday</source>
        <translation>Na segunda-feira</translation>
    </message>
    <message>
        <source>Choose date and time…</source>
        <translation>Escolher data e hora…</translation>
    </message>
    <message>
        <source>Bring back now</source>
        <translation>Trazer de volta agora</translation>
    </message>
</context>
<context>
    <name>SnoozeDialog</name>
    <message>
        <source>Snooze until</source>
        <translation>Adiar até</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Até</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>Adiar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>SnoozeNotices</name>
    <message>
        <source>You wanted to come back to {chat} now.</source>
        <translation>Você queria voltar a {chat} agora.</translation>
    </message>
    <message numerus="yes">
        <source>You wanted to come back to {chat} and %n other(s) now.</source>
        <translation>
            <numerusform>Você queria voltar a {chat} e a mais %n conversa agora.</numerusform>
            <numerusform>Você queria voltar a {chat} e a mais %n conversas agora.</numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
</context>
<context>
    <name>StarredDialog</name>
    <message>
        <source>Starred messages</source>
        <translation>Mensagens com estrela</translation>
    </message>
    <message>
        <source>Nothing here has a star yet. Put one on a message through its menu.</source>
        <translation>Nada aqui tem estrela ainda. Marque uma mensagem pelo menu dela.</translation>
    </message>
</context>
<context>
    <name>StartDialog</name>
    <message>
        <source>Start a conversation</source>
        <translation>Iniciar uma conversa</translation>
    </message>
    <message>
        <source>Number of the customer</source>
        <translation>Número do cliente</translation>
    </message>
    <message>
        <source>Speak from</source>
        <translation>Falar por</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Iniciar</translation>
    </message>
    <message>
        <source>Start without checking</source>
        <translation>Iniciar sem verificar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>No number here can send messages yet. Connect one first.</source>
        <translation>Nenhum número aqui pode enviar mensagens ainda. Conecte um primeiro.</translation>
    </message>
    <message>
        <source>With area code; country code and ninth digit as you like.</source>
        <translation>Com DDD; código do país e nono dígito são opcionais.</translation>
    </message>
    <message>
        <source>Looking whether the number is on WhatsApp…</source>
        <translation>Verificando se o número está no WhatsApp…</translation>
    </message>
    <message>
        <source>The area code is missing: write 11 98888-7777, say.</source>
        <translation>Falta o DDD: escreva, por exemplo, 11 98888-7777.</translation>
    </message>
    <message>
        <source>This is no telephone number.</source>
        <translation>Isto não é um número de telefone.</translation>
    </message>
    <message>
        <source>Nothing can be sent over this number.</source>
        <translation>Nada pode ser enviado por este número.</translation>
    </message>
</context>
<context>
    <name>States</name>
    <message>
        <source>Not connected yet</source>
        <translation>Ainda não conectado</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Conectando</translation>
    </message>
    <message>
        <source>Waiting for the QR code to be scanned</source>
        <translation>Aguardando a leitura do QR code</translation>
    </message>
    <message>
        <source>Waiting for the pairing code</source>
        <translation>Aguardando o código de pareamento</translation>
    </message>
    <message>
        <source>Waiting for the passkey</source>
        <translation>Aguardando a chave de acesso</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Conectado</translation>
    </message>
    <message>
        <source>Reconnecting</source>
        <translation>Reconectando</translation>
    </message>
    <message>
        <source>Logged out on the phone</source>
        <translation>Desconectado pelo celular</translation>
    </message>
    <message>
        <source>Banned by WhatsApp</source>
        <translation>Banido pelo WhatsApp</translation>
    </message>
    <message>
        <source>The gateway refused the key</source>
        <translation>O gateway recusou a chave</translation>
    </message>
    <message>
        <source>Settings are wrong</source>
        <translation>Configuração errada</translation>
    </message>
    <message>
        <source>The gateway cannot be reached</source>
        <translation>Gateway inacessível</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausado</translation>
    </message>
</context>
<context>
    <name>Statuses</name>
    <message>
        <source>Waiting to be sent</source>
        <translation>Aguardando envio</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Enviando</translation>
    </message>
    <message>
        <source>Not known whether it was sent</source>
        <translation>Não se sabe se foi enviada</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Enviada</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Não enviada</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Entregue</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lida</translation>
    </message>
    <message>
        <source>Played</source>
        <translation>Ouvida</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>Name of the gateway</source>
        <translation>Nome do gateway</translation>
    </message>
    <message>
        <source>Connection to the gateway</source>
        <translation>Conexão com o gateway</translation>
    </message>
    <message>
        <source>Encryption and certificate</source>
        <translation>Criptografia e certificado</translation>
    </message>
    <message>
        <source>Clocks</source>
        <translation>Relógios</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Chave</translation>
    </message>
    <message>
        <source>Brand and version</source>
        <translation>Marca e versão</translation>
    </message>
    <message>
        <source>Session with WhatsApp</source>
        <translation>Sessão com o WhatsApp</translation>
    </message>
    <message>
        <source>Webhook as wanted</source>
        <translation>Webhook como desejado</translation>
    </message>
    <message>
        <source>Public address</source>
        <translation>Endereço público</translation>
    </message>
    <message>
        <source>Round trip of a probe</source>
        <translation>Ida e volta de um teste</translation>
    </message>
    <message>
        <source>History without holes</source>
        <translation>Histórico sem lacunas</translation>
    </message>
    <message>
        <source>Stored key</source>
        <translation>Chave guardada</translation>
    </message>
    <message>
        <source>Port on this computer</source>
        <translation>Porta neste computador</translation>
    </message>
    <message>
        <source>Password store</source>
        <translation>Cofre de senhas</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Disco</translation>
    </message>
    <message>
        <source>Tunnel</source>
        <translation>Túnel</translation>
    </message>
    <message>
        <source>Background jobs</source>
        <translation>Tarefas em segundo plano</translation>
    </message>
    <message>
        <source>The tunnel&apos;s allowance</source>
        <translation>Cota do túnel</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>Entregas</translation>
    </message>
    <message>
        <source>{size} free</source>
        <translation>{size} livres</translation>
    </message>
    <message>
        <source>{taken} is taken, {used} is used</source>
        <translation>{taken} está ocupada, usa-se {used}</translation>
    </message>
    <message>
        <source>{count} running</source>
        <translation>{count} em execução</translation>
    </message>
    <message>
        <source>{used} of {limit} requests this month</source>
        <translation>{used} de {limit} requisições neste mês</translation>
    </message>
    <message>
        <source>Not in use</source>
        <translation>Não está em uso</translation>
    </message>
    <message>
        <source>Not looked at: it does not apply here, or something before it failed</source>
        <translation>Não verificado: não se aplica aqui ou algo antes falhou</translation>
    </message>
</context>
<context>
    <name>SwitchDialog</name>
    <message>
        <source>Who is at the counter?</source>
        <translation>Quem está no balcão?</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>Atendentes</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Ninguém</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Assumir</translation>
    </message>
    <message>
        <source>Agents…</source>
        <translation>Atendentes…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Wait a moment before you try again.</source>
        <translation>PIN errado muitas vezes. Espere um momento antes de tentar de novo.</translation>
    </message>
    <message>
        <source>This is not the PIN.</source>
        <translation>Não é esse o PIN.</translation>
    </message>
</context>
<context>
    <name>TemplateDialog</name>
    <message>
        <source>Send template</source>
        <translation>Enviar modelo</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Asking the gateway…</source>
        <translation>Perguntando ao gateway…</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Escolher um arquivo…</translation>
    </message>
    <message>
        <source>This is what the customer gets</source>
        <translation>É isto que o cliente recebe</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>This file cannot be used here: another kind is wanted, or it is too large.</source>
        <translation>Este arquivo não serve aqui: o modelo pede outro tipo, ou ele é grande demais.</translation>
    </message>
    <message>
        <source>This number has no approved template.</source>
        <translation>Este número não tem modelo aprovado.</translation>
    </message>
    <message>
        <source>Marketing</source>
        <translation>Marketing</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Utilidade</translation>
    </message>
    <message>
        <source>Authentication</source>
        <translation>Autenticação</translation>
    </message>
    <message>
        <source>Picture of the header</source>
        <translation>Imagem do cabeçalho</translation>
    </message>
    <message>
        <source>Video of the header</source>
        <translation>Vídeo do cabeçalho</translation>
    </message>
    <message>
        <source>Document of the header</source>
        <translation>Documento do cabeçalho</translation>
    </message>
    <message>
        <source>Header {name}</source>
        <translation>Cabeçalho {name}</translation>
    </message>
    <message>
        <source>Code of “{button}”</source>
        <translation>Código de “{button}”</translation>
    </message>
    <message>
        <source>Address of “{button}”</source>
        <translation>Endereço de “{button}”</translation>
    </message>
    <message>
        <source>Field {name}</source>
        <translation>Campo {name}</translation>
    </message>
</context>
<context>
    <name>TextDialog</name>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Messages between {from_time} and {to_time} may be missing</source>
        <translation>Podem faltar mensagens entre {from_time} e {to_time}</translation>
    </message>
    <message>
        <source>Unread messages</source>
        <translation>Mensagens não lidas</translation>
    </message>
    <message>
        <source>Answer to: {text}</source>
        <translation>Resposta a: {text}</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>editada</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>com estrela</translation>
    </message>
    <message>
        <source>Reactions: {emoji}</source>
        <translation>Reações: {emoji}</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Você</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Cliente</translation>
    </message>
    <message>
        <source>Original message</source>
        <translation>Mensagem original</translation>
    </message>
    <message>
        <source>Go to the quoted message</source>
        <translation>Ir para a mensagem citada</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Tocar ou pausar</translation>
    </message>
    <message>
        <source>Another speed</source>
        <translation>Outra velocidade</translation>
    </message>
    <message>
        <source>Read more</source>
        <translation>Ler mais</translation>
    </message>
    <message>
        <source>Chat with {name}</source>
        <translation>Conversar com {name}</translation>
    </message>
    <message>
        <source>Save {name}</source>
        <translation>Salvar {name}</translation>
    </message>
    <message>
        <source>Who voted</source>
        <translation>Quem votou</translation>
    </message>
    <message>
        <source>Open the group invitation</source>
        <translation>Abrir o convite do grupo</translation>
    </message>
    <message>
        <source>Write to {address}</source>
        <translation>Escrever para {address}</translation>
    </message>
    <message>
        <source>Open {address}</source>
        <translation>Abrir {address}</translation>
    </message>
    <message>
        <source>Forwarded</source>
        <translation>Encaminhada</translation>
    </message>
    <message>
        <source>Forwarded many times</source>
        <translation>Encaminhada muitas vezes</translation>
    </message>
    <message>
        <source>Message deleted</source>
        <translation>Mensagem apagada</translation>
    </message>
    <message>
        <source>Empty message</source>
        <translation>Mensagem vazia</translation>
    </message>
    <message>
        <source>Resend</source>
        <translation>Reenviar</translation>
    </message>
    <message>
        <source>Not known whether this was sent</source>
        <translation>Não se sabe se isto foi enviado</translation>
    </message>
    <message>
        <source>It was sent</source>
        <translation>Foi enviada</translation>
    </message>
    <message>
        <source>To be seen once</source>
        <translation>Visualização única</translation>
    </message>
    <message>
        <source>To be seen once: open it on the phone</source>
        <translation>Visualização única: abra no celular</translation>
    </message>
    <message>
        <source>Advertisement</source>
        <translation>Anúncio</translation>
    </message>
    <message>
        <source>Came from an advertisement</source>
        <translation>Veio de um anúncio</translation>
    </message>
    <message>
        <source>Show what came</source>
        <translation>Mostrar o que chegou</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>e mais {count}</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Grupo</translation>
    </message>
    <message>
        <source>Group invitation</source>
        <translation>Convite para grupo</translation>
    </message>
    <message>
        <source>Chosen from a list or button</source>
        <translation>Escolhido em uma lista ou botão</translation>
    </message>
    <message>
        <source>Open in maps</source>
        <translation>Abrir no mapa</translation>
    </message>
    <message>
        <source>Save contact</source>
        <translation>Salvar contato</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Conversar</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Contato</translation>
    </message>
    <message>
        <source>One or more options</source>
        <translation>Uma ou mais opções</translation>
    </message>
    <message>
        <source>One option</source>
        <translation>Uma opção</translation>
    </message>
    <message>
        <source>Votes: {count}</source>
        <translation>Votos: {count}</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
</context>
<context>
    <name>TimelinePanel</name>
    <message>
        <source>Too late to stop it: the gateway may have it already.</source>
        <translation>Tarde demais para parar: o gateway talvez já tenha recebido.</translation>
    </message>
    <message>
        <source>Whole message</source>
        <translation>Mensagem completa</translation>
    </message>
    <message>
        <source>This number is no longer connected here.</source>
        <translation>Este número não está mais conectado aqui.</translation>
    </message>
    <message>
        <source>Messages can only be received over this number.</source>
        <translation>Por este número só é possível receber mensagens.</translation>
    </message>
    <message>
        <source>WhatsApp has banned this number; nothing can be sent.</source>
        <translation>O WhatsApp baniu este número; nada pode ser enviado.</translation>
    </message>
    <message>
        <source>The number is not connected. What you write is sent when it is.</source>
        <translation>O número não está conectado. O que você escrever será enviado quando estiver.</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Mensagens</translation>
    </message>
    <message>
        <source>Nothing has been written here yet.</source>
        <translation>Ainda não há mensagens aqui.</translation>
    </message>
    <message>
        <source>Choose a conversation</source>
        <translation>Escolha uma conversa</translation>
    </message>
    <message>
        <source>Pick one on the left, or press Alt+Down to go to the first.</source>
        <translation>Escolha uma à esquerda ou pressione Alt+Seta para baixo para abrir a primeira.</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message numerus="yes">
        <source>%n unread message(s)</source>
        <translation>
            <numerusform>%n mensagem não lida</numerusform>
            <numerusform>%n mensagens não lidas</numerusform>
        </translation>
    </message>
    <message>
        <source>A number is in trouble</source>
        <translation>Um número está com problema</translation>
    </message>
    <message>
        <source>A number is paused</source>
        <translation>Um número está pausado</translation>
    </message>
    <message>
        <source>Notifications are paused</source>
        <translation>As notificações estão pausadas</translation>
    </message>
    <message>
        <source>Open Balcão</source>
        <translation>Abrir o Balcão</translation>
    </message>
    <message>
        <source>Notify again</source>
        <translation>Voltar a notificar</translation>
    </message>
    <message>
        <source>Pause notifications for 1 hour</source>
        <translation>Pausar notificações por 1 hora</translation>
    </message>
    <message>
        <source>Pause notifications until tomorrow</source>
        <translation>Pausar notificações até amanhã</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Bloquear</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Sair</translation>
    </message>
</context>
<context>
    <name>TunnelForm</name>
    <message>
        <source>kept in the password store; type to replace it</source>
        <translation>guardado no cofre de senhas; digite para trocar</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Salvo.</translation>
    </message>
    <message>
        <source>This cannot be used as it is written. Check the address and the token.</source>
        <translation>Não pode ser usado como está escrito. Confira o endereço e o token.</translation>
    </message>
    <message>
        <source>The tunnel&apos;s program</source>
        <translation>O programa do túnel</translation>
    </message>
    <message>
        <source>Updating the agent…</source>
        <translation>Atualizando o agente…</translation>
    </message>
    <message>
        <source>The agent is up to date. {words}</source>
        <translation>O agente está atualizado. {words}</translation>
    </message>
    <message>
        <source>The agent could not be updated. Check the internet connection, or install it by hand.</source>
        <translation>Não foi possível atualizar o agente. Verifique a internet ou instale-o manualmente.</translation>
    </message>
    <message>
        <source>No public address</source>
        <translation>Sem endereço público</translation>
    </message>
    <message>
        <source>Fetching the tunnel&apos;s program…</source>
        <translation>Baixando o programa do túnel…</translation>
    </message>
    <message>
        <source>Opening the tunnel…</source>
        <translation>Abrindo o túnel…</translation>
    </message>
    <message>
        <source>Reachable</source>
        <translation>Acessível</translation>
    </message>
    <message>
        <source>The tunnel broke; opening it again…</source>
        <translation>O túnel caiu; abrindo de novo…</translation>
    </message>
    <message>
        <source>The tunnel does not work</source>
        <translation>O túnel não funciona</translation>
    </message>
    <message numerus="yes">
        <source>Next try in %n second(s).</source>
        <translation>
            <numerusform>Próxima tentativa em %n segundo.</numerusform>
            <numerusform>Próxima tentativa em %n segundos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Its own words: {words}</source>
        <translation>Nas palavras dele: {words}</translation>
    </message>
    <message>
        <source>{used} of {limit} requests this month.</source>
        <translation>{used} de {limit} requisições neste mês.</translation>
    </message>
    <message>
        <source>At this pace they end on {day}.</source>
        <translation>Neste ritmo acabam em {day}.</translation>
    </message>
    <message>
        <source>Fewer events in the webhook settings, or a gateway&apos;s WebSocket, make them last.</source>
        <translation>Menos eventos nas configurações do webhook, ou o WebSocket do gateway, fazem durar mais.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Nenhum</translation>
    </message>
    <message>
        <source>ngrok (account needed)</source>
        <translation>ngrok (precisa de conta)</translation>
    </message>
    <message>
        <source>Cloudflare quick tunnel</source>
        <translation>Túnel rápido da Cloudflare</translation>
    </message>
    <message>
        <source>My own domain or reverse proxy</source>
        <translation>Meu domínio ou proxy reverso</translation>
    </message>
    <message>
        <source>SSH (localhost.run, own server)</source>
        <translation>SSH (localhost.run, próprio)</translation>
    </message>
    <message>
        <source>The nearest one</source>
        <translation>A mais próxima</translation>
    </message>
    <message>
        <source>United States</source>
        <translation>Estados Unidos</translation>
    </message>
    <message>
        <source>Europe</source>
        <translation>Europa</translation>
    </message>
    <message>
        <source>South America (São Paulo)</source>
        <translation>América do Sul (São Paulo)</translation>
    </message>
    <message>
        <source>Asia and Pacific</source>
        <translation>Ásia e Pacífico</translation>
    </message>
    <message>
        <source>Australia</source>
        <translation>Austrália</translation>
    </message>
    <message>
        <source>India</source>
        <translation>Índia</translation>
    </message>
    <message>
        <source>Japan</source>
        <translation>Japão</translation>
    </message>
    <message>
        <source>empty: a random one</source>
        <translation>vazio: um aleatório</translation>
    </message>
    <message>
        <source>empty: what the server says</source>
        <translation>vazio: o que o servidor informar</translation>
    </message>
    <message>
        <source>any free one</source>
        <translation>qualquer uma livre</translation>
    </message>
    <message>
        <source>empty: found by itself</source>
        <translation>vazio: encontrado sozinho</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Escolher…</translation>
    </message>
    <message>
        <source>Open it when Balcão starts</source>
        <translation>Abrir quando o Balcão iniciar</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salvar</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Iniciar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>Update the agent</source>
        <translation>Atualizar o agente</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Meio</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Endereço</translation>
    </message>
    <message>
        <source>Authtoken</source>
        <translation>Authtoken</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>Domínio</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Região</translation>
    </message>
    <message>
        <source>SSH server</source>
        <translation>Servidor SSH</translation>
    </message>
    <message>
        <source>SSH port</source>
        <translation>Porta SSH</translation>
    </message>
    <message>
        <source>Port on the server</source>
        <translation>Porta no servidor</translation>
    </message>
    <message>
        <source>Address it gives</source>
        <translation>Endereço que ele dá</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programa</translation>
    </message>
    <message>
        <source>Choose the tunnel&apos;s program</source>
        <translation>Escolher o programa do túnel</translation>
    </message>
</context>
<context>
    <name>TwinsDialog</name>
    <message>
        <source>Likely duplicates</source>
        <translation>Prováveis duplicados</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Procurando…</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Juntar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message numerus="yes">
        <source>%n pair(s) with one number or one name</source>
        <translation>
            <numerusform>%n par com o mesmo número ou nome</numerusform>
            <numerusform>%n pares com o mesmo número ou nome</numerusform>
        </translation>
    </message>
    <message>
        <source>No duplicates found.</source>
        <translation>Nenhum duplicado encontrado.</translation>
    </message>
</context>
<context>
    <name>UndoStrip</name>
    <message>
        <source>Undo</source>
        <translation>Desfazer</translation>
    </message>
</context>
<context>
    <name>ViewsDialog</name>
    <message>
        <source>Save this view</source>
        <translation>Salvar esta visão</translation>
    </message>
    <message>
        <source>Saved views</source>
        <translation>Visões salvas</translation>
    </message>
    <message>
        <source>Give what the list shows now a name, to come back to it in one step.</source>
        <translation>Dê um nome ao que a lista mostra agora para voltar a ele com um clique.</translation>
    </message>
    <message>
        <source>Choose a view to rename it, move it or delete it.</source>
        <translation>Escolha uma visão para renomear, mover ou excluir.</translation>
    </message>
    <message>
        <source>Name of the view</source>
        <translation>Nome da visão</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Desfazer</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Salvar</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renomear</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Para cima</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Para baixo</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Excluir</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>“{view}” is saved. It is in the menu beside the filters, under Saved views.</source>
        <translation>“{view}” foi salva. Está no menu ao lado dos filtros, em Visões salvas.</translation>
    </message>
    <message>
        <source>{view} is deleted.</source>
        <translation>{view} foi excluída.</translation>
    </message>
    <message>
        <source>There is a view of this name already.</source>
        <translation>Já existe uma visão com esse nome.</translation>
    </message>
</context>
<context>
    <name>VoiceBar</name>
    <message>
        <source>The microphone cannot be used.</source>
        <translation>O microfone não pode ser usado.</translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation>Mensagem de voz</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>No microphone was found. Connect one and try again.</source>
        <translation>Nenhum microfone encontrado. Conecte um e tente de novo.</translation>
    </message>
    <message>
        <source>The recording could not be written. Is the disk full? Record it again.</source>
        <translation>Não foi possível gravar o arquivo. O disco está cheio? Grave de novo.</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Espaço</translation>
    </message>
    <message>
        <source>Go on recording</source>
        <translation>Continuar gravando</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>Ouvir</translation>
    </message>
    <message>
        <source>Stop listening</source>
        <translation>Parar de ouvir</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Desfazer</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>The recording was discarded.</source>
        <translation>A gravação foi descartada.</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Em pausa</translation>
    </message>
</context>
<context>
    <name>WebhookEditor</name>
    <message>
        <source>Choose at least one event.</source>
        <translation>Escolha pelo menos um evento.</translation>
    </message>
    <message>
        <source>Write each header as Name: value, one to a line.</source>
        <translation>Escreva cada cabeçalho como Nome: valor, um por linha.</translation>
    </message>
    <message>
        <source>Writing and reading back…</source>
        <translation>Gravando e conferindo…</translation>
    </message>
    <message>
        <source>Written, and read back as wanted.</source>
        <translation>Gravado e conferido: está como desejado.</translation>
    </message>
    <message>
        <source>A probe is on its way…</source>
        <translation>Um teste está a caminho…</translation>
    </message>
    <message>
        <source>The probe came back after {ms} ms.</source>
        <translation>O teste voltou em {ms} ms.</translation>
    </message>
    <message>
        <source>The probe did not come back: the address does not lead to this computer just now.</source>
        <translation>O teste não voltou: o endereço não leva a este computador agora.</translation>
    </message>
    <message>
        <source>The gateway is told the new one at once.</source>
        <translation>O gateway recebe o novo na hora.</translation>
    </message>
    <message>
        <source>Paste the new one at the gateway afterwards: until then nothing arrives.</source>
        <translation>Depois cole o novo no gateway: até lá nada chega.</translation>
    </message>
    <message>
        <source>Make a new address?</source>
        <translation>Gerar um novo endereço?</translation>
    </message>
    <message>
        <source>The present one stops working. {more}</source>
        <translation>O atual deixa de funcionar. {more}</translation>
    </message>
    <message>
        <source>Make a new address</source>
        <translation>Gerar novo endereço</translation>
    </message>
    <message>
        <source>The address is new.</source>
        <translation>O endereço é novo.</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Copiado.</translation>
    </message>
    <message>
        <source>The gateway kept something else than what was written; compare above.</source>
        <translation>O gateway guardou algo diferente do que foi gravado; compare acima.</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Ainda não conhecido</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Ocultar</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Reading the gateway&apos;s webhook…</source>
        <translation>Lendo o webhook do gateway…</translation>
    </message>
    <message>
        <source>Compared at {time}; again every few seconds while it runs.</source>
        <translation>Comparado às {time}; de novo a cada poucos segundos enquanto ele roda.</translation>
    </message>
    <message>
        <source>It has no public address yet. Set up a tunnel or your own domain; until then messages come another way where the gateway has one.</source>
        <translation>Ainda não há endereço público. Configure um túnel ou domínio próprio; até lá as mensagens chegam por outro meio, se o gateway tiver um.</translation>
    </message>
    <message>
        <source>The gateway cannot reach this computer by a webhook.</source>
        <translation>O gateway não alcança este computador por webhook.</translation>
    </message>
    <message>
        <source>This gateway&apos;s webhook is set by hand.</source>
        <translation>O webhook deste gateway é configurado à mão.</translation>
    </message>
    <message>
        <source>Others on this gateway, left alone: {list}</source>
        <translation>Outros neste gateway, deixados como estão: {list}</translation>
    </message>
    <message>
        <source>This gateway does not tell what is set.</source>
        <translation>Este gateway não informa o que está configurado.</translation>
    </message>
    <message>
        <source>No webhook is set on the gateway.</source>
        <translation>Nenhum webhook está configurado no gateway.</translation>
    </message>
    <message>
        <source>address</source>
        <translation>endereço</translation>
    </message>
    <message>
        <source>events</source>
        <translation>eventos</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>desligado</translation>
    </message>
    <message>
        <source>paths by event</source>
        <translation>caminhos por evento</translation>
    </message>
    <message>
        <source>files in the body</source>
        <translation>arquivos no corpo</translation>
    </message>
    <message>
        <source>Somebody changed it on the gateway: {what}</source>
        <translation>Alguém mudou no gateway: {what}</translation>
    </message>
    <message>
        <source>The gateway has it as wanted.</source>
        <translation>O gateway está como desejado.</translation>
    </message>
    <message>
        <source>Balcão puts it right by itself within seconds; Apply does it at once.</source>
        <translation>O Balcão corrige sozinho em segundos; Aplicar faz isso na hora.</translation>
    </message>
    <message>
        <source>Back to the number</source>
        <translation>Voltar ao número</translation>
    </message>
    <message>
        <source>Webhook of {number}</source>
        <translation>Webhook de {number}</translation>
    </message>
    <message>
        <source>Where the gateway posts to (a secret)</source>
        <translation>Para onde o gateway envia (é secreto)</translation>
    </message>
    <message>
        <source>Copy the webhook address</source>
        <translation>Copiar o endereço do webhook</translation>
    </message>
    <message>
        <source>New address</source>
        <translation>Novo endereço</translation>
    </message>
    <message>
        <source>Paste this at the gateway. It holds a secret: show it to nobody else.</source>
        <translation>Cole isto no gateway. Contém um segredo: não mostre a mais ninguém.</translation>
    </message>
    <message>
        <source>Text to paste at the gateway</source>
        <translation>Texto para colar no gateway</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Aplicar</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testar</translation>
    </message>
    <message>
        <source>Compare now</source>
        <translation>Comparar agora</translation>
    </message>
    <message>
        <source>Set up a public address</source>
        <translation>Configurar um endereço público</translation>
    </message>
    <message>
        <source>Recent deliveries</source>
        <translation>Entregas recentes</translation>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source>No phone is linked to this number yet. Ask for a QR code and scan it.</source>
        <translation>Nenhum celular está conectado a este número. Peça um QR code e leia-o.</translation>
    </message>
    <message>
        <source>The gateway is opening the session. This takes a few seconds.</source>
        <translation>O gateway está abrindo a sessão. Leva alguns segundos.</translation>
    </message>
    <message>
        <source>Scan the code with the phone that has this number.</source>
        <translation>Leia o código com o celular que tem este número.</translation>
    </message>
    <message>
        <source>Type the code on the phone that has this number.</source>
        <translation>Digite o código no celular que tem este número.</translation>
    </message>
    <message>
        <source>WhatsApp asks for the passkey that guards this account. Go on with it here, step by step, or on the gateway&apos;s own pages.</source>
        <translation>O WhatsApp pede a chave de acesso (passkey) que protege esta conta. Continue por aqui, passo a passo, ou nas páginas do próprio gateway.</translation>
    </message>
    <message>
        <source>Messages arrive and can be answered.</source>
        <translation>As mensagens chegam e podem ser respondidas.</translation>
    </message>
    <message>
        <source>The gateway lost its connection to WhatsApp and tries again by itself.</source>
        <translation>O gateway perdeu a conexão com o WhatsApp e tenta de novo sozinho.</translation>
    </message>
    <message>
        <source>The link was ended on the phone or by WhatsApp. Scan a new code to go on; conversations stay.</source>
        <translation>A conexão foi encerrada no celular ou pelo WhatsApp. Leia um novo código para continuar; as conversas ficam.</translation>
    </message>
    <message>
        <source>WhatsApp does not let this number in. Open WhatsApp on the phone: it says why and how to ask for a review.</source>
        <translation>O WhatsApp não deixa este número entrar. Abra o WhatsApp no celular: ele diz o motivo e como pedir uma revisão.</translation>
    </message>
    <message>
        <source>The gateway does not accept the key. Copy it anew from the gateway and enter it.</source>
        <translation>O gateway não aceita a chave. Copie-a de novo do gateway e informe-a.</translation>
    </message>
    <message>
        <source>The gateway refuses something. Look at its address, its brand and the webhook.</source>
        <translation>O gateway recusa algo. Confira o endereço, a marca e o webhook.</translation>
    </message>
    <message>
        <source>Nothing answers at the gateway&apos;s address. Check that it runs and that this computer is on the internet.</source>
        <translation>Nada responde no endereço do gateway. Confira se ele está no ar e se este computador está na internet.</translation>
    </message>
    <message>
        <source>Nothing is sent until you go on. What customers write is still kept.</source>
        <translation>Nada é enviado até você continuar. O que os clientes escrevem continua sendo guardado.</translation>
    </message>
    <message>
        <source>Nobody scanned in time, so the gateway stopped making codes. Ask for a new one.</source>
        <translation>Ninguém leu a tempo, e o gateway parou de gerar códigos. Peça um novo.</translation>
    </message>
    <message>
        <source>The instance was deleted on the gateway. Reconnect makes it anew; conversations stay here.</source>
        <translation>A instância foi apagada no gateway. Reconectar a cria de novo; as conversas ficam aqui.</translation>
    </message>
    <message>
        <source>The phone was unlinked. Scan a new code to go on; conversations stay.</source>
        <translation>O celular foi desconectado. Leia um novo código para continuar; as conversas ficam.</translation>
    </message>
    <message>
        <source>The session failed, or nobody scanned in time. Ask for a new code.</source>
        <translation>A sessão falhou ou ninguém leu a tempo. Peça um novo código.</translation>
    </message>
    <message>
        <source>The session was stopped on the gateway. Restart it here.</source>
        <translation>A sessão foi parada no gateway. Reinicie-a aqui.</translation>
    </message>
    <message>
        <source>The link was removed on the phone, under Linked devices. Scan a new code to go on.</source>
        <translation>A conexão foi removida no celular, em Dispositivos conectados. Leia um novo código para continuar.</translation>
    </message>
    <message>
        <source>WhatsApp has blocked this number for a while. Open WhatsApp on the phone to see until when.</source>
        <translation>O WhatsApp bloqueou este número por um tempo. Abra o WhatsApp no celular para ver até quando.</translation>
    </message>
    <message>
        <source>WhatsApp has banned this number. Open WhatsApp on the phone to ask for a review.</source>
        <translation>O WhatsApp baniu este número. Abra o WhatsApp no celular para pedir uma revisão.</translation>
    </message>
    <message>
        <source>WhatsApp no longer accepts this link. Scan a new code to go on.</source>
        <translation>O WhatsApp não aceita mais esta conexão. Leia um novo código para continuar.</translation>
    </message>
    <message>
        <source>WhatsApp did not answer the gateway in time. It tries again by itself.</source>
        <translation>O WhatsApp não respondeu ao gateway a tempo. Ele tenta de novo sozinho.</translation>
    </message>
    <message>
        <source>The phone&apos;s WhatsApp is too old for linked devices. Update it and scan again.</source>
        <translation>O WhatsApp do celular é antigo demais para dispositivos conectados. Atualize-o e leia de novo.</translation>
    </message>
    <message>
        <source>The gateway&apos;s connection to WhatsApp was cut. It tries again by itself.</source>
        <translation>A conexão do gateway com o WhatsApp foi cortada. Ele tenta de novo sozinho.</translation>
    </message>
    <message>
        <source>Another program uses the same link. Stop it there, or log out and scan a new code.</source>
        <translation>Outro programa usa a mesma conexão. Pare-o lá, ou desconecte e leia um novo código.</translation>
    </message>
    <message>
        <source>WhatsApp lets this number write to no new contacts for some hours. Answers still go out.</source>
        <translation>O WhatsApp não deixa este número escrever a contatos novos por algumas horas. As respostas continuam saindo.</translation>
    </message>
    <message>
        <source>The stored session is broken. Log out and scan a new code.</source>
        <translation>A sessão guardada está corrompida. Desconecte e leia um novo código.</translation>
    </message>
    <message>
        <source>WhatsApp is not available just now. The gateway tries again by itself.</source>
        <translation>O WhatsApp não está disponível agora. O gateway tenta de novo sozinho.</translation>
    </message>
    <message>
        <source>WhatsApp asked the gateway to connect anew. This takes a few seconds.</source>
        <translation>O WhatsApp pediu ao gateway que conecte de novo. Leva alguns segundos.</translation>
    </message>
    <message>
        <source>The gateway&apos;s certificate cannot be trusted: it is expired, made by itself, or this computer&apos;s clock is wrong.</source>
        <translation>O certificado do gateway não é confiável: está vencido, foi feito por ele mesmo, ou o relógio deste computador está errado.</translation>
    </message>
    <message>
        <source>Another kind of program answers at this address. Check the address.</source>
        <translation>Outro tipo de programa responde neste endereço. Confira o endereço.</translation>
    </message>
    <message>
        <source>The gateway asks for fewer requests. It goes on by itself in a moment.</source>
        <translation>O gateway pede menos requisições. Continua sozinho em instantes.</translation>
    </message>
    <message>
        <source>The system&apos;s password store is locked. Unlock it and press Reconnect, or enter the key again under More.</source>
        <translation>O cofre de senhas do sistema está trancado. Destranque-o e clique em Reconectar, ou informe a chave de novo em Mais.</translation>
    </message>
    <message>
        <source>The gateway has no code to give after a minute. Restart the session; if it stays so, the gateway has to be updated or started anew.</source>
        <translation>Depois de um minuto o gateway não tem código a dar. Reinicie a sessão; se continuar assim, o gateway precisa ser atualizado ou reiniciado.</translation>
    </message>
    <message>
        <source>Several codes have gone by. If the phone says that it cannot link, update WhatsApp there, or link with a code by phone number.</source>
        <translation>Vários códigos já passaram. Se o celular diz que não consegue conectar, atualize o WhatsApp nele ou conecte com um código por número de telefone.</translation>
    </message>
    <message>
        <source>Twenty codes have gone by without a scan. Wait some minutes before you ask for more: WhatsApp may lock linking.</source>
        <translation>Vinte códigos passaram sem leitura. Espere alguns minutos antes de pedir mais: o WhatsApp pode bloquear a conexão.</translation>
    </message>
    <message>
        <source>The gateway keeps another webhook than was set. Open the webhook settings.</source>
        <translation>O gateway guarda um webhook diferente do que foi configurado. Abra as configurações do webhook.</translation>
    </message>
    <message>
        <source>The gateway&apos;s address does not exist. Check the spelling.</source>
        <translation>O endereço do gateway não existe. Confira a grafia.</translation>
    </message>
</context>
<context>
    <name>WishForm</name>
    <message>
        <source>What the gateway tells us</source>
        <translation>O que o gateway nos avisa</translation>
    </message>
    <message>
        <source>The usual choice</source>
        <translation>A escolha habitual</translation>
    </message>
    <message>
        <source>A path of its own for each event</source>
        <translation>Um caminho próprio para cada evento</translation>
    </message>
    <message>
        <source>Send files in the body (large; Balcão fetches them by itself otherwise)</source>
        <translation>Enviar arquivos no corpo (pesado; sem isso o Balcão os busca sozinho)</translation>
    </message>
    <message>
        <source>Sign what is posted, with a key that Balcão makes and checks</source>
        <translation>Assinar o que é enviado, com uma chave que o Balcão cria e confere</translation>
    </message>
    <message>
        <source>Headers to send along (Name: value, one to a line)</source>
        <translation>Cabeçalhos a enviar junto (Nome: valor, um por linha)</translation>
    </message>
    <message>
        <source>Headers to send along</source>
        <translation>Cabeçalhos a enviar junto</translation>
    </message>
    <message>
        <source>Tries if we do not answer</source>
        <translation>Tentativas se não respondermos</translation>
    </message>
    <message>
        <source>Seconds between tries</source>
        <translation>Segundos entre tentativas</translation>
    </message>
</context>
<context>
    <name>Wishes</name>
    <message>
        <source>What came</source>
        <translation>O que chegou</translation>
    </message>
    <message>
        <source>Earlier versions</source>
        <translation>Versões anteriores</translation>
    </message>
    <message>
        <source>Stop downloading</source>
        <translation>Parar de baixar</translation>
    </message>
    <message>
        <source>Download again</source>
        <translation>Baixar de novo</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ver</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Salvar como…</translation>
    </message>
    <message>
        <source>Save to downloads and show</source>
        <translation>Salvar em downloads e mostrar</translation>
    </message>
    <message>
        <source>Save {name} as a file…</source>
        <translation>Salvar {name} em arquivo…</translation>
    </message>
    <message>
        <source>contact</source>
        <translation>contato</translation>
    </message>
    <message>
        <source>Who reacted</source>
        <translation>Quem reagiu</translation>
    </message>
    <message>
        <source>Show what came</source>
        <translation>Mostrar o que chegou</translation>
    </message>
    <message>
        <source>Saved as {name}</source>
        <translation>Salvo como {name}</translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation>Alguém</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Cliente</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Você</translation>
    </message>
</context>
<context>
    <name>WorkBox</name>
    <message>
        <source>With {agent}</source>
        <translation>Com {agent}</translation>
    </message>
    <message>
        <source>With nobody</source>
        <translation>Sem atendente</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Reabrir</translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation>Resolver</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>Adiar</translation>
    </message>
    <message>
        <source>Assign…</source>
        <translation>Atribuir…</translation>
    </message>
    <message>
        <source>Labels…</source>
        <translation>Etiquetas…</translation>
    </message>
    <message>
        <source>Snoozed until {moment}</source>
        <translation>Adiada até {moment}</translation>
    </message>
    <message>
        <source>Resolved</source>
        <translation>Resolvida</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Arquivada</translation>
    </message>
    <message>
        <source>Waiting for our answer</source>
        <translation>Aguardando nossa resposta</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Aberta</translation>
    </message>
</context>
</TS>
