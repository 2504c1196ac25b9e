import { expect, test } from './fixtures';

test('one common interest is enough in tier 2', async ({ person, interests: [common, other] }) => {
  const [ann, bob] = [await person(), await person()];
  await ann.search([common!, other!]);
  await bob.search([common!, 'chess']);
  await expect(ann.page.locator('.ring')).toHaveAttribute('data-tier', '1');
  await expect(ann.page.locator('.ring').or(ann.log)).toBeVisible();
  for (const each of [ann, bob]) {
    await expect(each.heading('You have in common')).toBeVisible();
    await expect(each.page.getByRole('list', { name: 'Shared interests' }).getByRole('listitem')).toHaveText([common!]);
  }
});

test('the ring turns to relaxed, and the timeout offers what to do', async ({ person, interests }) => {
  const ann = await person({ viewport: { width: 360, height: 740 } });
  await ann.search(interests);
  await expect(ann.page.locator('.ring')).toHaveAttribute('data-tier', '2');
  await expect(ann.page.getByText('Casting the net wider.')).toBeVisible();
  await expect(ann.heading('Nobody this time')).toBeFocused();
  await ann.screenIsSound();

  await ann.button('Search again').click();
  await expect(ann.page.getByText('Exact match first.')).toBeVisible();
  await expect(ann.heading('Nobody this time')).toBeVisible();

  await ann.page.getByRole('button', { name: /^\+ / }).first().click();
  await expect(ann.page.getByRole('list', { name: 'Your interests' }).getByRole('listitem')).toHaveCount(3);
  await ann.button('Cancel').click();
  await expect(ann.heading('What do you like?')).toBeVisible();
});

test('people who blocked each other do not meet again', async ({ pair: [ann, bob] }) => {
  await ann.button('Block').click();
  await ann.button('Block and leave').click();
  await ann.button('Find someone new').click();
  await bob.button('Find someone new').click();
  for (const each of [ann, bob]) await expect(each.heading('Nobody this time')).toBeVisible();
});

test('who stays away for too long is gone', async ({ person, network, interests }) => {
  const ann = await person({ url: network.url });
  const bob = await person();
  await ann.search(interests);
  await bob.search(interests);
  await bob.say('hello?');
  await ann.sees('hello?');
  network.cut();
  await expect(bob.page.getByText('Waiting for them')).toBeVisible();
  await expect(bob.heading('Your stranger lost the connection')).toBeFocused();
  network.mend();
  await ann.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(ann.heading('The chat could not be taken up again')).toBeFocused();
  await expect(ann.button('Find someone new')).toBeEnabled();
});
