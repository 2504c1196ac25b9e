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
