"""whatsapp-web.js servers with the contract of wwebjs-api and whatsapp-api."""
