import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

/** Tabs on until the element with that accessible name has the focus, as a person without a mouse does. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const target = page
    .getByRole('button', { name, exact: true })
    .or(page.getByRole('checkbox', { name }))
    .or(page.getByRole('textbox', { name }));
  for (let i = 0; i < 90; i++) {
    await page.keyboard.press('Tab');
    if (await target.evaluateAll((elements) => elements.some((element) => element === document.activeElement))) return;
  }
  throw new Error(`${String(name)} cannot be reached with Tab`);
}

test('everything from landing to the next stranger works with the keyboard alone', async ({ person, interests: [own] }) => {
  const ann = await person();
  const bob = await person();
  const { keyboard } = ann.page;

  await tabTo(ann.page, 'chess');
  await keyboard.press('Space');
  await tabTo(ann.page, 'Something else?');
  await keyboard.type(own!);
  await keyboard.press('Enter');
  await tabTo(ann.page, 'Start talking');
  await keyboard.press('Enter');
  await tabTo(ann.page, /I am 18 or older/);
  await keyboard.press('Space');
  await keyboard.press('Enter');
  await expect(ann.heading('Looking for your stranger')).toBeFocused();

  await bob.search(['chess', own!]);
  await expect(ann.composer).toBeFocused();
  await keyboard.type('no mouse here');
  await keyboard.press('Enter');
  await bob.sees('no mouse here');

  await keyboard.press('Shift+Tab');
  await expect(ann.log).toBeFocused();
  await tabTo(ann.page, 'Report');
  await keyboard.press('Enter');
  await expect(ann.page.getByRole('dialog')).toBeVisible();
  await keyboard.press('Escape');
  await expect(ann.page.getByRole('dialog')).toBeHidden();
  await expect(ann.button('Report')).toBeFocused();
  // The Esc that closed the dialog does not count.
  await expect(ann.page.getByText('Press Esc again')).toBeHidden();

  await keyboard.press('Escape');
  await expect(ann.page.getByText('Press Esc again for the next stranger')).toBeVisible();
  await keyboard.press('Escape');
  await expect(ann.heading('Looking for your stranger')).toBeFocused();
  await expect(bob.heading('Your stranger left')).toBeFocused();
});
