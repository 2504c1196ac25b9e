import { expect, test } from './fixtures';
import { freePort, startServer } from './server';

test.skip(Boolean(process.env.WHISPER_URL), 'a server that is not ours is not ours to restart');

test('a search survives a restart of the server', async ({ person, interests }) => {
  test.slow();
  const port = await freePort();
  const settings = { Whisper__Gateway__DrainWindow: '00:00:01', Whisper__Limits__Enabled: 'false' };
  const first = await startServer(settings, port);
  const ann = await person({ url: first.url });
  await ann.search(interests);
  await expect(ann.page.getByText('Exact match first.')).toBeVisible();
  await first.stop();
  await expect(ann.page.getByText('No connection right now. Trying again…')).toBeVisible();

  const second = await startServer(settings, port);
  try {
    await ann.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect(ann.page.getByText('No connection right now')).toBeHidden();
    const bob = await person({ url: second.url });
    await bob.search(interests);
    await expect(ann.log).toBeVisible();
  } finally {
    await second.stop();
  }
});
