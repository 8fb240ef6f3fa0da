<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="pt_BR" sourcelanguage="en_US">
<context>
    <name>Announcements</name>
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
        <translation>Alguns ajustes não puderam ser lidos; os valores habituais são usados no lugar.</translation>
    </message>
    <message>
        <source>Show the report</source>
        <translation>Mostrar o relatório</translation>
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
    <name>ChatListModel</name>
    <message numerus="yes">
        <source>%n unread message(s)</source>
        <translation>
            <numerusform>%n mensagem não lida</numerusform>
            <numerusform>%n mensagens não lidas</numerusform>
        </translation>
    </message>
    <message>
        <source>Draft: {text}</source>
        <translation>Rascunho: {text}</translation>
    </message>
    <message>
        <source>You: {text}</source>
        <translation>Você: {text}</translation>
    </message>
</context>
<context>
    <name>ChatListPanel</name>
    <message>
        <source>Conversations</source>
        <translation>Conversas</translation>
    </message>
    <message>
        <source>No conversations yet</source>
        <translation>Nenhuma conversa ainda</translation>
    </message>
    <message>
        <source>They appear here as soon as a customer writes.</source>
        <translation>Elas aparecem aqui assim que um cliente escrever.</translation>
    </message>
</context>
<context>
    <name>CheckList</name>
    <message>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Checks</name>
    <message>
        <source>Enter another key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart the session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Webhook settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up a public address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preparing the session on the gateway…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session is ready on the gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding out the address to paste…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address to paste at the gateway is ready, see below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choosing how messages come in…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages come over the gateway&apos;s WebSocket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway cannot reach this computer: it needs a public address, by a tunnel or your own domain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setting the webhook…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The webhook is set; testing the way in…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The webhook is set, but a test through its address did not come back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The webhook is set and read back; a test took {ms} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The phone is linked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link the phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first message arrived</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send “hello” to this number from another phone: it pops up here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First message</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished">Este campo é necessário</translation>
    </message>
    <message>
        <source>Asking the gateway…</source>
        <translation>Perguntando ao gateway…</translation>
    </message>
    <message>
        <source>This is {gateway}. It needs a little more:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This instance is connected here already. Choose another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter another key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is kept in the system&apos;s password store.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save and try</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Feito</translation>
    </message>
    <message>
        <source>Go on later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished">Conectar</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Move {number} to another gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect a number</source>
        <translation type="unfinished">Conectar um número</translation>
    </message>
    <message>
        <source>Its conversations and waiting answers stay. The phone has to be linked to the new gateway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tell Balcão where your gateway is and its key. It finds out the rest by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation type="unfinished">Gateway</translation>
    </message>
    <message>
        <source>Find out by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of the gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name or id of the instance there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Admin token</source>
        <translation type="unfinished">Token de administrador</translation>
    </message>
    <message>
        <source>App secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verify token (make one up)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Business account id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secret of the webhook&apos;s signature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for example: shop</source>
        <translation type="unfinished">por exemplo: loja</translation>
    </message>
    <message>
        <source>answered in {ms} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which number?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new instance will be made on the gateway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste this at the gateway. It holds a secret: show it to nobody else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text to paste at the gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Use what is in the clipboard: {address} and the key {key}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the address in the clipboard: {address}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the key in the clipboard: {key}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This server answers without a key: whoever finds it can read everything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This server still has the key from its documentation. Change it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This edition has limits: one session, no files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This key may not list the sessions; enter the name of yours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the LITE plan: some kinds of messages are missing.</source>
        <translation type="unfinished"></translation>
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
    <name>InstanceDetail</name>
    <message>
        <source>since {moment}</source>
        <translation>desde {moment}</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Ainda não conhecido</translation>
    </message>
    <message>
        <source>The gateway says: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Webhook address (a secret)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the webhook address</source>
        <translation>Copiar o endereço do webhook</translation>
    </message>
    <message>
        <source>Enter another key</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Webhook…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diagnose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mais</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restart the session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the gateway&apos;s own pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter another key…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to another gateway…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent deliveries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlink the phone…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Green</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Violet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pink</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Orange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Next try in %n second(s).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Last heard of at {moment}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has arrived yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished">Mostrar</translation>
    </message>
    <message>
        <source>Hide the webhook address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the webhook address</source>
        <translation type="unfinished"></translation>
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
    <message>
        <source>Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you and your colleagues call this number. Nothing changes on the gateway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter another key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key of {gateway} at {address}. It is kept in the system&apos;s password store.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save and try</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlink {number}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages stop until a code is scanned again. The conversations stay here, and on the gateway the instance stays, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlink the phone</source>
        <translation type="unfinished"></translation>
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
    <name>LargeQr</name>
    <message>
        <source>QR code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QR code to scan with the phone</source>
        <translation type="unfinished">QR code para ler com o celular</translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fechar</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Position</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This link may not lead where it seems to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open this link?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Appearance</source>
        <translation>Aparência</translation>
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
        <source>Language</source>
        <translation>Idioma</translation>
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
        <source>Quit</source>
        <translation>Sair</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Conversas</translation>
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
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>Connect a number</source>
        <translation>Conectar um número</translation>
    </message>
    <message>
        <source>Welcome to Balcão</source>
        <translation>Boas-vindas ao Balcão</translation>
    </message>
    <message>
        <source>Answer your customers&apos; WhatsApp messages from this computer. Connect the gateway you already use, or look around in the demo first: it needs nothing and can be left without a trace.</source>
        <translation>Responda às mensagens de WhatsApp dos seus clientes neste computador. Conecte o gateway que você já usa ou conheça antes a demonstração: ela não precisa de nada e pode ser encerrada sem deixar rastros.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>{number}: {state}</source>
        <translation>{number}: {state}</translation>
    </message>
</context>
<context>
    <name>Media</name>
    <message>
        <source>This file is not opened from here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is of a kind that can harm a computer, or is not what its name says. Save it only if you know the sender and expected it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Document</source>
        <translation type="unfinished">Documento</translation>
    </message>
    <message>
        <source>Pages: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not downloaded: too large, or from an address that is not allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not downloaded. Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file did not come with the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file holds no picture</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Something was sent to your receiving address with a wrong key and refused. If a gateway signs with another key now, its messages do not arrive.</source>
        <translation>Algo foi enviado ao seu endereço de recebimento com uma chave errada e foi recusado. Se um gateway passou a assinar com outra chave, as mensagens dele não chegam.</translation>
    </message>
    <message>
        <source>The port was taken by another program, another one is used: {text}</source>
        <translation>A porta estava ocupada por outro programa; outra está em uso: {text}</translation>
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
        <source>More than half of this month&apos;s tunnel requests are used: {text}</source>
        <translation>Mais da metade das requisições do túnel deste mês já foi usada: {text}</translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This number joined the group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{who} added {whom}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{who} removed {whom}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{whom} left the group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{whom} can now manage the group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{whom} can no longer manage the group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{who} changed the group&apos;s name to “{what}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{who} changed the group&apos;s description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{who} changed the group&apos;s picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{who} changed the group&apos;s settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{who} invited {whom}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{who} renewed the group&apos;s invitation link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{whom} asks to join the group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number changed to {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WhatsApp gave this person a new identity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The security code changed: perhaps a new phone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New messages disappear after {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages no longer disappear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A message was pinned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A message was unpinned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The telephone number was asked for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The customer opened the chat for the first time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missed call</source>
        <translation type="unfinished">Chamada perdida</translation>
    </message>
    <message>
        <source>A message was deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QrView</name>
    <message>
        <source>Enter the number with country and area code, for example +55 11 95555-0101.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the phone: WhatsApp → Settings → Linked devices → Link a device → Link with phone number instead. Then type this code.</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the pairing code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show larger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the QR code instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Phone number to link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link with phone number</source>
        <translation type="unfinished"></translation>
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
    <name>RemoveDialog</name>
    <message>
        <source>Remove {number}?</source>
        <translation type="unfinished">Remover {number}?</translation>
    </message>
    <message>
        <source>Only here. On the gateway nothing is changed and the phone stays linked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also on the gateway. The phone is unlinked and the instance is deleted there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the conversations on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the conversations and files of this number from this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished">Remover</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Its key and webhook address are forgotten either way.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SessionChoice</name>
    <message>
        <source>A new one, called</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It will be called</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the new instance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connected here already</source>
        <translation type="unfinished"></translation>
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
        <source>Waiting for the passkey on the phone</source>
        <translation>Aguardando a chave de acesso no celular</translation>
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
        <translation type="unfinished"></translation>
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
        <source>Read more</source>
        <translation>Ler mais</translation>
    </message>
    <message>
        <source>Forwarded</source>
        <translation>Encaminhada</translation>
    </message>
    <message>
        <source>Forwarded many times</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Advertisement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Came from an advertisement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what came</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished">Grupo</translation>
    </message>
    <message>
        <source>Group invitation</source>
        <translation type="unfinished">Convite para grupo</translation>
    </message>
    <message>
        <source>Chosen from a list or button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save contact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contact</source>
        <translation type="unfinished">Contato</translation>
    </message>
    <message>
        <source>One or more options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One option</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Votes: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order</source>
        <translation type="unfinished">Pedido</translation>
    </message>
    <message>
        <source>Total</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TimelinePanel</name>
    <message>
        <source>Whole message</source>
        <translation>Mensagem completa</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message numerus="yes">
        <source>Copy %n messages</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
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
        <source>Choose a conversation</source>
        <translation>Escolha uma conversa</translation>
    </message>
    <message>
        <source>Pick one on the left, or press Alt+Down to go to the first.</source>
        <translation>Escolha uma à esquerda ou pressione Alt+Seta para baixo para abrir a primeira.</translation>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source>No phone is linked to this number yet. Ask for a QR code and scan it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway is opening the session. This takes a few seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scan the code with the phone that has this number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the code on the phone that has this number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WhatsApp asks for the passkey of this account. Confirm it on the phone; if nothing appears there, open the gateway&apos;s own pages and follow the steps shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages arrive and can be answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway lost its connection to WhatsApp and tries again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The link was ended on the phone or by WhatsApp. Scan a new code to go on; conversations stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WhatsApp does not let this number in. Open WhatsApp on the phone: it says why and how to ask for a review.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway does not accept the key. Copy it anew from the gateway and enter it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway refuses something. Look at its address, its brand and the webhook.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing answers at the gateway&apos;s address. Check that it runs and that this computer is on the internet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is sent until you go on. What customers write is still kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody scanned in time, so the gateway stopped making codes. Ask for a new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The instance was deleted on the gateway. Reconnect makes it anew; conversations stay here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The phone was unlinked. Scan a new code to go on; conversations stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session failed, or nobody scanned in time. Ask for a new code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The session was stopped on the gateway. Restart it here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The link was removed on the phone, under Linked devices. Scan a new code to go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WhatsApp has blocked this number for a while. Open WhatsApp on the phone to see until when.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WhatsApp has banned this number. Open WhatsApp on the phone to ask for a review.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WhatsApp no longer accepts this link. Scan a new code to go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WhatsApp did not answer the gateway in time. It tries again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The phone&apos;s WhatsApp is too old for linked devices. Update it and scan again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway&apos;s connection to WhatsApp was cut. It tries again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program uses the same link. Stop it there, or log out and scan a new code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WhatsApp lets this number write to no new contacts for some hours. Answers still go out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stored session is broken. Log out and scan a new code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WhatsApp is not available just now. The gateway tries again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WhatsApp asked the gateway to connect anew. This takes a few seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway&apos;s certificate cannot be trusted: it is expired, made by itself, or this computer&apos;s clock is wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another kind of program answers at this address. Check the address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway asks for fewer requests. It goes on by itself in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system&apos;s password store is locked. Unlock it to go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway has no code to give after a minute. Restart the session; if it stays so, the gateway has to be updated or started anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several codes have gone by. If the phone says that it cannot link, update WhatsApp there, or link with a code by phone number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Twenty codes have gone by without a scan. Wait some minutes before you ask for more: WhatsApp may lock linking.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway did not keep the webhook as it was set. Compare them in the webhook settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gateway&apos;s address does not exist. Check the spelling.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Wishes</name>
    <message>
        <source>What came</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save to downloads and show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who reacted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what came</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Customer</source>
        <translation type="unfinished">Cliente</translation>
    </message>
</context>
</TS>
