import { SUBPROTOCOL } from '../protocol/frames';
import type { Socket, SocketHandlers } from './connection';

/** A WebSocket to the gateway that served this page. */
export function openBrowserSocket(handlers: SocketHandlers): Socket {
  const url = new URL('/ws', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url, SUBPROTOCOL);
  socket.onopen = () => handlers.opened();
  socket.onmessage = (event) => handlers.received(event.data);
  socket.onclose = (event) => handlers.closed(event.code);
  return socket;
}
