import { expect, test } from './fixtures';

test('twenty messages at once all arrive, in order, under the usual limits', async ({ pair: [ann, bob] }) => {
  const texts = Array.from({ length: 20 }, (_, i) => `number ${i + 1}.`);
  for (const text of texts) await ann.say(text);
  await expect(bob.log.locator('.message .bubble')).toHaveText(
    texts.map((text) => `Stranger: ${text}`),
    { timeout: 20_000 }
  );
  await ann.seesDelivered('number 20.');
});

test('too many searches are refused with a sentence, not with silence', async ({ person, interests }) => {
  const ann = await person();
  await ann.search(interests);
  const refused = ann.page.getByText(/That was a lot of searches\. Try again in (a second|\d+ seconds)\./);
  await expect(async () => {
    await ann.button('Cancel').click();
    await ann.button('Start talking').click();
    await expect(refused).toBeVisible({ timeout: 300 });
  }).toPass();
});

test('a message that is not allowed is marked, can be edited, and holds up nothing', async ({ pair: [ann, bob] }) => {
  await ann.say('first');
  await ann.say('something forbidden');
  await ann.say('last');
  await expect(ann.message('something forbidden')).toHaveAttribute('data-state', 'refused');
  await ann.seesDelivered('last');
  await ann.button('Edit').click();
  await expect(ann.composer).toHaveValue('something forbidden');
  await ann.say('something else');
  await ann.seesDelivered('something else');
  await expect(bob.log.locator('.message .bubble')).toHaveText(['first', 'last', 'something else'].map((text) => `Stranger: ${text}`));
});
