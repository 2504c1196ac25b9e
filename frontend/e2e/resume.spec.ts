import { expect, test } from './fixtures';

test('a dropped network loses nothing and shows nothing twice', async ({ person, network, interests }) => {
  const ann = await person({ url: network.url });
  const bob = await person();
  await ann.search(interests);
  await bob.search(interests);
  await ann.say('before');
  await bob.sees('before');

  network.cut();
  await expect(bob.page.getByText(/Your stranger lost the connection\. Waiting for them: \d+ s/)).toBeVisible();
  await expect(ann.page.getByText('No connection right now. Trying again…')).toBeVisible();
  await ann.say('while away');
  await bob.say('are you there?');
  await expect(ann.message('while away')).toHaveAttribute('data-state', 'pending');

  network.mend();
  await ann.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await bob.sees('while away');
  await ann.sees('are you there?');
  await ann.seesDelivered('while away');
  await bob.seesDelivered('are you there?');
  await expect(bob.page.getByText('Your stranger lost the connection')).toBeHidden();
  await ann.say('after');
  await bob.sees('after');
  await expect(bob.log.locator('.message .bubble')).toHaveText([/before/, /are you there\?/, /while away/, /after/]);
});

test('a socket that died in silence is noticed when the page becomes visible', async ({ person, network, interests }) => {
  const ann = await person({ url: network.url });
  const bob = await person();
  await ann.search(interests);
  await bob.search(interests);
  await expect(ann.log).toBeVisible();

  network.loseSilently();
  await ann.say('into the void');
  await ann.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await bob.sees('into the void');
  await ann.seesDelivered('into the void');
});

test('a reload keeps the chat and the draft', async ({ pair: [ann, bob] }) => {
  await ann.say('mine');
  await bob.say('yours');
  await ann.sees('yours');
  await ann.seesDelivered('mine');
  await ann.composer.fill('half a thou');
  await ann.page.reload();
  await expect(ann.composer).toHaveValue('half a thou');
  await ann.sees('mine');
  await ann.sees('yours');
  await bob.say('still here');
  await ann.sees('still here');
  await ann.composer.press('Enter');
  await bob.sees('half a thou');
  await ann.seesDelivered('half a thou');
});

test('a search goes on through a reload', async ({ person, interests }) => {
  const [ann, bob] = [await person(), await person()];
  await ann.search(interests);
  await ann.page.reload();
  await expect(ann.heading('Looking for your stranger')).toBeVisible();
  await expect(ann.page.getByText('Exact match first.')).toBeVisible();
  await bob.search(interests);
  await expect(ann.log).toBeVisible();
});

test('a duplicated tab takes over, and the first can take it back', async ({ pair: [ann, bob] }) => {
  await bob.say('hello');
  await ann.sees('hello');
  const copy = await ann.page.evaluate(() => ({ ...sessionStorage }));
  const second = await ann.page.context().newPage();
  await second.addInitScript((items) => {
    if (sessionStorage.length === 0) for (const [key, value] of Object.entries(items)) sessionStorage.setItem(key, value);
  }, copy);
  await second.goto(ann.page.url());
  await expect(ann.heading('Opened in another tab')).toBeFocused();
  await expect(second.getByRole('log')).toContainText('hello');
  await ann.screenIsSound();

  await ann.button('Use it here').click();
  await expect(second.getByRole('heading', { name: 'Opened in another tab' })).toBeVisible();
  await ann.sees('hello');
  await ann.say('back again');
  await bob.sees('back again');
});
