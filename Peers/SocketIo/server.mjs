// node server.mjs PORT - the same job as Socket.IO events, over WebSockets alone, in one process.
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { Pairing } from '../Shared/pairing.mjs';

const pairing = new Pairing();

// Listeners without a closure: one of each for everybody; `this` is the socket.
const handlers = {
  find_match(interests) {
    const match = pairing.find(this, interests);
    if (!match) return this.emit('searching', 1);
    this.emit('match_found', match.match, match.tier, match.shared);
    this.partner.emit('match_found', match.match, match.tier, match.shared);
  },
  cancel_match() {
    if (pairing.cancel(this)) this.emit('match_cancelled');
  },
  message(n, text) {
    this.partner?.emit('message', n, text, Date.now());
  },
  ack(n) {
    this.partner?.emit('delivered', n);
  },
  typing(on) {
    this.partner?.emit('typing', on);
  },
  leave() {
    const partner = pairing.part(this);
    if (!partner) return;
    this.emit('chat_ended', 'you_left');
    partner.emit('chat_ended', 'partner_left');
  },
  disconnect() {
    pairing.cancel(this);
    pairing.part(this)?.emit('chat_ended', 'partner_lost');
  },
};

const http = createServer();
const io = new Server(http, {
  transports: ['websocket'],
  serveClient: false,
  perMessageDeflate: false,
  httpCompression: false,
  maxHttpBufferSize: 16384,
  pingInterval: 120_000,
  pingTimeout: 60_000,
});

// Socket.IO's own advice on memory: let go of the request of the handshake.
io.engine.on('connection', (raw) => {
  raw.request = null;
});
io.on('connection', (socket) => {
  for (const name of Object.keys(handlers)) socket.on(name, handlers[name]);
});
http.listen({ host: '127.0.0.1', port: Number(process.argv[2] ?? 8080), backlog: 4096 }, () => console.log('ready'));
