// node server.mjs PORT - frames of whisper.v1 over `ws`, in one process.
import { WebSocketServer } from 'ws';
import { Pairing } from '../Shared/pairing.mjs';

const pairing = new Pairing();
let sessions = 0;

const send = (socket, frame) => socket.send(JSON.stringify(frame));

const handlers = {
  hello: (socket) => send(socket, { type: 'welcome', session: String(++sessions), resumed: false, state: 'idle' }),
  find_match(socket, { interests }) {
    const match = pairing.find(socket, interests);
    if (!match) return send(socket, { type: 'searching', tier: 1, waitedMs: 0 });
    const found = JSON.stringify({ type: 'match_found', ...match });
    socket.send(found);
    socket.partner.send(found);
  },
  cancel_match: (socket) => pairing.cancel(socket) && send(socket, { type: 'match_cancelled' }),
  message: (socket, { n, text }) => socket.partner && send(socket.partner, { type: 'message', n, text, at: Date.now() }),
  ack: (socket, { n }) => socket.partner && send(socket.partner, { type: 'delivered', n }),
  typing: (socket, { on }) => socket.partner && send(socket.partner, { type: 'typing', on }),
  leave(socket) {
    const partner = pairing.part(socket);
    if (!partner) return;
    send(socket, { type: 'chat_ended', reason: 'you_left' });
    send(partner, { type: 'chat_ended', reason: 'partner_left' });
  },
  ping: (socket) => send(socket, { type: 'pong' }),
};

// Listeners without a closure: one of each for everybody.
function onMessage(data) {
  let frame;
  try {
    frame = JSON.parse(data);
  } catch {
    return this.close(4400);
  }
  if (Object.hasOwn(handlers, frame?.type)) handlers[frame.type](this, frame);
}

function onClose() {
  pairing.cancel(this);
  const partner = pairing.part(this);
  if (partner) send(partner, { type: 'chat_ended', reason: 'partner_lost' });
}

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(process.argv[2] ?? 8080),
  path: '/ws',
  backlog: 4096,
  maxPayload: 16384,
  perMessageDeflate: false,
  skipUTF8Validation: false,
  clientTracking: false,
  handleProtocols: (offered) => (offered.has('whisper.v1') ? 'whisper.v1' : false),
});
server.on('connection', (socket) => {
  socket.on('message', onMessage);
  socket.on('close', onClose);
  socket.on('error', () => {}); // 'close' follows
});
server.on('listening', () => console.log('ready'));
