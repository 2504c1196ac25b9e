// node server.mjs PORT - the same job as messages of one Colyseus room, in one process.
import { Server, matchMaker } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { Lobby } from './lobby.mjs';

// Clients ask for their seat by HTTP before they connect. That second request is spared here: whoever connects gets one.
async function takeSeat({ req }, done) {
  try {
    const { room, sessionId } = await matchMaker.joinOrCreate('lobby');
    req.url = `/${room.processId}/${room.roomId}?sessionId=${sessionId}`;
    done(true);
  } catch {
    done(false, 503);
  }
}

const server = new Server({
  greet: false,
  transport: new WebSocketTransport({
    maxPayload: 16384,
    perMessageDeflate: false,
    pingInterval: 120_000,
    pingMaxRetries: 2,
    verifyClient: takeSeat,
  }),
});
server.define('lobby', Lobby);
await server.listen(Number(process.argv[2] ?? 8080), '127.0.0.1', 4096);
console.log('ready');
