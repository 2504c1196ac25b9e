import { expect, test } from './fixtures';

test('two people, from landing to goodbye', async ({ person, interests }) => {
  const [ann, bob] = [await person(), await person()];
  await ann.button('chess').click();
  await ann.pick([`  ${interests[0]!.toUpperCase()} `]);
  await ann.button('Start talking').click();
  await expect(ann.button('Agree and start')).toBeDisabled();
  await ann.agree();
  await expect(ann.heading('Looking for your stranger')).toBeFocused();
  await expect(ann.page.getByText('Exact match first.')).toBeVisible();

  await bob.search(['chess', interests[0]!]);
  for (const each of [ann, bob]) {
    await expect(each.page.getByRole('list', { name: 'Shared interests' }).getByRole('listitem')).toHaveText([interests[0]!, 'chess']);
    await expect(each.composer).toBeFocused();
  }

  await ann.composer.pressSequentially('Hel');
  await expect(bob.page.getByText('Stranger is typing…')).toBeVisible();
  await ann.say('Hello!');
  await bob.sees('Hello!');
  await expect(bob.page.getByText('Stranger is typing…')).toBeHidden();
  await ann.seesDelivered('Hello!');

  await bob.composer.fill('two');
  await bob.composer.press('Shift+Enter');
  await bob.composer.pressSequentially('lines https://example.org');
  await bob.composer.press('Enter');
  await ann.sees('lines https://example.org');
  await expect(ann.message('two').locator('.bubble')).toContainText('two\nlines');
  await expect(ann.log.getByRole('link')).toHaveCount(0);
  await bob.seesDelivered('lines');

  await ann.button('Leave').click();
  await expect(ann.heading('You left the chat')).toBeFocused();
  await expect(bob.heading('Your stranger left')).toBeFocused();
});

test('the last choice and the consent are remembered', async ({ person, interests }) => {
  const ann = await person();
  await ann.search(interests);
  await ann.button('Cancel').click();
  await expect(ann.heading('What do you like?')).toBeVisible();
  await ann.page.reload();
  await expect(ann.page.getByRole('list', { name: 'Your interests' }).getByRole('listitem')).toContainText(interests);
  await ann.button('Start talking').click();
  await expect(ann.heading('Looking for your stranger')).toBeVisible();
});

test('the landing page explains what cannot be chosen', async ({ person }) => {
  const ann = await person();
  await expect(ann.button('Pick 2 to begin')).toBeDisabled();
  await ann.pick(['<script>']);
  await expect(ann.page.getByText('Only letters, digits')).toBeVisible();
  await ann.page.getByLabel('Something else?').fill('x'.repeat(33));
  await ann.button('Add').click();
  await expect(ann.page.getByText('At most 32 characters')).toBeVisible();
  for (const interest of ['chess', 'jazz', 'tea', 'hiking', 'ai']) await ann.button(interest).click();
  // It stays reachable, so that the sentence can be heard; a mouse would wait for it to be enabled.
  await ann.button('coffee').press('Space');
  await expect(ann.page.getByText('5 is the most')).toBeVisible();
  await expect(ann.button('coffee')).toHaveAttribute('aria-pressed', 'false');
});

test('next goes on with the same interests, and so does the button after the end', async ({ pair: [ann, bob] }) => {
  await ann.button('Next').click();
  await expect(ann.heading('Looking for your stranger')).toBeVisible();
  await expect(bob.heading('Your stranger left')).toBeVisible();
  await bob.button('Find someone new').click();
  await expect(bob.heading('Looking for your stranger')).toBeVisible();
  // The two have just talked; they are not brought together again so soon.
  await expect(bob.page.getByText('Exact match first.')).toBeVisible();
});

test('messages that arrive out of sight are counted in the title', async ({ pair: [ann, bob] }) => {
  await ann.page.evaluate(() => Object.defineProperty(document, 'hidden', { configurable: true, get: () => true }));
  await bob.say('one');
  await bob.say('two');
  await expect(ann.page).toHaveTitle('(2) Whisper');
  await ann.page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => false });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect(ann.page).toHaveTitle('Whisper');
});

test('sound can be muted, and stays muted', async ({ pair: [ann] }) => {
  const sound = ann.button('Sound');
  await expect(sound).toHaveAttribute('aria-pressed', 'true');
  await sound.click();
  await expect(sound).toHaveAttribute('aria-pressed', 'false');
  await ann.page.reload();
  await expect(ann.button('Sound')).toHaveAttribute('aria-pressed', 'false');
});
