import { randomBytes } from 'node:crypto';
import { test as base, expect, type BrowserContextOptions } from '@playwright/test';
import { Network } from './network';
import { Person } from './person';
import { startServer, type Server } from './server';

export interface ServerOptions {
  /** Settings of the server, as environment variables. */
  settings: Record<string, string>;
}

interface WorkerFixtures extends ServerOptions {
  server: Server;
}

interface TestFixtures {
  /** A person in a browser of their own, who has arrived at the landing page. */
  person: (options?: BrowserContextOptions & { url?: string }) => Promise<Person>;
  /** A network that the test can cut. */
  network: Network;
  /** Interests that nobody outside this test has. */
  interests: string[];
  /** Two people in a chat with each other. */
  pair: [Person, Person];
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  settings: [{}, { option: true, scope: 'worker' }],

  server: [
    async ({ settings }, use) => {
      const server = await startServer({ Whisper__Limits__Enabled: 'false', Whisper__Gateway__DrainWindow: '00:00:00', ...settings });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 90_000 }
  ],

  person: async ({ browser, server }, use) => {
    const people: Person[] = [];
    await use(async ({ url = server.url, ...options } = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const person = new Person(await context.newPage(), url);
      people.push(person);
      await person.arrive();
      return person;
    });
    for (const person of people) await person.page.context().close();
    expect(people.flatMap((person) => person.complaints)).toEqual([]);
  },

  network: async ({ server }, use) => {
    const network = await Network.to(server.url);
    await use(network);
    await network.close();
  },

  interests: async ({}, use) => {
    await use(['a', 'b'].map((name) => `${name} ${randomBytes(5).toString('hex')}`));
  },

  pair: async ({ person, interests }, use) => {
    const [ann, bob] = [await person(), await person()];
    await ann.search(interests);
    await bob.search(interests);
    for (const each of [ann, bob]) await expect(each.log).toBeVisible();
    await use([ann, bob]);
  }
});

export { expect };
