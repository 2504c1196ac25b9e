import { Room } from '@colyseus/core';
import { Pairing } from '../Shared/pairing.mjs';

/** Everybody's room, without a state to synchronise: two who are paired send each other messages. */
export class Lobby extends Room {
  #pairing = new Pairing();

  onCreate() {
    this.patchRate = null;
    this.onMessage('find_match', (client, { interests }) => this.#find(client, interests));
    this.onMessage('cancel_match', (client) => {
      if (this.#pairing.cancel(client)) client.send('match_cancelled');
    });
    this.onMessage('message', (client, { n, text }) => client.partner?.send('message', { n, text, at: Date.now() }));
    this.onMessage('ack', (client, { n }) => client.partner?.send('delivered', { n }));
    this.onMessage('typing', (client, { on }) => client.partner?.send('typing', { on }));
    this.onMessage('leave', (client) => this.#leave(client));
  }

  onLeave(client) {
    this.#pairing.cancel(client);
    this.#pairing.part(client)?.send('chat_ended', { reason: 'partner_lost' });
  }

  #find(client, interests) {
    const match = this.#pairing.find(client, interests);
    if (!match) return client.send('searching', { tier: 1 });
    client.send('match_found', match);
    client.partner.send('match_found', match);
  }

  #leave(client) {
    const partner = this.#pairing.part(client);
    if (!partner) return;
    client.send('chat_ended', { reason: 'you_left' });
    partner.send('chat_ended', { reason: 'partner_left' });
  }
}
