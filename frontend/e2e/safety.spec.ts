import { expect, test } from './fixtures';

test('a report is confirmed with its case number', async ({ pair: [ann, bob] }) => {
  await bob.say('buy this now');
  await ann.sees('buy this now');
  await ann.button('Report').click();
  const dialog = ann.page.getByRole('dialog', { name: 'Report this person' });
  await expect(dialog.getByRole('button', { name: 'Send report' })).toBeDisabled();
  await dialog.getByLabel('Spam or a scam').check();
  await dialog.getByLabel('Anything to add?').fill('The same link again and again.');
  await dialog.getByRole('button', { name: 'Send report' }).click();
  const received = ann.page.getByRole('dialog', { name: 'Thank you. Your report is in.' });
  await expect(received.locator('strong')).toHaveText(/\S+/);
  await received.getByRole('button', { name: 'Stay in the chat' }).click();
  await ann.say('goodbye');
  await bob.sees('goodbye');
});

test('a chat that is over can still be reported', async ({ pair: [ann, bob] }) => {
  await bob.say('something hateful');
  await ann.sees('something hateful');
  await bob.button('Leave').click();
  await expect(ann.heading('Your stranger left')).toBeVisible();
  await ann.button('Report').click();
  await ann.page.getByLabel('Hate').check();
  await ann.button('Send report').click();
  await expect(ann.page.getByText('Your case number is')).toBeVisible();
  await ann.button('Done').click();
  await expect(ann.heading('Your stranger left')).toBeVisible();
});

test('block asks first, then ends the chat for both', async ({ pair: [ann, bob] }) => {
  await ann.button('Block').click();
  await expect(ann.page.getByRole('dialog', { name: 'Block this person?' })).toBeVisible();
  await ann.screenIsSound();
  await ann.button('Keep talking').click();
  await ann.say('on second thought');
  await bob.sees('on second thought');
  await ann.button('Block').click();
  await ann.button('Block and leave').click();
  await expect(ann.heading('You left the chat')).toBeVisible();
  await expect(bob.heading('Your stranger left')).toBeVisible();
});
